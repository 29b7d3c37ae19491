import type {Category} from './categories.ts';
import type {Sample} from './probe-result.ts';
import {emptyStats, type LiveWindow, type Stats, windowMs} from './stats.ts';

export const hourMs = 3_600_000;

/** One clock hour of one server's checks. */
export interface Hour {
	/** Start of the hour, ms since the epoch. */
	readonly start: number;
	readonly checks: number;
	readonly availableMs: number;
	readonly unavailableMs: number;
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** Synthetic calls of tools. */
	readonly calls: number;
	readonly failedCalls: number;
}

const emptyHour = (start: number): Hour => ({
	start,
	checks: 0,
	availableMs: 0,
	unavailableMs: 0,
	errors: {},
	calls: 0,
	failedCalls: 0,
});

/**
 * Adds one check to the hours it touches. The time since the check before counts as that one turned out; time that
 * nobody watched (longer than `longestGapMs`, or a clock that went back) counts as neither.
 */
export function addToHours(
	hours: readonly Hour[],
	previous: Sample | undefined,
	sample: Sample,
	longestGapMs: number,
): readonly Hour[] {
	const next = [...hours];
	const change = (at: number, alter: (hour: Hour) => Hour) => {
		const start = Math.floor(at / hourMs) * hourMs;
		// Nearly always the last one, so that is where the search begins.
		const before = next.findLastIndex(hour => hour.start <= start);
		if (next[before]?.start === start) next[before] = alter(next[before]);
		else next.splice(before + 1, 0, alter(emptyHour(start)));
	};
	const {category, calls = {total: 0, failed: 0}} = sample;
	change(sample.at, hour => ({
		...hour,
		checks: hour.checks + 1,
		errors: countError(hour.errors, category),
		calls: hour.calls + calls.total,
		failedCalls: hour.failedCalls + calls.failed,
	}));
	const gapMs = previous ? sample.at - previous.at : 0;
	if (previous && gapMs > 0 && gapMs <= longestGapMs && !wasLockedOut(previous, hours)) {
		const key = previous.category === null ? 'availableMs' : 'unavailableMs';
		for (let from = previous.at; from < sample.at; ) {
			const to = Math.min(sample.at, (Math.floor(from / hourMs) + 1) * hourMs);
			const spanMs = to - from;
			change(from, hour => ({...hour, [key]: hour[key] + spanMs}));
			from = to;
		}
	}
	const oldest = sample.at - windowMs['7d'] - hourMs;
	const kept = next.findIndex(({start}) => start >= oldest);
	return kept > 0 ? next.slice(kept) : next;
}

/** A server that has never let us in is neither available nor not: there is nothing to judge it by. */
const wasLockedOut = ({category}: Sample, hours: readonly Hour[]): boolean =>
	category === 'auth_required' && hours.every(({availableMs}) => availableMs === 0);

/** Figures over the windows that end at `now`: latencies from the last hour's samples, the rest from hours. */
export function statsOf(samples: readonly Sample[], hours: readonly Hour[], now: number): Stats {
	const counted = samples.filter(
		({at, counted, latencyMs}) => counted && latencyMs !== null && at <= now && now - at <= hourMs,
	);
	// Sorting numbers as such takes a tenth of the time of sorting them through a function.
	const latencies = Float64Array.from(counted, ({latencyMs}) => latencyMs ?? 0).sort();
	const lastDay = hours.filter(({start}) => start + hourMs > now - windowMs['24h'] && start <= now);
	const toolCalls = {
		total: lastDay.reduce((sum, {calls}) => sum + calls, 0),
		failed: lastDay.reduce((sum, {failedCalls}) => sum + failedCalls, 0),
	};
	return {
		'1h': {
			...emptyStats['1h'],
			p50Ms: percentile(latencies, 0.5),
			p95Ms: percentile(latencies, 0.95),
			p99Ms: percentile(latencies, 0.99),
			uptime: uptime(hours, '1h', now),
		},
		'24h': {...emptyStats['24h'], uptime: uptime(hours, '24h', now), errors: sumErrors(lastDay), toolCalls},
		'7d': {...emptyStats['7d'], uptime: uptime(hours, '7d', now)},
	};
}

/** The smallest value that at least this share of the sorted values does not exceed (nearest rank). */
export const percentile = (sorted: ArrayLike<number>, share: number): number | null =>
	sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

/** Share of watched time in which the server was available, to the hour. */
function uptime(hours: readonly Hour[], window: LiveWindow, now: number): number | null {
	const from = now - windowMs[window];
	const within = hours.filter(({start}) => start + hourMs > from && start <= now);
	const available = within.reduce((sum, hour) => sum + hour.availableMs, 0);
	const watched = available + within.reduce((sum, hour) => sum + hour.unavailableMs, 0);
	return watched > 0 ? available / watched : null;
}

const countError = (errors: Hour['errors'], category: Category | null): Hour['errors'] =>
	category === null ? errors : {...errors, [category]: (errors[category] ?? 0) + 1};

function sumErrors(hours: readonly Hour[]): Hour['errors'] {
	const sum: Partial<Record<Category, number>> = {};
	for (const {errors} of hours) {
		for (const [category, count] of Object.entries(errors) as [Category, number][]) {
			sum[category] = (sum[category] ?? 0) + count;
		}
	}
	return sum;
}
