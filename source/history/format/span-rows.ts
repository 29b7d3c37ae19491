import {type Category, categories} from '../../domain/categories.ts';
import {isHistogram, type LatencyHistogram} from '../../domain/latency-histogram.ts';
import {type Span, type SpanSize, spanMs} from '../../domain/span.ts';
import {BrokenFile} from './broken.ts';
import {latestInstant} from './instant.ts';

/**
 * A span as `[number, checks, availableMs, latencies, unavailableMs, unknownMs, errors, calls, failedCalls, outages,
 * repairs, repairMs]`, its number counted in spans of its size since the epoch. Zeros at the end are left out: of a
 * healthy hour four are left.
 */
export type SpanRow = readonly unknown[];

export function encodeSpan(span: Span): SpanRow {
	const {checks, availableMs, latencies, unavailableMs, unknownMs, errors, calls, failedCalls} = span;
	const row = [
		span.start / spanMs[span.size],
		checks,
		availableMs,
		latencies,
		unavailableMs,
		unknownMs,
		Object.keys(errors).length === 0 ? 0 : errors,
		calls,
		failedCalls,
		span.outages,
		span.repairs,
		span.repairMs,
	];
	while (row.at(-1) === 0) row.pop();
	return row;
}

/** Reads rows of one size by hand: a schema would take ten times as long, and there are hundreds for each server. */
export function decodeSpans(rows: unknown, size: SpanSize): Span[] {
	if (!Array.isArray(rows)) throw new BrokenFile('it has no list of spans');
	let before = -1;
	return rows.map(row => {
		const span = decodeSpan(row, size);
		if (span.start <= before) throw new BrokenFile('its spans are out of order');
		before = span.start;
		return span;
	});
}

function decodeSpan(row: unknown, size: SpanSize): Span {
	if (!Array.isArray(row)) throw new BrokenFile('a span is not a row');
	const [number, checks, available, latencies = '', unavailable, unknown, errors] = row as unknown[];
	const [calls, failedCalls, outages, repairs, repairMs] = row.slice(7) as unknown[];
	const start = toCount(number) * spanMs[size];
	if (start > latestInstant || !isLatencies(latencies)) throw new BrokenFile('a span is not as it should be');
	return {
		start,
		size,
		checks: toCount(checks),
		availableMs: toMs(available),
		unavailableMs: toMs(unavailable),
		unknownMs: toMs(unknown),
		errors: decodeErrors(errors),
		calls: toCount(calls),
		failedCalls: toCount(failedCalls),
		outages: toCount(outages),
		repairs: toCount(repairs),
		repairMs: toMs(repairMs),
		latencies,
	};
}

function toCount(value: unknown = 0): number {
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw new BrokenFile('a span has a wrong count');
	return value as number;
}

function toMs(value: unknown = 0): number {
	if (typeof value !== 'number' || !(value >= 0 && value <= latestInstant)) {
		throw new BrokenFile('a span has a wrong time');
	}
	return value;
}

const isLatencies = (value: unknown): value is LatencyHistogram => typeof value === 'string' && isHistogram(value);

const noErrors: Span['errors'] = {};

function decodeErrors(value: unknown = 0): Span['errors'] {
	if (value === 0) return noErrors;
	if (typeof value !== 'object' || value === null) throw new BrokenFile('a span has wrong errors');
	const errors: Partial<Record<Category, number>> = {};
	for (const [name, count] of Object.entries(value)) {
		if (!Object.hasOwn(categories, name)) throw new BrokenFile('a span has an error of an unknown category');
		errors[name as Category] = toCount(count);
	}
	return errors;
}
