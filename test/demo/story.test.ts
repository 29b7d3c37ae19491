import {describe, expect, test} from 'vitest';
import {cast} from '../../source/demo/cast.ts';
import {
	conditionAt,
	cycleMs,
	lastBeginningMs,
	misbehaviours,
	nextBeginningMs,
	type Step,
	story,
} from '../../source/demo/story.ts';

const seconds = Array.from({length: cycleMs / 1000}, (_, second) => second);
const unwellAt = (second: number) =>
	cast.filter(({name}) => conditionAt(story, name, second * 1000) !== 'well').map(({name}) => name);

describe('the story of the demo', () => {
	test.each(misbehaviours)('has %s within its first 100 seconds', does => {
		const beginnings = story.filter(step => step.does === does).map(({fromSeconds}) => fromSeconds);
		expect(Math.min(...beginnings)).toBeLessThanOrEqual(100);
	});

	test('is about servers that are in the fleet, and about each transport', () => {
		const actors = story.map(({server}) => cast.find(({name}) => name === server));
		expect(new Set(actors.map(actor => actor?.transport))).toEqual(new Set(['stdio', 'sse', 'streamable_http']));
	});

	test('has at most three servers unwell at a time', () => {
		expect(Math.max(...seconds.map(second => unwellAt(second).length))).toBe(3);
	});

	test('has something new to see from the 12th second on, at most half a minute apart', () => {
		const beginnings = story.map(({fromSeconds}) => fromSeconds).filter(second => second > 0);
		expect(beginnings[0]).toBe(12);
		const gaps = beginnings.map((second, index) => second - (beginnings[index - 1] ?? 0));
		expect(Math.max(...gaps)).toBeLessThanOrEqual(30);
	});

	test('has every server recover well before its end, but for the login and the drift that last', () => {
		const lasting = story.filter(({toSeconds}) => toSeconds * 1000 === cycleMs).map(({does}) => does);
		expect(lasting).toEqual(['wants_login', 'drifted']);
		expect(unwellAt(100)).toEqual(['github-mcp', 'notion-mcp']);
	});

	test('leaves most of the fleet alone', () => {
		const spared = cast.filter(({name}) => !story.some(({server}) => server === name)).map(({name}) => name);
		expect(spared).toEqual(['postgres-mcp', 'filesystem-mcp', 'slack-mcp', 'analytics-mcp']);
	});

	test('never has a server do two things at once', () => {
		for (const one of story) {
			const others = story.filter(other => other !== one && other.server === one.server);
			for (const other of others) {
				expect(other.fromSeconds >= one.toSeconds || other.toSeconds <= one.fromSeconds).toBe(true);
			}
		}
	});
});

describe('where in the story a server is', () => {
	const steps: Step[] = [
		{server: 'a', does: 'crashed', fromSeconds: 10, toSeconds: 20, tells: ''},
		{server: 'a', does: 'crashed', fromSeconds: 30, toSeconds: 31, tells: ''},
	];

	test.each([
		['before it begins', -115_000, 'well'],
		['before a step', 9999, 'well'],
		['with the first moment of a step', 10_000, 'crashed'],
		['within a step', 19_999, 'crashed'],
		['with the end of a step', 20_000, 'well'],
		['in the next round', cycleMs + 15_000, 'crashed'],
		['in the tenth round, after it', 9 * cycleMs + 25_000, 'well'],
	])('is told right %s', (_when, elapsedMs, condition) => expect(conditionAt(steps, 'a', elapsedMs)).toBe(condition));

	test('is no matter of a server that the story does not know', () => {
		expect(conditionAt(steps, 'b', 15_000)).toBe('well');
		expect(nextBeginningMs(steps, 'b', 'crashed', 0)).toBeNull();
	});

	test.each<[elapsedMs: number, last: number | null, next: number]>([
		[-5000, null, 10_000],
		[0, null, 10_000],
		[10_000, 10_000, 30_000],
		[29_999, 10_000, 30_000],
		[119_000, 30_000, 130_000],
		[121_000, 30_000, 130_000],
		[145_000, 130_000, 150_000],
	])('%i ms in, tells the last beginning and the next one', (elapsedMs, last, next) => {
		expect(lastBeginningMs(steps, 'a', 'crashed', elapsedMs)).toBe(last);
		expect(nextBeginningMs(steps, 'a', 'crashed', elapsedMs)).toBe(next);
	});
});
