import {countSamples, percentilesOf, watchedBetween} from './last-hour.ts';
import {type LatencyHistogram, mergeHistograms, quantilesOf} from './latency-histogram.ts';
import type {Sample} from './probe-result.ts';
import type {RollUp} from './roll-up.ts';
import type {Span} from './span.ts';
import {addCounts, type Counts, countErrors, startOf} from './spans.ts';
import {type Stats, type WindowName, type WindowStats, windowMs} from './stats.ts';

/** Figures over the windows that are kept up to date, see `windowStats`. */
export const statsOf = (rollUp: RollUp, samples: readonly Sample[], now: number): Stats => ({
	'1h': windowStats(rollUp, samples, '1h', now),
	'24h': windowStats(rollUp, samples, '24h', now),
	'7d': windowStats(rollUp, samples, '7d', now),
});

/**
 * Figures over one window that ends at `now`, ms since the epoch. An hour is told exactly, from `samples`, which hold
 * at least that long; only its outages, and its uptime where the cursor is gone, reach back to the start of the clock
 * hour in which the window begins. So do 24 hours and 7 days, and 30 and 90 days to the start of the day (UTC): there
 * the past is kept in hours and days. Percentiles over more than an hour are within 1 % of the exact ones.
 */
export function windowStats(rollUp: RollUp, samples: readonly Sample[], window: WindowName, now: number): WindowStats {
	const spans = spansWithin(rollUp.spans, window, now);
	if (window === '1h') return lastHour(rollUp, addCounts(spans), samples, now);
	const open = spans.slice(-1);
	const closed = sumOf(spans.slice(0, -1), window);
	const latencies = [closed.latencies, ...open.map(span => span.latencies)];
	return toStats(addCounts([closed.counts, ...open]), quantilesOf(latencies, shares));
}

const shares = [0.5, 0.95, 0.99];

function lastHour({cursor}: RollUp, fromSpans: Counts, samples: readonly Sample[], now: number): WindowStats {
	const from = now - windowMs['1h'];
	const within = samples.filter(({at}) => at >= from && at <= now);
	const {checks, errors, calls, failedCalls} = countSamples(within);
	const {availableMs, unavailableMs, unknownMs} = cursor ? watchedBetween(cursor, from, now) : fromSpans;
	const counts = {...fromSpans, checks, errors, calls, failedCalls, availableMs, unavailableMs, unknownMs};
	return toStats(counts, percentilesOf(within, shares));
}

function toStats(counts: Counts, [p50Ms = null, p95Ms = null, p99Ms = null]: readonly (number | null)[]): WindowStats {
	const {checks, availableMs, unavailableMs, errors, outages, repairs} = counts;
	const watchedMs = availableMs + unavailableMs;
	return {
		checks,
		p50Ms,
		p95Ms,
		p99Ms,
		uptime: ratio(availableMs, watchedMs),
		watchedMs,
		errors,
		errorRate: ratio(countErrors(errors), checks),
		toolCalls: {total: counts.calls, failed: counts.failedCalls},
		outages,
		mtbfMs: ratio(availableMs, outages),
		mttrMs: ratio(counts.repairMs, repairs),
	};
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function spansWithin(spans: readonly Span[], window: WindowName, now: number): readonly Span[] {
	const from = startOf(window === '30d' || window === '90d' ? 'day' : 'hour', now - windowMs[window]);
	return spans.filter(({start}) => start >= from && start <= now);
}

interface Sum {
	readonly spans: readonly Span[];
	readonly counts: Counts;
	readonly latencies: LatencyHistogram;
}

/** What the spans before the last one add up to stays the same for an hour: found by the newest of them. */
const sums = new WeakMap<Span, Partial<Record<WindowName, Sum>>>();

function sumOf(spans: readonly Span[], window: WindowName): Sum {
	const newest = spans.at(-1);
	const known = newest && sums.get(newest);
	const before = known?.[window];
	if (before && hasSame(before.spans, spans)) return before;
	const sum: Sum = {spans, counts: addCounts(spans), latencies: mergeHistograms(spans.map(span => span.latencies))};
	if (newest === undefined || window === '30d' || window === '90d') return sum;
	// One server has one newest span at a time, so that it never holds the sums of hours gone by.
	if (known === undefined) for (const span of spans) sums.delete(span);
	sums.set(newest, {...known, [window]: sum});
	return sum;
}

const hasSame = (some: readonly Span[], others: readonly Span[]): boolean =>
	some.length === others.length && some.every((span, index) => span === others[index]);
