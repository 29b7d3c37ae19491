import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Cursor, Stretch} from '../../source/domain/availability.ts';
import {type Category, categories} from '../../source/domain/categories.ts';
import {addLatency, emptyHistogram} from '../../source/domain/latency-histogram.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {type Span, type SpanSize, spanMs} from '../../source/domain/span.ts';
import {BrokenFile, NewerFile} from '../../source/history/format/broken.ts';
import {migrate} from '../../source/history/format/codec.ts';
import {decodeCursor, encodeCursor} from '../../source/history/format/cursor-row.ts';
import {decodeSamples, encodeSamples} from '../../source/history/format/sample-text.ts';
import {decodeSpans, encodeSpan} from '../../source/history/format/span-rows.ts';

const instant = fc.integer({min: 0, max: 8.64e15});
const category = fc.constantFrom(...(Object.keys(categories) as Category[]));
const count = fc.oneof(fc.constant(0), fc.integer({min: 0, max: 1e9}));
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const sample: fc.Arbitrary<Sample> = fc
	.record({
		at: instant,
		latencyMs: fc.option(fc.integer({min: 0, max: 1e9}).map(hundredths => hundredths / 100)),
		category: fc.option(category),
		counted: fc.boolean(),
		calls: fc.option(fc.record({total: count, failed: count})),
	})
	.map(({calls, ...rest}) => ({...rest, ...(calls && {calls})}));

const span = (size: SpanSize): fc.Arbitrary<Span> =>
	fc.record({
		start: fc.integer({min: 0, max: Math.floor(8.64e15 / spanMs[size])}).map(number => number * spanMs[size]),
		size: fc.constant(size),
		checks: count,
		availableMs: count,
		unavailableMs: count,
		unknownMs: count,
		errors: fc.dictionary(category, fc.integer({min: 1, max: 1000})).map(errors => ({...errors})),
		calls: count,
		failedCalls: count,
		outages: count,
		repairs: count,
		repairMs: count,
		latencies: fc
			.array(fc.double({min: 0, max: 1e6, noNaN: true}))
			.map(latencies => latencies.reduce(addLatency, emptyHistogram)),
	});

const cursor: fc.Arbitrary<Cursor> = fc.record({
	at: instant,
	isGood: fc.boolean(),
	isOut: fc.boolean(),
	isLockedOut: fc.boolean(),
	wasGood: fc.boolean(),
	stretches: fc.array(
		fc
			.tuple(instant, instant, fc.constantFrom('available' as const, 'unavailable' as const, 'unknown' as const))
			.map(([a, b, watch]): Stretch => [Math.min(a, b), Math.max(a, b), watch]),
	),
});

describe('what is written is what is read again:', () => {
	test('samples, in any order', () => {
		fc.assert(
			fc.property(fc.array(sample), samples => {
				expect(decodeSamples(encodeSamples(samples))).toEqual(samples);
			}),
		);
	});

	test.each<SpanSize>(['hour', 'day'])('spans, each a %s', size => {
		const spans = fc
			.uniqueArray(span(size), {selector: ({start}) => start})
			.map(list => list.toSorted((a, b) => a.start - b.start));
		fc.assert(
			fc.property(spans, list => {
				expect(decodeSpans(json(list.map(encodeSpan)), size)).toEqual(list);
			}),
		);
	});

	test('where the last check left things', () => {
		fc.assert(
			fc.property(cursor, one => {
				expect(decodeCursor(json(encodeCursor(one)))).toEqual(one);
			}),
		);
	});
});

describe('a thing that is none of ours', () => {
	const isRefused = (read: () => unknown): void => {
		try {
			read();
		} catch (error) {
			expect(error).toBeInstanceOf(BrokenFile);
		}
	};

	test('is refused as broken, whatever it is, or read as something whole', () => {
		fc.assert(
			fc.property(fc.jsonValue(), value => {
				isRefused(() => decodeSpans(value, 'hour'));
				isRefused(() => decodeSpans([value], 'day'));
				isRefused(() => decodeCursor(value));
				isRefused(() => migrate(value, {}));
			}),
		);
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom(...'0z -/;ua~é')}), text => {
				isRefused(() => {
					for (const one of decodeSamples(text)) {
						expect(new Date(one.at).toISOString()).toMatch(/Z$/);
						expect(one.latencyMs ?? 0).toBeGreaterThanOrEqual(0);
					}
				});
			}),
		);
	});
});

describe('content of another version', () => {
	const steps = {1: (content: unknown) => ({...(content as object), version: 2, isNew: true})};

	test('is brought to the present one step by step', () => {
		expect(migrate({version: 1, a: 5}, steps)).toEqual({version: 2, a: 5, isNew: true});
		expect(migrate({version: 2, a: 5}, steps)).toEqual({version: 2, a: 5});
	});

	test('is refused where no step starts from it, and left to its own program where that is newer', () => {
		expect(() => migrate({version: 1}, {})).toThrow(BrokenFile);
		expect(() => migrate({version: 0}, steps)).toThrow(BrokenFile);
		expect(() => migrate({version: 3}, steps)).toThrow(NewerFile);
	});
});

test('a healthy hour of checks takes about ten bytes each', () => {
	const samples = Array.from({length: 120}, (_none, index) => ({
		at: 1_775_131_200_000 + index * 30_000 + ((index * 7919) % 600),
		latencyMs: 38 + ((index * 104_729) % 1000) / 100,
		category: null,
		counted: true,
	}));
	expect(encodeSamples(samples).length).toBeLessThan(1200);
});
