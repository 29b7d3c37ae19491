import type {ServerState} from '../../domain/fleet.ts';
import type {Limits} from '../../domain/server.ts';
import type {TimelineCell} from '../../domain/timeline.ts';
import type {Tone} from '../theme.ts';

/** What the shades of a heatmap stand for. */
export const heatmapMeasures = ['availability', 'p95'] as const;
export type HeatmapMeasure = (typeof heatmapMeasures)[number];

/** One server in a heatmap. */
export interface HeatmapRow {
	readonly name: string;
	readonly limits: Pick<Limits, 'latencyWarningMs' | 'latencyCriticalMs'>;
	/** Oldest first; null while they are fetched. */
	readonly cells: readonly TimelineCell[] | null;
}

/** How bad a cell is, 0 to 3; `failed` for checks none of which was answered, null where nobody watched. */
export type HeatmapMark = 0 | 1 | 2 | 3 | 'failed' | null;

/** The rows for these servers, in their order, or the worst over the whole time first. */
export function heatmapRows(
	servers: readonly ServerState[],
	timelines: ReadonlyMap<string, readonly TimelineCell[]> | null,
	measure: HeatmapMeasure,
	order: 'given' | 'worst',
): readonly HeatmapRow[] {
	const rows = servers.map(({server}) => ({
		name: server.name,
		limits: server.limits,
		cells: timelines === null ? null : (timelines.get(server.name) ?? []),
	}));
	if (order === 'given') return rows;
	const badness = new Map(rows.map(row => [row, badnessOf(row, measure)]));
	return rows.toSorted((a, b) => (badness.get(b) ?? -1) - (badness.get(a) ?? -1));
}

/** How bad a cell is. Latencies are told apart by powers of ten against the server's own limits. */
export function markOf(cell: TimelineCell, measure: HeatmapMeasure, limits: HeatmapRow['limits']): HeatmapMark {
	switch (measure) {
		case 'availability':
			return cell.uptime === null ? null : levelOf(cell.uptime >= 1, cell.uptime >= 0.99, cell.uptime >= 0.5);
		case 'p95': {
			const {p95Ms, failed} = cell;
			if (p95Ms === null) return failed > 0 ? 'failed' : null;
			const {latencyWarningMs, latencyCriticalMs} = limits;
			return levelOf(p95Ms <= latencyWarningMs / 10, p95Ms <= latencyWarningMs, p95Ms <= latencyCriticalMs);
		}
	}
}

const levelOf = (isBest: boolean, isGood: boolean, isFair: boolean): HeatmapMark =>
	isBest ? 0 : isGood ? 1 : isFair ? 2 : 3;

/** The colour that goes with the shade. */
export function toneOfMark(mark: HeatmapMark): Tone {
	switch (mark) {
		case null:
			return 'plain';
		case 0:
			return 'heat0';
		case 1:
			return 'heat1';
		case 2:
			return 'heat3';
		case 3:
		case 'failed':
			return 'heat4';
	}
}

const failedBadness = 4;

/** The mean over the cells that somebody watched; below all others where nobody did. */
function badnessOf({cells, limits}: HeatmapRow, measure: HeatmapMeasure): number {
	const marks = (cells ?? []).map(cell => markOf(cell, measure, limits)).filter(mark => mark !== null);
	if (marks.length === 0) return -1;
	return marks.reduce<number>((sum, mark) => sum + (mark === 'failed' ? failedBadness : mark), 0) / marks.length;
}
