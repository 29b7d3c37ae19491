import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	addLatency,
	countOf,
	emptyHistogram,
	isHistogram,
	type LatencyHistogram,
	mergeHistograms,
	quantile,
	quantilesOf,
	shareAtMost,
} from '../../source/domain/latency-histogram.ts';
import {nearestRank} from './naive-past.ts';

const collect = (latencies: readonly number[]): LatencyHistogram => latencies.reduce(addLatency, emptyHistogram);

const latency = fc.oneof(
	fc.double({min: 0.01, max: 60_000, noNaN: true}),
	fc.double({min: -4, max: 20, noNaN: true}).map(power => Math.exp(power)),
	fc.integer({min: 0, max: 300}),
);
const latencies = fc.array(latency, {maxLength: 300});
const share = fc.oneof(fc.constantFrom(0, 0.5, 0.95, 0.99, 1), fc.double({min: 0, max: 1, noNaN: true}));

describe('a percentile', () => {
	test('is within 1 % of the exact one', () => {
		fc.assert(
			fc.property(latencies, share, (values, asked) => {
				const exact = nearestRank(
					[...values].sort((a, b) => a - b),
					asked,
				);
				const told = quantile(collect(values), asked);
				if (exact === null) expect(told).toBeNull();
				else expect(Math.abs((told ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * 0.010001);
			}),
			{numRuns: 2000},
		);
	});

	test('of several histograms is that of all of their latencies', () => {
		fc.assert(
			fc.property(fc.array(latencies, {maxLength: 5}), share, (lists, asked) => {
				const parts = lists.map(collect);
				expect(quantilesOf(parts, [asked])).toEqual([quantile(collect(lists.flat()), asked)]);
				expect(mergeHistograms(parts)).toBe(collect(lists.flat()));
			}),
		);
	});

	test('of wild latencies is at the edges of what can be told', () => {
		const wild = collect([Number.NaN, -5, 0, Number.POSITIVE_INFINITY, 1e300]);
		expect(countOf(wild)).toBe(4);
		expect(quantile(wild, 0)).toBe(0);
		expect(quantile(wild, 1)).toBeGreaterThan(900_000_000);
	});
});

test('the order in which latencies are counted does not show', () => {
	fc.assert(
		fc.property(latencies, values => {
			expect(collect([...values].reverse())).toBe(collect(values));
		}),
	);
});

test('the share of latencies up to a limit is exact but for those within 2 % of it', () => {
	fc.assert(
		fc.property(latencies, fc.double({min: 0.01, max: 60_000, noNaN: true}), (values, limit) => {
			const told = shareAtMost(collect(values), limit);
			fc.pre(values.length > 0);
			const within = (ms: number) => values.filter(value => value <= ms).length / values.length;
			expect(told).toBeGreaterThanOrEqual(within(limit));
			expect(told).toBeLessThanOrEqual(within(limit * 1.0203));
		}),
	);
});

test('counts may be as high as a quarter of a year of checks makes them, and far beyond', () => {
	const doubled = (one: LatencyHistogram) => mergeHistograms([one, one]);
	let many = collect([5, 5, 200]);
	for (let times = 0; times < 20; times++) many = doubled(many);
	expect(countOf(many)).toBe(3 * 2 ** 20);
	expect(countOf(addLatency(many, 5))).toBe(3 * 2 ** 20 + 1);
	for (let times = 0; times < 60; times++) many = doubled(many);
	expect(countOf(many)).toBeGreaterThan(2 ** 40);
	expect(isHistogram(addLatency(many, 5))).toBe(true);
	expect(quantile(many, 0.5)).toBeCloseTo(5, 1);
});

test('an hour of checks takes about a hundred characters', () => {
	const hour = Array.from({length: 120}, (_, index) => 40 * Math.exp(Math.sin(index * 12.9898) * 0.9));
	expect(collect(hour).length).toBeLessThan(130);
});

describe('a text from a file', () => {
	test('that a program of ours wrote is taken', () => {
		fc.assert(
			fc.property(latencies, values => {
				expect(isHistogram(collect(values))).toBe(true);
			}),
		);
	});

	test.each(['a b', 'ä', '{}', '"', 'x'.repeat(20_000), '\n'])(
		'is refused with foreign characters or without end',
		text => {
			expect(isHistogram(text)).toBe(false);
		},
	);

	test('with wild numbers does no harm', () => {
		const letters = [...'ABgh059-_'];
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom(...letters), maxLength: 60}), latency, (text, ms) => {
				if (!isHistogram(text)) throw new Error('such a text is taken');
				const more = addLatency(text, ms);
				expect(isHistogram(more)).toBe(true);
				expect(countOf(more) - countOf(text)).toBeOneOf([0, 1]);
				expect(countOf(mergeHistograms([text, more]))).toBeLessThanOrEqual(2 ** 51);
				expect(quantile(more, 0.5)).toBeGreaterThanOrEqual(0);
				expect(shareAtMost(more, Number.POSITIVE_INFINITY)).toBe(1);
				// What a hostile one leaves behind must not show in the next.
				expect(quantilesOf([collect([1, 100])], [0.5, 1]).map(told => Math.round(told ?? 0))).toEqual([1, 100]);
			}),
			{numRuns: 2000},
		);
	});
});
