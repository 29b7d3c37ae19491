import type {Category} from './categories.ts';

/** The windows over which uptime is told. */
export const uptimeWindows = {'1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000} as const;
export type UptimeWindow = keyof typeof uptimeWindows;

/** Figures over time. Null where there is nothing to count from. */
export interface Stats {
	/** Over the last hour, ms. */
	readonly p50Ms: number | null;
	readonly p95Ms: number | null;
	readonly p99Ms: number | null;
	/** Share of watched time in which the server was available, 0 to 1. */
	readonly uptime: Readonly<Record<UptimeWindow, number | null>>;
	/** Failed checks by category, the last 24 h. */
	readonly errors24h: Readonly<Partial<Record<Category, number>>>;
	/** Synthetic and traced tool calls, the last 24 h. */
	readonly toolCalls24h: {readonly total: number; readonly failed: number};
}

export const emptyStats: Stats = {
	p50Ms: null,
	p95Ms: null,
	p99Ms: null,
	uptime: {'1h': null, '24h': null, '7d': null},
	errors24h: {},
	toolCalls24h: {total: 0, failed: 0},
};
