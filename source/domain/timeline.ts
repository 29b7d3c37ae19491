/** A slice of one server's time, for heatmaps, timelines and plots. */
export interface TimelineCell {
	/** Ms since the epoch. */
	readonly start: number;
	readonly end: number;
	/** Share of watched time in which the server was available, 0 to 1; null where nobody watched. */
	readonly uptime: number | null;
	/** Null where no check counted. */
	readonly p50Ms: number | null;
	readonly p95Ms: number | null;
	readonly checks: number;
	readonly failed: number;
}
