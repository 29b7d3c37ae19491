import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {windowMs} from '../../source/domain/stats.ts';
import {addToHours, type Hour, hourMs, percentile, statsOf} from '../../source/domain/windows.ts';

const longestGapMs = 6 * 60_000;
const start = Date.UTC(2026, 3, 2);

const sample = (at: number, category: Category | null = null, latencyMs = 40): Sample => ({
	at,
	latencyMs: category === null ? latencyMs : null,
	category,
	counted: category === null,
});

function collect(samples: readonly Sample[]): readonly Hour[] {
	return samples.reduce<readonly Hour[]>(
		(hours, one, index) => addToHours(hours, samples[index - 1], one, longestGapMs),
		[],
	);
}

/** The same, one millisecond-exact gap after the other. */
function naiveUptime(samples: readonly Sample[], from: number, to: number): number | null {
	let available = 0;
	let watched = 0;
	for (const [index, {at, category}] of samples.entries()) {
		const next = samples[index + 1]?.at ?? at;
		if (next <= at || next - at > longestGapMs) continue;
		const spanMs = Math.max(0, Math.min(next, to) - Math.max(at, from));
		watched += spanMs;
		if (category === null) available += spanMs;
	}
	return watched > 0 ? available / watched : null;
}

describe('uptime', () => {
	test('the time after a failed check counts as unavailable, until the next good one', () => {
		const samples = [0, 60_000, 120_000, 180_000].map(ms => sample(start + ms, ms === 60_000 ? 'timeout' : null));
		expect(statsOf(samples, collect(samples), start + 180_000)['1h'].uptime).toBeCloseTo(2 / 3);
	});

	test('time that nobody watched is in neither part', () => {
		const samples = [
			sample(start),
			sample(start + 60_000, 'timeout'),
			sample(start + 9 * hourMs),
			sample(start + 9 * hourMs + 60_000),
		];
		expect(collect(samples).reduce((sum, hour) => sum + hour.unavailableMs, 0)).toBe(0);
		expect(statsOf(samples, collect(samples), start + 9 * hourMs + 60_000)['24h'].uptime).toBe(1);
	});

	test('a clock that goes back costs nothing but the gap', () => {
		const samples = [sample(start + hourMs), sample(start, 'timeout'), sample(start + 30_000)];
		const hours = collect(samples);
		expect(hours.map(hour => hour.start)).toEqual([start, start + hourMs]);
		expect(hours.map(hour => hour.unavailableMs)).toEqual([30_000, 0]);
		expect(statsOf(samples, hours, start + 30_000)['24h'].errors).toEqual({timeout: 1});
	});

	test('a server that has never let us in has none', () => {
		const locked = [0, 1, 2].map(minute => sample(start + minute * 60_000, 'auth_required'));
		expect(statsOf(locked, collect(locked), start + 120_000)['1h'].uptime).toBeNull();
		const was = [sample(start - 60_000), ...locked];
		expect(statsOf(was, collect(was), start + 120_000)['1h'].uptime).toBeCloseTo(1 / 3);
	});

	const stories = fc
		.array(
			fc.record({
				gapMs: fc.oneof(fc.integer({min: 1000, max: 90_000}), fc.integer({min: 1, max: 3 * hourMs})),
				category: fc.constantFrom(null, null, null, 'timeout' as const, 'dns' as const),
				latencyMs: fc.double({min: 0, max: 5000, noNaN: true}),
			}),
			{minLength: 1, maxLength: 120},
		)
		.map(steps => {
			let at = start;
			return steps.map(({gapMs, category, latencyMs}) => {
				at += gapMs;
				return sample(at, category, latencyMs);
			});
		});

	test('is what a naive computation over whole hours gives', () => {
		fc.assert(
			fc.property(stories, samples => {
				const now = samples.at(-1)?.at ?? start;
				const stats = statsOf(samples, collect(samples), now);
				for (const window of ['1h', '24h', '7d'] as const) {
					const from = Math.floor((now - windowMs[window]) / hourMs) * hourMs;
					const expected = naiveUptime(samples, from, now);
					if (expected === null) expect(stats[window].uptime).toBeNull();
					else expect(stats[window].uptime).toBeCloseTo(expected, 9);
				}
			}),
		);
	});

	test('hours stay in order, are counted once and are no more than a week has', () => {
		fc.assert(
			fc.property(
				stories,
				fc.array(fc.integer({min: -20 * hourMs, max: 200 * hourMs}), {maxLength: 20}),
				(samples, jumps) => {
					const wild = [...samples, ...jumps.map(ms => sample(start + ms))];
					const hours = collect(wild);
					const starts = hours.map(hour => hour.start);
					expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
					expect(starts.every(one => one % hourMs === 0)).toBe(true);
					const last = wild.at(-1)?.at ?? 0;
					expect(starts.every(one => one >= last - windowMs['7d'] - hourMs)).toBe(true);
					if (jumps.length === 0)
						expect(hours.reduce((sum, hour) => sum + hour.checks, 0)).toBe(
							samples.filter(({at}) => Math.floor(at / hourMs) * hourMs >= last - windowMs['7d'] - hourMs).length,
						);
				},
			),
		);
	});
});

describe('latencies', () => {
	test('come from the last hour, without first answers after a connect and without the future', () => {
		const samples: Sample[] = [
			sample(start - hourMs - 1, null, 1),
			{...sample(start - 1000, null, 9000), counted: false},
			sample(start - 900, null, 200),
			sample(start - 800, 'timeout'),
			sample(start - 700, null, 10),
			sample(start + 5000, null, 7000),
		];
		expect(statsOf(samples, [], start)).toMatchObject({p50Ms: 10, p95Ms: 200, p99Ms: 200});
	});

	test('the nearest rank is a value that was measured, which that share does not exceed', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({min: 0, max: 100}), {minLength: 1, maxLength: 50}),
				fc.constantFrom(0.5, 0.95, 0.99),
				(values, share) => {
					const sorted = [...values].sort((a, b) => a - b);
					const found = percentile(sorted, share) ?? Number.NaN;
					expect(sorted).toContain(found);
					expect(sorted.filter(value => value <= found).length).toBeGreaterThanOrEqual(share * sorted.length);
					expect(sorted.filter(value => value < found).length).toBeLessThan(share * sorted.length);
				},
			),
		);
		expect(percentile([], 0.5)).toBeNull();
	});
});

test('errors are counted by category over 24 hours', () => {
	const samples = [
		sample(start, 'dns'),
		sample(start + 30 * hourMs, 'timeout'),
		sample(start + 31 * hourMs, 'timeout'),
		sample(start + 32 * hourMs, 'connection_refused'),
	];
	const {errors} = statsOf(samples, collect(samples), start + 32 * hourMs)['24h'];
	expect(errors).toEqual({timeout: 2, connection_refused: 1});
});
