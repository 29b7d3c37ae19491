import type {TimelineCell} from '../../domain/timeline.ts';

/** The same time in at most so many cells: neighbours are joined where there are more. The newest cell is a whole one. */
export function joinCells(cells: readonly TimelineCell[], most: number): readonly TimelineCell[] {
	const size = Math.ceil(cells.length / Math.max(1, most));
	if (size <= 1) return cells;
	const odd = cells.length % size;
	const groups = odd === 0 ? [] : [cells.slice(0, odd)];
	for (let from = odd; from < cells.length; from += size) groups.push(cells.slice(from, from + size));
	return groups.flatMap(group => joinGroup(group));
}

/** Latencies cannot be joined exactly, so the slowest of them stands for all. */
function joinGroup(group: readonly TimelineCell[]): readonly TimelineCell[] {
	const [first] = group;
	if (!first) return [];
	return [
		{
			start: first.start,
			end: group.at(-1)?.end ?? first.end,
			uptime: uptimeOf(group),
			p50Ms: highest(group.map(({p50Ms}) => p50Ms)),
			p95Ms: highest(group.map(({p95Ms}) => p95Ms)),
			checks: group.reduce((sum, {checks}) => sum + checks, 0),
			failed: group.reduce((sum, {failed}) => sum + failed, 0),
		},
	];
}

/** The mean availability of the cells that somebody watched, by their length; null where nobody did. */
export function uptimeOf(cells: readonly TimelineCell[]): number | null {
	let watchedMs = 0;
	let availableMs = 0;
	for (const {start, end, uptime} of cells) {
		if (uptime === null) continue;
		watchedMs += end - start;
		availableMs += uptime * (end - start);
	}
	return watchedMs > 0 ? availableMs / watchedMs : null;
}

export function highest(values: readonly (number | null)[]): number | null {
	const known = values.filter(value => value !== null);
	return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value));
}
