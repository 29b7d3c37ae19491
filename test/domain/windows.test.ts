import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {emptyRollUp, type RollUp, rollUpSample} from '../../source/domain/roll-up.ts';
import {emptyStats, type WindowName, type WindowStats, windowMs} from '../../source/domain/stats.ts';
import {statsOf, windowStats} from '../../source/domain/windows.ts';
import {
	dayMs,
	hourMs,
	keep,
	minuteMs,
	naiveStats,
	outage,
	pasts,
	type Step,
	sampleAt,
	wasPutFarBack,
} from './naive-past.ts';

const start = Date.UTC(2026, 3, 2);
const names = Object.keys(windowMs) as WindowName[];
const longer = names.filter(name => name !== '1h');

const stepsOf = (samples: readonly Sample[]): readonly Step[] =>
	samples.map(sample => ({sample, longestGapMs: 6 * minuteMs, incidents: []}));

const samplesOf = (steps: readonly Step[]): readonly Sample[] => steps.map(({sample}) => sample);

const meanings: Readonly<Record<string, Category | null>> = {'.': null, x: 'timeout', a: 'auth_required'};

function everyMinute(outcomes: string): readonly Sample[] {
	return [...outcomes].map((one, index) => sampleAt(start + index * minuteMs, meanings[one]));
}

/** Uptime of the last hour, which only the cursor tells, of checks a minute apart. */
const uptimeOf = (outcomes: string): number | null => {
	const samples = everyMinute(outcomes);
	return statsOf(keep(stepsOf(samples)), samples, samples.at(-1)?.at ?? start)['1h'].uptime;
};

describe('uptime', () => {
	test.each<[story: string, outcomes: string, uptime: number | null]>([
		['one check says nothing about any time', '.', null],
		['time counts as the check at its beginning turned out', '..x.', 2 / 3],
		['an outage lasts until the first good answer of two', 'xx...', 2 / 4],
		['a lone good answer within an outage is no recovery', 'xx.x..', 1 - 4 / 5],
		['what was well before it failed was available until then', '...x', 1],
		['refused logins before the first good answer are no outage', 'aa.x.', 1 / 2],
		['two good answers in a row end an outage', 'x...x.', 3 / 5],
	])('%s', (_story, outcomes, uptime) => {
		if (uptime === null) expect(uptimeOf(outcomes)).toBeNull();
		else expect(uptimeOf(outcomes)).toBeCloseTo(uptime, 12);
	});

	test('time that nobody watched is in neither part, and an outage is not carried over it', () => {
		const later = start + 9 * hourMs;
		const samples = [start, start + minuteMs, later, later + minuteMs, later + 2 * minuteMs].map((at, index) =>
			sampleAt(at, index === 1 || index === 3 ? 'timeout' : null),
		);
		const stats = statsOf(keep(stepsOf(samples)), samples, later + 2 * minuteMs);
		expect(stats['24h']).toMatchObject({watchedMs: 3 * minuteMs, uptime: 2 / 3});
		expect(stats['1h']).toMatchObject({watchedMs: 2 * minuteMs, uptime: 1 / 2});
	});

	test('a clock that goes back costs nothing but the gap', () => {
		const samples = [sampleAt(start + hourMs), sampleAt(start, 'timeout'), sampleAt(start + 30_000)];
		const {spans} = keep(stepsOf(samples));
		expect(spans.map(span => span.start)).toEqual([start, start + hourMs]);
		expect(spans.map(span => span.unavailableMs)).toEqual([30_000, 0]);
	});

	test('a server that has never let us in has none, one that has shut us out is unavailable', () => {
		const locked = [1, 2, 3].map(minute => sampleAt(start + minute * minuteMs, 'auth_required'));
		const now = start + 3 * minuteMs;
		expect(statsOf(keep(stepsOf(locked)), locked, now)['1h']).toMatchObject({uptime: null, watchedMs: 0});
		expect(keep(stepsOf(locked)).spans[0]?.unknownMs).toBe(2 * minuteMs);
		const once = [sampleAt(start), ...locked];
		expect(statsOf(keep(stepsOf(once)), once, now)['1h'].uptime).toBeCloseTo(1 / 3, 12);
	});

	test('a past that has lost its cursor is told from hours, and still knows that the server let us in', () => {
		const samples = everyMinute('..x.');
		const rollUp: RollUp = {...keep(stepsOf(samples)), cursor: null};
		const now = start + 3 * minuteMs;
		expect(windowStats(rollUp, samples, '1h', now).uptime).toBeCloseTo(2 / 3, 12);
		const refused = [1, 2].map(minute => sampleAt(now + minute * minuteMs, 'auth_required'));
		const [hour] = refused.reduce((kept, sample) => rollUpSample(kept, sample, hourMs), rollUp).spans;
		expect(hour).toMatchObject({unknownMs: 0, unavailableMs: 2 * minuteMs});
	});
});

describe('a random life of a server', () => {
	test('has the figures, in every window, that all of its raw checks add up to', () => {
		fc.assert(
			fc.property(pasts, steps => {
				const rollUp = keep(steps);
				const now = steps.at(-1)?.sample.at ?? 0;
				for (const name of wasPutFarBack(steps) ? longer : names) {
					const told = windowStats(rollUp, samplesOf(steps), name, now);
					expectSame(told, naiveStats(steps, name, now), name === '1h' ? 0 : 0.01);
				}
			}),
			{numRuns: 1000},
		);
	});

	test('has the same figures at any moment after its end, and however often it was asked before', () => {
		fc.assert(
			fc.property(pasts, fc.integer({min: 0, max: 100 * dayMs}), (steps, laterMs) => {
				const asked = keep(steps, rollUp => {
					statsOf(rollUp, [], rollUp.cursor?.at ?? 0);
					return rollUp;
				});
				const now = (steps.at(-1)?.sample.at ?? 0) + laterMs;
				const stats = statsOf(asked, samplesOf(steps), now);
				for (const name of ['1h', '24h', '7d'] as const) {
					if (name === '1h' && wasPutFarBack(steps)) continue;
					expectSame(stats[name], naiveStats(steps, name, now), name === '1h' ? 0 : 0.01);
				}
			}),
			{numRuns: 300},
		);
	});

	test('goes on after a restart as if there had been none', () => {
		fc.assert(
			fc.property(pasts, steps => {
				expect(keep(steps, rollUp => JSON.parse(JSON.stringify(rollUp)))).toEqual(keep(steps));
			}),
			{numRuns: 100},
		);
	});
});

describe('latencies', () => {
	test('of the last hour are exact, without first answers after a connect, failures and the future', () => {
		const samples: Sample[] = [
			sampleAt(start - hourMs - 1, null, 1),
			{...sampleAt(start - 1000, null, 9000), counted: false},
			sampleAt(start - 900, null, 200),
			{...sampleAt(start - 800, 'timeout'), latencyMs: 5000, counted: true},
			sampleAt(start - 700, null, 10),
			sampleAt(start + 5000, null, 7000),
		];
		const {checks, p50Ms, p95Ms, p99Ms} = windowStats(keep(stepsOf(samples)), samples, '1h', start);
		expect({checks, p50Ms, p95Ms, p99Ms}).toEqual({checks: 4, p50Ms: 10, p95Ms: 200, p99Ms: 200});
	});

	test('of a day are those of all of its hours together', () => {
		const samples = Array.from({length: 200}, (_, index) => sampleAt(start + index * 5 * minuteMs, null, index + 1));
		const {p50Ms, p95Ms} = windowStats(keep(stepsOf(samples)), [], '24h', start + 200 * 5 * minuteMs);
		expect((p50Ms ?? 0) / 100).toBeCloseTo(1, 1.5);
		expect((p95Ms ?? 0) / 190).toBeCloseTo(1, 1.5);
	});
});

test('errors are counted by category over 24 hours', () => {
	const categories = ['dns', 'timeout', 'timeout', 'connection_refused'] as const;
	const samples = categories.map((category, index) =>
		sampleAt(start + (index === 0 ? 0 : 29 + index) * hourMs, category),
	);
	const day = windowStats(keep(stepsOf(samples)), samples, '24h', start + 32 * hourMs);
	expect(day.errors).toEqual({timeout: 2, connection_refused: 1});
	expect(day).toMatchObject({checks: 3, errorRate: 1});
});

test('the mean times between failures and to repair come from outages and available time', () => {
	const incidents = [outage(start + 2 * minuteMs, start + 4 * minuteMs)];
	const steps = stepsOf(everyMinute('..xx......')).map((step, index) => ({
		...step,
		incidents: index > 4 ? incidents : [],
	}));
	expect(windowStats(keep(steps), [], '24h', start + 9 * minuteMs)).toMatchObject({
		outages: 1,
		mtbfMs: 7 * minuteMs,
		mttrMs: 2 * minuteMs,
	});
});

test('of a server that was never checked nothing is told', () => {
	expect(statsOf(emptyRollUp, [], start)).toEqual(emptyStats);
});

function expectSame(told: WindowStats, exact: WindowStats, tolerance: number): void {
	for (const key of ['p50Ms', 'p95Ms', 'p99Ms'] as const) {
		if (exact[key] === null) expect(told[key]).toBeNull();
		else expect(Math.abs((told[key] ?? Number.NaN) - exact[key])).toBeLessThanOrEqual(exact[key] * tolerance + 1e-9);
	}
	for (const key of ['uptime', 'mtbfMs', 'mttrMs', 'errorRate'] as const) {
		if (exact[key] === null) expect(told[key]).toBeNull();
		else expect(told[key]).toBeCloseTo(exact[key], 6);
	}
	const {checks, watchedMs, errors, toolCalls, outages} = exact;
	expect(told).toMatchObject({checks, watchedMs, toolCalls, outages});
	expect(told.errors).toEqual(errors);
}
