import {quantilesOf} from './latency-histogram.ts';
import type {Sample} from './probe-result.ts';
import {type Span, spanMs} from './span.ts';

/** Checks over which the p95 is taken. */
const windowChecks = 20;
/** So often in a row it has to be over the limit. */
const neededTimes = 3;
/** So many in a row within the limit end it; their p95 is the slowest of them. */
const calmChecks = 10;
const p95 = 0.95;

/** The p95 of the last 20 checks was over the limit three checks in a row. Only checks since then count. */
export function hasSpike(samples: readonly Sample[], limitMs: number, since: number): boolean {
	const latencies = countedLatencies(samples, windowChecks + neededTimes - 1, since);
	if (latencies.length < windowChecks + neededTimes - 1 || !latencies.some(ms => ms > limitMs)) return false;
	return Array.from({length: neededTimes}, (_, index) => latencies.slice(index, index + windowChecks)).every(
		window => (percentile95(window) ?? 0) > limitMs,
	);
}

/** A spike goes on until the last 10 checks are within the limit. With few checks there is no saying. */
export function isStillSlow(samples: readonly Sample[], limitMs: number): boolean {
	const latencies = countedLatencies(samples, windowChecks);
	return latencies.length >= windowChecks && latencies.slice(-calmChecks).some(ms => ms > limitMs);
}

/** The last latencies that count for percentiles, oldest first. */
export function countedLatencies(samples: readonly Sample[], most: number, since = 0): readonly number[] {
	const found: number[] = [];
	for (let index = samples.length - 1; index >= 0 && found.length < most; index--) {
		const sample = samples[index];
		if (sample?.counted && sample.latencyMs !== null && sample.at >= since) found.push(sample.latencyMs);
	}
	return found.reverse();
}

/** The last 20 latencies, and their p95 (nearest rank); null of none. */
export function recentLatency(
	samples: readonly Sample[],
): {readonly p95Ms: number; readonly trendMs: readonly number[]} | null {
	const trendMs = countedLatencies(samples, windowChecks);
	const p95Ms = percentile95(trendMs);
	return p95Ms === null ? null : {p95Ms, trendMs};
}

/** The p95 of the same hour of the days before, as far as hours are kept; null where that is not known. */
export function usualAtThisHour(spans: readonly Span[], at: number): number | null {
	const hour = Math.floor(at / spanMs.hour);
	const same = spans.filter(({size, start}) => {
		const other = Math.floor(start / spanMs.hour);
		return size === 'hour' && other < hour && (hour - other) % 24 === 0;
	});
	return (
		quantilesOf(
			same.map(({latencies}) => latencies),
			[p95],
		)[0] ?? null
	);
}

function percentile95(latencies: readonly number[]): number | null {
	const sorted = [...latencies].sort((a, b) => a - b);
	return sorted[Math.ceil(p95 * sorted.length) - 1] ?? null;
}
