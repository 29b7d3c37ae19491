import {emptyHistogram, mergeHistograms} from './latency-histogram.ts';
import {type Span, type SpanSize, spanMs} from './span.ts';
import {windowMs} from './stats.ts';

/** What a span counts, beside the latencies. */
export type Counts = Omit<Span, 'start' | 'size' | 'latencies'>;

export const noCounts: Counts = {
	checks: 0,
	availableMs: 0,
	unavailableMs: 0,
	unknownMs: 0,
	errors: {},
	calls: 0,
	failedCalls: 0,
	outages: 0,
	repairs: 0,
	repairMs: 0,
};

/** An hour is kept a day longer than the 7 days need it, a day one longer than 90: a clock may be put back. */
const keptSpans: Readonly<Record<SpanSize, number>> = {hour: 8 * 24 + 1, day: 92};
/** Where more lie within the windows than fit there, the clock was wrong for a long while. */
const mostSpans: Readonly<Record<SpanSize, number>> = {hour: 400, day: 200};
const neededMs: Readonly<Record<SpanSize, number>> = {hour: windowMs['7d'], day: windowMs['90d']};

/** When the hour or the day of that instant began (UTC). */
export const startOf = (size: SpanSize, at: number): number => Math.floor(at / spanMs[size]) * spanMs[size];

/** Changes the hour of that instant, in place; it is made, and old ones are folded, where there is none. */
export function changeHour(spans: Span[], at: number, change: (span: Span) => Span): void {
	const index = insertionOf(spans, 'hour', startOf('hour', at));
	const found = spans[index - 1];
	if (found?.size === 'hour' && found.start === startOf('hour', at)) {
		spans[index - 1] = change(found);
		return;
	}
	spans.splice(index, 0, change(emptySpan('hour', startOf('hour', at))));
	fold(spans, at);
}

export function addCounts(list: readonly Counts[]): Counts {
	const sum = {...noCounts, errors: {...noCounts.errors}};
	for (const one of list) {
		sum.checks += one.checks;
		sum.availableMs += one.availableMs;
		sum.unavailableMs += one.unavailableMs;
		sum.unknownMs += one.unknownMs;
		sum.calls += one.calls;
		sum.failedCalls += one.failedCalls;
		sum.outages += one.outages;
		sum.repairs += one.repairs;
		sum.repairMs += one.repairMs;
		sum.errors = addErrors(sum.errors, one.errors);
	}
	return sum;
}

/** How many failed checks that is. */
export const countErrors = (errors: Counts['errors']): number =>
	Object.values(errors).reduce((sum, count) => sum + count, 0);

/** Into the first, which is returned. */
function addErrors(sum: Counts['errors'], errors: Counts['errors']): Counts['errors'] {
	const into: Record<string, number> = sum;
	for (const [category, count] of Object.entries(errors)) into[category] = (into[category] ?? 0) + count;
	return sum;
}

/**
 * Moves hours into their day and lets days go, the oldest first, once the windows no longer reach them. How many there
 * are must say so too: a clock that was set to the future for a moment would otherwise cost all of the past.
 */
function fold(spans: Span[], at: number): void {
	for (let days = countDays(spans); isOneTooMany('hour', spans.length - days, spans[days], at); ) {
		const [hour] = spans.splice(days, 1);
		if (hour) addToDay(spans, hour);
		days = countDays(spans);
	}
	while (isOneTooMany('day', countDays(spans), spans[0], at)) spans.shift();
}

function isOneTooMany(size: SpanSize, count: number, oldest: Span | undefined, at: number): boolean {
	const isOutOfReach = oldest !== undefined && oldest.start < startOf(size, at - neededMs[size]);
	return count > (isOutOfReach ? keptSpans : mostSpans)[size];
}

function addToDay(spans: Span[], hour: Span): void {
	const start = startOf('day', hour.start);
	const index = insertionOf(spans, 'day', start);
	const found = spans[index - 1];
	if (found?.start !== start) {
		spans.splice(index, 0, {...hour, start, size: 'day'});
		return;
	}
	const latencies = mergeHistograms([found.latencies, hour.latencies]);
	spans[index - 1] = {start, size: 'day', ...addCounts([found, hour]), latencies};
}

/** Behind those of the size that began no later. Days stand before hours. */
const insertionOf = (spans: readonly Span[], size: SpanSize, start: number): number =>
	spans.findLastIndex(span => (span.size === size ? span.start <= start : span.size === 'day')) + 1;

const countDays = (spans: readonly Span[]): number => {
	const index = spans.findIndex(({size}) => size === 'hour');
	return index < 0 ? spans.length : index;
};

const emptySpan = (size: SpanSize, start: number): Span => ({start, size, ...noCounts, latencies: emptyHistogram});
