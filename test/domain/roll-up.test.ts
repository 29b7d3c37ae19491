import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {countOf} from '../../source/domain/latency-histogram.ts';
import {emptyRollUp, type RollUp, rollUpOutages, rollUpSample} from '../../source/domain/roll-up.ts';
import {windowStats} from '../../source/domain/windows.ts';
import {dayMs, hourMs, keep, minuteMs, naiveTime, outage, pasts, sampleAt} from './naive-past.ts';

const start = Date.UTC(2026, 3, 2);
const longestGapMs = 3 * hourMs;

function hourly(from: number, hours: number, rollUp: RollUp = emptyRollUp): RollUp {
	let next = rollUp;
	for (let hour = 0; hour < hours; hour++) next = rollUpSample(next, sampleAt(from + hour * hourMs), longestGapMs);
	return next;
}

const daysOf = ({spans}: RollUp) => spans.filter(({size}) => size === 'day');
const hoursOf = ({spans}: RollUp) => spans.filter(({size}) => size === 'hour');
const checksOf = ({spans}: RollUp) => spans.reduce((sum, {checks}) => sum + checks, 0);

describe('hours and days', () => {
	test('a stretch of time is split at the full hour, to the millisecond', () => {
		const first = rollUpSample(emptyRollUp, sampleAt(start + hourMs - 1), longestGapMs);
		const {spans} = rollUpSample(first, sampleAt(start + 2 * hourMs + 5), longestGapMs);
		expect(spans.map(span => span.availableMs)).toEqual([1, hourMs, 5]);
		expect(spans.map(({checks}) => checks)).toEqual([1, 0, 1]);
	});

	test('hours that a week no longer reaches are moved into their day, days that 90 no longer reach go', () => {
		const rollUp = hourly(start, 24 * 120);
		const now = start + 120 * dayMs - hourMs;
		expect(hoursOf(rollUp).length).toBeLessThanOrEqual(8 * 24 + 1);
		expect(daysOf(rollUp).length).toBeLessThanOrEqual(92);
		expect(hoursOf(rollUp)[0]?.start).toBeLessThanOrEqual(now - 7 * dayMs);
		expect(daysOf(rollUp)[0]?.start).toBeLessThanOrEqual(now - 90 * dayMs);
		for (const day of daysOf(rollUp).slice(1, -1)) {
			expect(day).toMatchObject({checks: 24, availableMs: dayMs});
			expect(countOf(day.latencies)).toBe(24);
		}
	});

	test('a clock that is put back by a day still finds all of 90 days', () => {
		const now = start + 119 * dayMs - hourMs;
		expect(windowStats(hourly(start, 24 * 120), [], '90d', now).checks).toBe(91 * 24);
	});

	test('a clock that was years ahead for a while costs nothing of the past', () => {
		const before = hourly(start, 300);
		const ahead = hourly(start + 4000 * dayMs, 5, before);
		const after = hourly(start + 300 * hourMs, 3, ahead);
		expect(checksOf(after)).toBe(308);
		expect(hoursOf(after).filter(span => span.start < start + 303 * hourMs).length).toBeGreaterThanOrEqual(7 * 24 + 1);
	});

	test('a clock that never stops jumping does not make the past grow without end', () => {
		let rollUp = emptyRollUp;
		for (let jump = 0; jump < 3000; jump++) {
			const at = start + (jump % 2 === 0 ? jump : 5000 - jump) * 10 * dayMs;
			rollUp = rollUpSample(rollUp, sampleAt(at), longestGapMs);
		}
		expect(rollUp.spans.length).toBeLessThanOrEqual(600);
	});

	test('each check and each watched moment is kept once, in order, in one hour or day', () => {
		fc.assert(
			fc.property(pasts, steps => {
				const rollUp = keep(steps);
				const ends = rollUp.spans.map(({start: begin, size}) => `${size} ${begin}`);
				expect(new Set(ends).size).toBe(ends.length);
				expect(ends).toEqual([...daysOf(rollUp), ...hoursOf(rollUp)].map(({start: begin, size}) => `${size} ${begin}`));
				for (const list of [daysOf(rollUp), hoursOf(rollUp)]) {
					expect(list.map(span => span.start)).toEqual(list.map(span => span.start).sort((a, b) => a - b));
				}
				// What is over 90 days old may be gone.
				const [first] = rollUp.spans;
				if (!first || daysOf(rollUp).length >= 92) return;
				expect(checksOf(rollUp)).toBe(steps.length);
				for (const watch of ['available', 'unavailable', 'unknown'] as const) {
					const kept = rollUp.spans.reduce((sum, span) => sum + span[`${watch}Ms`], 0);
					expect(kept).toBe(naiveTime(steps, watch, 0, Number.POSITIVE_INFINITY));
				}
			}),
			{numRuns: 500},
		);
	});

	test('what is older is never changed by what comes later', () => {
		const rollUp = hourly(start, 20);
		const frozen = JSON.stringify(rollUp);
		const next = rollUpSample(rollUp, sampleAt(start + 19 * hourMs + minuteMs, 'dns'), longestGapMs);
		expect(JSON.stringify(rollUp)).toBe(frozen);
		expect(next.spans.slice(0, -1).every((span, index) => span === rollUp.spans[index])).toBe(true);
	});
});

describe('outages', () => {
	const rollUp = hourly(start, 3);
	const countsOf = ({spans}: RollUp) =>
		spans.map(({outages, repairs, repairMs}) => [outages, repairs, repairMs / minuteMs]);

	test('are counted in the hour in which they began, and again in the one in which they ended', () => {
		const open = [outage(start + 50 * minuteMs, null)];
		const closed = [outage(start + 50 * minuteMs, start + 130 * minuteMs)];
		const begun = rollUpOutages(rollUp, [], open);
		expect(countsOf(begun)).toEqual([
			[1, 0, 0],
			[0, 0, 0],
			[0, 0, 0],
		]);
		const repaired = rollUpOutages(begun, open, closed);
		expect(countsOf(repaired)).toEqual([
			[1, 0, 0],
			[0, 0, 0],
			[0, 1, 80],
		]);
		expect(
			rollUpOutages(
				repaired,
				closed,
				closed.map(incident => ({...incident})),
			),
		).toBe(repaired);
	});

	test('a stall that turns out to be worse is one outage, repaired once', () => {
		const stalled = [outage(start, null, {kind: 'stale'})];
		const worse = [outage(start, null), outage(start, start + minuteMs, {kind: 'stale', ending: 'worsened'})];
		const over = [outage(start, start + 10 * minuteMs), ...worse.slice(1)];
		let next = rollUpOutages(rollUp, [], stalled);
		next = rollUpOutages(next, stalled, worse);
		next = rollUpOutages(next, worse, over);
		expect(countsOf(next)[0]).toEqual([1, 1, 10]);
	});

	test('other trouble, and servers that are no longer watched, repair nothing', () => {
		const drift = [outage(start, start + minuteMs, {kind: 'schema_drift'})];
		expect(rollUpOutages(rollUp, [], drift)).toBe(rollUp);
		const open = [outage(start, null)];
		const begun = rollUpOutages(rollUp, [], open);
		expect(rollUpOutages(begun, open, [outage(start, start + minuteMs, {ending: 'removed'})])).toBe(begun);
	});

	test('acknowledging one counts nothing', () => {
		const open = [outage(start, null)];
		const begun = rollUpOutages(rollUp, [], open);
		const taken = [outage(start, null, {acknowledgement: {at: start, by: 'ada', reason: null}})];
		expect(rollUpOutages(begun, open, taken)).toBe(begun);
	});
});
