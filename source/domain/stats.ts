import type {Category} from './categories.ts';

/** The windows over which figures are told; each ends now. */
export const windowMs = {
	'1h': 3_600_000,
	'24h': 86_400_000,
	'7d': 604_800_000,
	'30d': 2_592_000_000,
	'90d': 7_776_000_000,
} as const;
export type WindowName = keyof typeof windowMs;

/** The windows that are kept up to date for every server. */
export const liveWindows = ['1h', '24h', '7d'] as const;
export type LiveWindow = (typeof liveWindows)[number];

/** Figures over one window. Null where there is nothing to count from. */
export interface WindowStats {
	readonly checks: number;
	/** Of the checks that succeeded on a session that was open, ms. */
	readonly p50Ms: number | null;
	readonly p95Ms: number | null;
	readonly p99Ms: number | null;
	/** Share of watched time in which the server was available, 0 to 1. */
	readonly uptime: number | null;
	/** Time that somebody watched a server there is something to judge by, ms. */
	readonly watchedMs: number;
	/** Failed checks by category. */
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** Share of checks that failed, 0 to 1. */
	readonly errorRate: number | null;
	/** Synthetic and traced tool calls. */
	readonly toolCalls: {readonly total: number; readonly failed: number};
	/** Outages that began in the window. */
	readonly outages: number;
	/** Mean time between failures: available time by outages; null without one. */
	readonly mtbfMs: number | null;
	/** Mean time to repair, of the outages that ended in the window. */
	readonly mttrMs: number | null;
}

/** Figures over time. */
export type Stats = Readonly<Record<LiveWindow, WindowStats>>;

export const emptyWindow: WindowStats = {
	checks: 0,
	p50Ms: null,
	p95Ms: null,
	p99Ms: null,
	uptime: null,
	watchedMs: 0,
	errors: {},
	errorRate: null,
	toolCalls: {total: 0, failed: 0},
	outages: 0,
	mtbfMs: null,
	mttrMs: null,
};

export const emptyStats: Stats = {'1h': emptyWindow, '24h': emptyWindow, '7d': emptyWindow};
