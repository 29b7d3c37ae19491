import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Sample} from '../../source/domain/probe-result.ts';
import {emptyRollUp, type RollUp, rollUpSample} from '../../source/domain/roll-up.ts';
import {type WindowName, windowMs} from '../../source/domain/stats.ts';
import {type TimelineCell, timelineOf} from '../../source/domain/timeline.ts';
import {dayMs, hourMs, keep, minuteMs, naiveTime, pasts, sampleAt} from './naive-past.ts';

const start = Date.UTC(2026, 3, 2);

/** Checks a few minutes apart, of which those fail that `isOut` says. */
function watch(from: number, to: number, stepMs: number, isOut: (at: number) => boolean = () => false) {
	let rollUp: RollUp = emptyRollUp;
	const samples: Sample[] = [];
	for (let at = from; at <= to; at += stepMs) {
		const sample = sampleAt(at, isOut(at) ? 'timeout' : null, 50);
		samples.push(sample);
		rollUp = rollUpSample(rollUp, sample, 6 * minuteMs);
	}
	return {rollUp, samples};
}

const lastHourOf = (samples: readonly Sample[], now: number) => samples.filter(({at}) => at >= now - hourMs);

const checksOf = (cells: readonly TimelineCell[]): number => cells.reduce((sum, {checks}) => sum + checks, 0);

test('cells follow each other without holes and end now, in every window', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...(Object.keys(windowMs) as WindowName[])),
			fc.integer({min: 1, max: 300}),
			fc.integer({min: start, max: start + dayMs}),
			(window, count, now) => {
				const cells = timelineOf(emptyRollUp, [], window, count, now);
				expect(cells.length).toBe(count);
				expect(cells[0]?.start).toBe(now - windowMs[window]);
				expect(cells.at(-1)?.end).toBe(now);
				expect(cells.slice(1).map(cell => cell.start)).toEqual(cells.slice(0, -1).map(cell => cell.end));
				expect(
					cells.every(({uptime, p50Ms, p95Ms, checks}) => checks === 0 && (uptime ?? p50Ms ?? p95Ms) === null),
				).toBe(true);
			},
		),
	);
});

test.each([
	[0, 0],
	[-3, 0],
	[Number.NaN, 0],
	[2.9, 2],
	[Number.POSITIVE_INFINITY, 1000],
])('%d cells asked for are %d cells', (asked, given) => {
	expect(timelineOf(emptyRollUp, [], '24h', asked, start).length).toBe(given);
});

describe('the last hour', () => {
	test('is exact, whatever the window, where its cells are that fine', () => {
		const now = start + 30 * hourMs + 17 * minuteMs;
		const isOut = (at: number) => at > now - 20 * minuteMs && at <= now - 10 * minuteMs;
		const {rollUp, samples} = watch(start, now, minuteMs, isOut);
		const hour = timelineOf(rollUp, lastHourOf(samples, now), '1h', 6, now);
		expect(hour.map(({uptime}) => uptime)).toEqual([1, 1, 1, 1, 0.1, 0.9]);
		expect(hour.map(({checks, failed}) => [checks, failed])).toEqual([...Array(4).fill([10, 0]), [10, 9], [11, 1]]);
		const day = timelineOf(rollUp, lastHourOf(samples, now), '24h', 24 * 6, now);
		expect(day.slice(-6)).toEqual(hour);
	});

	test('has the time that all of its checks add up to', () => {
		fc.assert(
			fc.property(pasts, fc.integer({min: 1, max: 60}), (steps, count) => {
				fc.pre(steps.every(({sample}, index) => sample.at >= (steps[index - 1]?.sample.at ?? 0)));
				const now = steps.at(-1)?.sample.at ?? 0;
				const samples = steps.map(({sample}) => sample);
				for (const {start: from, end, uptime} of timelineOf(keep(steps), samples, '1h', count, now)) {
					const available = naiveTime(steps, 'available', from, end);
					const watched = available + naiveTime(steps, 'unavailable', from, end);
					if (watched === 0) expect(uptime).toBeNull();
					else expect(uptime).toBeCloseTo(available / watched, 9);
				}
			}),
			{numRuns: 300},
		);
	});
});

describe('before the last hour', () => {
	const now = start + 7 * dayMs;
	const isOut = (at: number) => at >= start + 3 * dayMs && at < start + 3 * dayMs + 6 * hourMs;
	const {rollUp, samples} = watch(start, now, 5 * minuteMs, isOut);
	const recent = lastHourOf(samples, now);

	test('an outage shows in the cells in which it was', () => {
		const cells = timelineOf(rollUp, recent, '7d', 28, now);
		expect(cells.map(({uptime}) => uptime)).toEqual(cells.map((_, index) => (index === 12 ? 0 : 1)));
		expect(cells[12]).toMatchObject({checks: 72, failed: 72, p50Ms: null});
		expect(cells[13]?.p95Ms).toBeCloseTo(50, -0.5);
	});

	test.each([[84], [168], [500], [7], [45]])('no check is lost or told twice in %d cells', count => {
		expect(checksOf(timelineOf(rollUp, recent, '7d', count, now))).toBe(samples.length);
	});

	test('what nobody watched is told apart from what was out', () => {
		const cells = timelineOf(rollUp, recent, '30d', 30, now);
		expect(cells.map(({uptime}) => uptime)).toEqual([...Array(23).fill(null), 1, 1, 1, 0.75, 1, 1, 1]);
	});

	test('without raw checks and cursor, hours tell what they can', () => {
		const cells = timelineOf({spans: rollUp.spans, cursor: null}, [], '24h', 24, now);
		expect(cells.every(({uptime, checks}) => uptime === 1 && checks >= 12)).toBe(true);
	});
});

test('days and the hours that stand beside them add up to the whole past', () => {
	const now = start + 60 * dayMs + 7 * hourMs;
	const {rollUp, samples} = watch(start, now, 5 * minuteMs);
	expect(rollUp.spans.some(({size}) => size === 'day')).toBe(true);
	for (const count of [90, 30, 360, 17]) {
		expect(checksOf(timelineOf(rollUp, lastHourOf(samples, now), '90d', count, now))).toBe(samples.length);
	}
	// 60 days and 7 hours are 241 cells of six hours and one more; the last one holds the check at its end too.
	const quarters = timelineOf(rollUp, lastHourOf(samples, now), '90d', 360, now).slice(-241);
	expect(quarters.map(({checks}) => checks)).toEqual([...Array(240).fill(72), 73]);
	const week = timelineOf(rollUp, lastHourOf(samples, now), '7d', 84, now);
	expect(week.every(({uptime, checks}) => uptime === 1 && Math.abs(checks - 24) <= 12)).toBe(true);
});

test('an hour in which the monitor was stopped is a gap still visible hours later: no outage, and no uptime', () => {
	const stopAt = start + 10.5 * hourMs;
	const before = watch(start + 8 * hourMs, stopAt, minuteMs);
	let {rollUp} = before;
	const now = start + 16 * hourMs;
	for (let at = stopAt + hourMs; at <= now; at += minuteMs) {
		rollUp = rollUpSample(rollUp, sampleAt(at, null, 50), 6 * minuteMs);
	}
	const cells = timelineOf(rollUp, [], '24h', 96, now).filter(cell => cell.start >= start + 8 * hourMs);
	const gap = cells.filter(({uptime}) => uptime === null);
	expect(gap.map(cell => [cell.start, cell.end])).toEqual(
		[0, 1, 2, 3].map(quarter => [stopAt + quarter * 15 * minuteMs, stopAt + (quarter + 1) * 15 * minuteMs]),
	);
	expect(cells.filter(({uptime}) => uptime !== null).every(({uptime}) => uptime === 1)).toBe(true);
});
