import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {grades, type Scorecard, scorecardOf} from '../../../../source/domain/scorecard.ts';
import {drawScorecard, toneOfGrade} from '../../../../source/view/panes/tabs/scorecard.ts';
import {articleRows, cleanScan, finding, scorecardWith, signalsWith} from '../../../helpers/scorecard.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

describe('the scorecard of a server', () => {
	test('has each grade with what it is made of, then every deduction', () => {
		const scorecard = articleRows.find(({name}) => name === 'redis-mcp')?.scorecard ?? null;
		expect(`\n${textOf(drawScorecard(scorecard, contextOf(100)))}`).toBe(`
 overall       F  the mean of the grades below

 availability  F  available 0% of 7d watched
 performance   –  insufficient data: its latency is known of 0 of the 24 hours that a grade takes
 security      D  2 checks passed, 2 failed
 reliability   F  100% of 20,160 checks failed, no outage, schema unchanged

 deductions

 availability  available 0% of the time, and an A takes 99.9%
               unavailable for 7d of 7d watched, 0 outages began
 to do         see what its incidents have in common, and mend that first

 security      broad access (MCP07:2025): high, takes two grades
               broad_access found something
 to do         mend broad_access

 security      unpinned package (MCP07:2025): medium, takes one grade
               unpinned_package found something
 to do         mend unpinned_package

 reliability   too many checks fail (100% transient, limit 2%): F at best
               20,160 of 20,160 checks in 7 days: connection_refused 20160
 to do         see what it depends on and what stands between: these failures pass, and come again`);
	});

	test('wraps where there is no room', () => {
		const scorecard = scorecardOf(signalsWith({security: [...cleanScan, finding('file_mode', 'critical')]}));
		expect(`\n${textOf(drawScorecard(scorecard, contextOf(50, true)))}`).toBe(`
 overall       D  a critical finding (file mode)
                  allows no more than D

 availability  A  available 100% of 7d watched
 performance   A  p95 within 3,000ms in 168 of
                  168 hours
 security      F  2 checks passed, 1 failed
 reliability   A  0% of 20,160 checks failed, no
                  outage, schema unchanged

 deductions

 security      file mode (MCP07:2025): critical,
               takes all
               file_mode found something
 to do         mend file_mode`);
	});

	test('says that there is none yet, and where nothing was deducted', () => {
		expect(textOf(drawScorecard(null, contextOf(100)))).toBe(
			' not graded yet: grades are made once the server has been watched for a day',
		);
		expect(textOf(drawScorecard(scorecardWith('A'), contextOf(100)))).toMatch(/\n no deductions$/);
	});

	test('tells good from bad by tone, too', () => {
		expect([...grades, null].map(toneOfGrade)).toEqual(['good', 'good', 'warning', 'bad', 'bad', 'dim']);
	});

	test('keeps inside its columns, whatever is told', () => {
		const dimension = fc.record({
			grade: fc.constantFrom(...grades, null),
			why: anyText,
			missing: fc.option(anyText, {nil: null}),
			deductions: fc.array(fc.record({text: anyText, evidence: anyText, remedy: anyText}), {maxLength: 3}),
		});
		const scorecard = fc.record({
			overall: fc.constantFrom(...grades, null),
			cap: fc.option(anyText, {nil: null}),
			dimensions: fc.record({
				availability: dimension,
				performance: dimension,
				security: dimension,
				reliability: dimension,
			}),
		}) satisfies fc.Arbitrary<Scorecard>;
		fc.assert(
			fc.property(scorecard, anyContext, (one, context) => expectFit(drawScorecard(one, context), context)),
			{numRuns: 50},
		);
	});
});
