import type {Category} from './categories.ts';
import type {LatencyHistogram} from './latency-histogram.ts';

/** What is kept of one server's checks in one clock hour or one day (both UTC). */
export interface Span {
	/** Ms since the epoch. */
	readonly start: number;
	readonly size: SpanSize;
	readonly checks: number;
	/** Watched time in which the server was available, and was not, ms. What nobody watched is in neither. */
	readonly availableMs: number;
	readonly unavailableMs: number;
	/** Watched time of a server that has never let us in, ms: there is nothing to judge it by. */
	readonly unknownMs: number;
	/** Failed checks. */
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** Calls of tools. */
	readonly calls: number;
	readonly failedCalls: number;
	/** Outages that began in it, those that ended in it, and how long the latter had lasted together, ms. */
	readonly outages: number;
	readonly repairs: number;
	readonly repairMs: number;
	/** Of the checks that count for percentiles. */
	readonly latencies: LatencyHistogram;
}

export type SpanSize = 'hour' | 'day';

export const spanMs: Readonly<Record<SpanSize, number>> = {hour: 3_600_000, day: 86_400_000};
