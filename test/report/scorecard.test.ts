import {describe, expect, test} from 'vitest';
import {scorecardOf} from '../../source/domain/scorecard.ts';
import {renderScorecard} from '../../source/report/scorecard.ts';
import type {TableStyle} from '../../source/report/table.ts';
import {stdioServer, upState} from '../helpers/fleet.ts';
import {articleRows, cleanScan, finding, scorecardWith, signalsWith} from '../helpers/scorecard.ts';

const style: TableStyle = {isColored: false, isAscii: false, width: null, groupBy: null};
const states = articleRows.map(({name, scorecard}) => upState(name, {scorecard}));
const tableOf = (text: string): string => text.split('\n\n')[0] ?? '';

describe('the scorecard', () => {
	test('is a table of grades', () => {
		expect(tableOf(renderScorecard(states, style))).toBe(
			`MCP Server Scorecard (7-day rolling)
┌───────────────────┬───────┬───────┬───────┬───────┬─────────┐
│ Server            │ Avail │ Perf  │ Sec   │ Rel   │ Overall │
├───────────────────┼───────┼───────┼───────┼───────┼─────────┤
│ postgres-mcp      │ A     │ A     │ B     │ A     │ A       │
│ github-mcp        │ A     │ B     │ A     │ A     │ A       │
│ slack-mcp         │ B     │ C     │ B     │ B     │ B       │
│ jira-mcp          │ A     │ B     │ C     │ A     │ B       │
│ elasticsearch-mcp │ C     │ D     │ B     │ C     │ C       │
│ redis-mcp         │ F     │ —     │ D     │ F     │ F       │
└───────────────────┴───────┴───────┴───────┴───────┴─────────┘`,
		);
	});

	test('explains every deduction below it, and every grade that is missing', () => {
		const [, slack] = renderScorecard(states.slice(2, 3), style).split('\n\n');
		expect(slack).toBe(
			`slack-mcp: B
  availability  B  available 99.6% of 7d watched
                   available 99.6% of the time, and an A takes 99.9%
                     unavailable for 40m of 7d watched, 3 outages began
                     → see what its incidents have in common, and mend that first
  performance   C  p95 within 3,000ms in 156 of 168 hours
                   p95 was over the warning of 3,000ms in 12 of 168 hours (7.15%), and an A allows 1%
                     over 7 days p50 is 40ms and p95 4,831ms; no check got no answer in time
                     → find out what it waits for in those hours; if this is its usual pace, raise thresholds.latency_warning_ms
  security      B  2 checks passed, 1 failed
                   unpinned package (MCP07:2025): medium, takes one grade
                     unpinned_package found something
                     → mend unpinned_package
  reliability   B  0% of 20,160 checks failed, 3 outages, schema unchanged
                   it fails too often, every 2d 7h on average: B at best, and an A takes 3d
                     3 outages began in 7 days
                     → see what its incidents have in common, and mend that first
`,
		);
	});

	test('says what is missing once, where several grades lack the same', () => {
		const [, fresh] = renderScorecard([upState('fresh', {scorecard: scorecardWith(null)})], style).split('\n\n');
		expect(fresh).toBe(
			`fresh: —
  availability  —  insufficient data (and performance, reliability): watched for 1h in 7 days, and a grade takes 24h
`,
		);
	});

	test('has nothing to explain of a server that is an A throughout, or switched off', () => {
		const off = upState('off', {server: stdioServer('off', {enabled: false})});
		const text = renderScorecard([upState('a', {scorecard: scorecardWith('A')}), off], style);
		expect(text).toBe(`${tableOf(text).trimEnd()}\n`);
		expect(text).toContain('│ off    │ —     │ —     │ —     │ —     │ —       │');
	});

	test('says so where a server was not graded, and where a critical finding caps the grade', () => {
		const scorecard = scorecardOf(signalsWith({security: [...cleanScan, finding('file_mode', 'critical')]}));
		const text = renderScorecard([upState('a'), upState('b', {scorecard})], style);
		expect(text).toContain('a: not graded yet\n\nb: D\n  overall       D  a critical finding (file mode)');
	});

	test('comes in plain letters, in colours and in groups, too', () => {
		const plain = renderScorecard(states, {...style, isAscii: true});
		expect(plain).toMatch(/^[\x20-\x7e\n]*$/);
		const colored = renderScorecard(states, {...style, isColored: true});
		expect(colored).toContain('\u001b[31mF\u001b[39m');
		expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderScorecard(states, style));
		const grouped = renderScorecard(states, {...style, groupBy: 'transport'});
		expect(grouped).toContain('MCP Server Scorecard (7-day rolling)\nstdio\n┌');
	});
});
