import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {span} from '../../../../source/view/draw/line.ts';
import {highlight, matchesIn} from '../../../../source/view/panes/tabs/highlight.ts';
import {describeLog, drawLog, type LogTab} from '../../../../source/view/panes/tabs/log.ts';
import {anyCharacters, anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

const tab = (changes: Partial<LogTab> = {}): LogTab => ({
	transport: 'stdio',
	lines: ['starting', 'Error: Redis refused the connection at localhost', 'bye'],
	search: '',
	isFollowing: true,
	...changes,
});

describe('the log of a server', () => {
	test('marks what is searched for, and the lines it is in, over their breaks, too', () => {
		const lines = drawLog(tab({search: 'REDIS'}), contextOf(36));
		expect(`\n${textOf(lines)}`).toBe(`
 starting
▌Error: Redis refused the
▌  connection at localhost
 bye`);
		expect(lines[1]).toEqual([span('▌', 'accent'), span('Error: '), span('Redis', 'cursor'), span(' refused the')]);
	});
	test('says how much there is, how much was found, and whether it follows', () => {
		expect(describeLog(tab(), contextOf(80))).toBe('3 lines · following');
		expect(describeLog(tab({search: 'e', isFollowing: false}), contextOf(80))).toBe('3 lines · 2 with e · held');
	});
	test.each<[story: string, changes: Partial<LogTab>, told: string]>([
		['of a server that was not started from here', {transport: 'sse'}, 'only servers that are started from here'],
		['that is fetched', {lines: null}, 'fetching its log'],
		['that is empty', {lines: []}, 'nothing on stderr yet'],
	])('%s says so', (_story, changes, told) => expect(textOf(drawLog(tab(changes), contextOf(80)))).toContain(told));
	test('keeps inside its columns, whatever a server writes and somebody searches', () => {
		fc.assert(
			fc.property(fc.array(anyText, {maxLength: 6}), anyText, anyContext, (lines, search, context) => {
				expectFit(drawLog(tab({lines: ['log', ...lines], search}), context), context);
			}),
			{numRuns: 50},
		);
	});
});

describe('what is searched for', () => {
	const lines = [[span('one '), span('two', 'bad')], [span('three')]];
	test('is marked where it goes over several tones', () => {
		expect(highlight(lines, 'E T')[0]).toEqual([
			span('on'),
			span('e ', 'cursor'),
			span('t', 'cursor'),
			span('wo', 'bad'),
		]);
	});
	test('is counted by lines', () => {
		expect(matchesIn(lines, 't')).toEqual([0, 1]);
		expect(matchesIn(lines, 'three')).toEqual([1]);
		expect(matchesIn(lines, '')).toEqual([]);
	});
	test('changes no text', () => {
		const anyLines = fc.array(fc.array(anyCharacters.map(text => span(text))));
		fc.assert(
			fc.property(anyLines, fc.string(), (all, search) => {
				expect(textOf(highlight(all, search))).toBe(textOf(all));
			}),
		);
	});
});
