import type {Cursor} from './availability.ts';
import {countSamples, percentilesOf, watchedBetween} from './last-hour.ts';
import {type LatencyHistogram, quantilesOf} from './latency-histogram.ts';
import type {Sample} from './probe-result.ts';
import type {RollUp} from './roll-up.ts';
import {type Span, spanMs} from './span.ts';
import {countErrors} from './spans.ts';
import {type WindowName, windowMs} from './stats.ts';

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

/** More than anybody can look at. */
const mostCells = 1000;
const shares = [0.5, 0.95];

/**
 * A server's time in so many equal cells (at most 1,000), oldest first, the last of which ends at `now`. Cells within
 * the last hour are exact, from `samples` and the cursor; so is the uptime of the last day. Before it the past is kept in hours and days: one that fits
 * into a cell counts in the cell that holds its middle, another one is spread evenly over the cells that it covers.
 */
export function timelineOf(
	{spans, cursor}: RollUp,
	samples: readonly Sample[],
	window: WindowName,
	cells: number,
	now: number,
): readonly TimelineCell[] {
	const count = Math.min(mostCells, Math.max(0, Math.floor(cells) || 0));
	const from = now - windowMs[window];
	const grid: Grid = {from, cellMs: windowMs[window] / count, count, now};
	const exact = cursor ? Math.min(count, Math.floor(spanMs.hour / grid.cellMs)) : 0;
	const older = spread(spans, grid)
		.slice(0, count - exact)
		.map((share, index) => toCell(grid, index, share))
		.map(cell => withExactUptime(cell, cursor));
	return cursor && exact > 0 ? [...older, ...exactCells(cursor, samples, grid, count - exact)] : older;
}

/** When a server was watched and how it was then is known to the second for as long as its stretches reach back. */
function withExactUptime(cell: TimelineCell, cursor: Cursor | null): TimelineCell {
	const begin = cursor?.stretches[0]?.[0] ?? Number.POSITIVE_INFINITY;
	if (!cursor || cell.start < begin) return cell;
	const {availableMs, unavailableMs} = watchedBetween(cursor, cell.start, cell.end);
	return {...cell, uptime: ratio(availableMs, availableMs + unavailableMs)};
}

/** Equal cells side by side. */
interface Grid {
	readonly from: number;
	readonly cellMs: number;
	readonly count: number;
	readonly now: number;
}

const edge = ({from, cellMs}: Grid, index: number): number => Math.round(from + index * cellMs);

/** The last cell holds its end too. */
const cellAt = ({from, cellMs, count, now}: Grid, at: number): number =>
	at === now ? count - 1 : Math.floor((at - from) / cellMs);

function exactCells(cursor: Cursor, samples: readonly Sample[], grid: Grid, first: number): readonly TimelineCell[] {
	const groups = Array.from({length: grid.count - first}, (): Sample[] => []);
	for (const sample of samples) groups[cellAt(grid, sample.at) - first]?.push(sample);
	return groups.map((within, index) => {
		const start = edge(grid, first + index);
		const end = edge(grid, first + index + 1);
		const {availableMs, unavailableMs} = watchedBetween(cursor, start, end);
		const {checks, errors} = countSamples(within);
		const [p50Ms = null, p95Ms = null] = percentilesOf(within, shares);
		const uptime = ratio(availableMs, availableMs + unavailableMs);
		return {start, end, uptime, p50Ms, p95Ms, checks, failed: countErrors(errors)};
	});
}

/** What falls to a cell. */
interface Share {
	availableMs: number;
	unavailableMs: number;
	checks: number;
	failed: number;
	readonly latencies: LatencyHistogram[];
}

function spread(spans: readonly Span[], grid: Grid): readonly Share[] {
	const shares = Array.from(
		{length: grid.count},
		(): Share => ({availableMs: 0, unavailableMs: 0, checks: 0, failed: 0, latencies: []}),
	);
	const firstHour = spans.find(({size}) => size === 'hour')?.start ?? grid.now;
	for (const span of spans) {
		const {start} = span;
		// Hours that have not been moved into their day yet are not part of it.
		const cut = span.size === 'day' && firstHour > start ? firstHour : grid.now;
		const end = Math.min(start + spanMs[span.size], cut, grid.now);
		if (start > grid.now || end < grid.from) continue;
		if (end - start <= grid.cellMs) {
			addPart(shares[cellAt(grid, (start + end) / 2)], span, 0, 1);
			continue;
		}
		const partUntil = (index: number) => clamp((grid.from + index * grid.cellMs - start) / (end - start));
		const last = Math.min(grid.count - 1, cellAt(grid, end));
		for (let index = Math.max(0, cellAt(grid, start)); index <= last; index++) {
			addPart(shares[index], span, partUntil(index), partUntil(index + 1));
		}
	}
	return shares;
}

/** The part of the span from one share of its length to another. Rounded so that the parts add up to the whole. */
function addPart(share: Share | undefined, span: Span, from: number, to: number): void {
	if (!share || to <= from) return;
	const failed = countErrors(span.errors);
	share.availableMs += span.availableMs * (to - from);
	share.unavailableMs += span.unavailableMs * (to - from);
	share.checks += Math.round(span.checks * to) - Math.round(span.checks * from);
	share.failed += Math.round(failed * to) - Math.round(failed * from);
	share.latencies.push(span.latencies);
}

function toCell(grid: Grid, index: number, share: Share): TimelineCell {
	const {availableMs, unavailableMs, checks, failed} = share;
	const [p50Ms = null, p95Ms = null] = quantilesOf(share.latencies, shares);
	const uptime = ratio(availableMs, availableMs + unavailableMs);
	return {start: edge(grid, index), end: edge(grid, index + 1), uptime, p50Ms, p95Ms, checks, failed};
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const clamp = (share: number): number => Math.min(1, Math.max(0, share));
