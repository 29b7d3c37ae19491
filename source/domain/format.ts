const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A latency in few characters: `42ms`, `4.8s`, `12s`. */
export function formatLatency(ms: number): string {
	if (Math.round(ms) < secondMs) return `${Math.round(ms)}ms`;
	return ms < 9.95 * secondMs ? `${(ms / secondMs).toFixed(1)}s` : `${Math.round(ms / secondMs)}s`;
}

/** A latency to the millisecond: `4,821ms`. */
export const formatExactMs = (ms: number): string => `${formatCount(Math.round(ms))}ms`;

/** A whole number, its thousands apart: `1,234`. Without Intl, for what `local-time.ts` says. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** How long something has lasted, in its two largest units at most: `45s`, `4m`, `2h 3m`, `3d 4h`. */
export function formatDuration(ms: number): string {
	const whole = Math.max(0, ms);
	if (whole < minuteMs) return `${Math.floor(whole / secondMs)}s`;
	if (whole < hourMs) return `${Math.floor(whole / minuteMs)}m`;
	if (whole < dayMs) return twoUnits(whole, hourMs, 'h', minuteMs, 'm');
	return twoUnits(whole, dayMs, 'd', hourMs, 'h');
}

/** How long something goes on still: as `formatDuration`, but the second that has begun counts. */
export const formatRemaining = (ms: number): string => formatDuration(Math.ceil(ms / secondMs) * secondMs);

/** A share as percent with one decimal, rounded down so that only perfection reads as 100.0%. */
export const formatPercent = (share: number): string => `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)}%`;

/** "1 tool", "2 tools". */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
	`${count} ${count === 1 ? noun : many}`;

function twoUnits(ms: number, bigMs: number, big: string, smallMs: number, small: string): string {
	const rest = Math.floor((ms % bigMs) / smallMs);
	return `${Math.floor(ms / bigMs)}${big}${rest > 0 ? ` ${rest}${small}` : ''}`;
}
