import asciichart from 'asciichart';
import {formatCount, formatDuration, formatExactMs, formatLatency, formatPercent, plural} from '../domain/format.ts';
import type {Incident} from '../domain/incident.ts';
import {formatDate} from '../domain/local-time.ts';
import type {WindowName, WindowStats} from '../domain/stats.ts';
import {windowMs} from '../domain/stats.ts';
import type {TimelineCell} from '../domain/timeline.ts';

/** What is told of one server's past. */
export interface ServerHistory {
	readonly server: string;
	readonly window: WindowName;
	readonly now: number;
	readonly stats: WindowStats;
	/** Those that touch the window, newest first. */
	readonly incidents: readonly Incident[];
	/** The window in equal parts, oldest first. */
	readonly cells: readonly TimelineCell[];
}

export interface HistoryStyle {
	/** Plain letters instead of lines and blocks. */
	readonly isAscii: boolean;
}

const longestList = 50;
const plotHeight = 8;
const labelWidth = 10;

/** One server's past for people: figures, availability, latency, incidents. */
export function renderHistory(history: ServerHistory, style: HistoryStyle): string {
	const {server, window, now, stats} = history;
	if (stats.checks === 0 && history.incidents.length === 0) {
		return `${server}: nothing is kept of the last ${window}. A running LangSight keeps a check every interval.\n`;
	}
	const parts = [
		`${server}, the last ${window} (${formatDate(now - windowMs[window])} to ${formatDate(now)})`,
		renderFigures(history),
		renderAvailability(history, style),
		renderPlot(history, style),
		renderIncidents(history.incidents, now),
	];
	return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function renderFigures({stats, window}: ServerHistory): string {
	const {uptime, watchedMs, outages, mtbfMs, mttrMs, p50Ms, p95Ms, p99Ms, checks, errors, errorRate, toolCalls} = stats;
	const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
	const kinds = Object.entries(errors)
		.sort(([, a], [, b]) => b - a)
		.map(([category, count]) => `${category} ${count}`);
	const ms = (value: number | null) => (value === null ? '-' : formatExactMs(value));
	const told = (value: number | null) => (value === null ? '-' : formatDuration(value));
	const rows: [title: string, text: string][] = [
		[
			'Availability',
			`${uptime === null ? '-' : formatPercent(uptime)} of ${formatDuration(watchedMs)} watched of ${window}`,
		],
		['Outages', `${outages}, mean time between failures ${told(mtbfMs)}, to repair ${told(mttrMs)}`],
		['Latency', `p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, p99 ${ms(p99Ms)}`],
		[
			'Checks',
			`${formatCount(checks)}, ${failed} failed${failed > 0 ? ` (${percent(errorRate ?? 0)}): ${kinds.join(', ')}` : ''}`,
		],
		...(toolCalls.total > 0
			? [['Tool calls', `${toolCalls.total - toolCalls.failed} of ${toolCalls.total} succeeded`] as [string, string]]
			: []),
	];
	return rows.map(([title, text]) => `  ${title.padEnd(14)}${text}`).join('\n');
}

/** A mark a cell: available throughout, in part, not at all; nobody watched. */
function renderAvailability({cells, window}: ServerHistory, {isAscii}: HistoryStyle): string {
	const [full, part, none, gap] = isAscii ? ['#', '+', 'x', '.'] : ['█', '▒', '×', '·'];
	const bar = cells
		.map(({uptime}) => (uptime === null ? gap : uptime === 1 ? full : uptime === 0 ? none : part))
		.join('');
	const legend = `${full} available  ${part} in part  ${none} not  ${gap} not watched`;
	return `Availability, ${formatDuration(windowMs[window] / cells.length)} a mark\n  ${bar}\n  ${legend}`;
}

function renderPlot({cells}: ServerHistory, {isAscii}: HistoryStyle): string {
	const series = fillGaps(cells.map(({p95Ms}) => p95Ms));
	if (series.length === 0) return '';
	const plot = asciichart.plot(series, {
		height: plotHeight,
		...(isAscii ? {symbols: ['+', '|', '-', '-', '-', '`', '.', '.', "'", '|']} : {}),
		format: value => formatLatency(value).padStart(labelWidth),
	});
	return `Latency, p95\n${plot.replaceAll(/\s+$/gm, '')}`;
}

/** Where nobody watched the line stays at its height; before anything is known nothing is drawn. */
function fillGaps(values: readonly (number | null)[]): readonly number[] {
	const known = values.slice(values.findIndex(value => value !== null));
	let last = known[0] ?? null;
	if (last === null) return [];
	return known.map(value => {
		last = value ?? last ?? 0;
		return last;
	});
}

function renderIncidents(incidents: readonly Incident[], now: number): string {
	if (incidents.length === 0) return 'No incidents';
	const lines = incidents.slice(0, longestList).map(({kind, startedAt, endedAt, cause, ending}) => {
		const lasted = formatDuration((endedAt ?? now) - startedAt);
		const end = endedAt === null ? `for ${lasted}, not over` : `for ${lasted}, ${ending ?? 'ended'}`;
		return `  ${formatDate(startedAt)}  ${kind.padEnd(12)} ${end}: ${cause}`;
	});
	const more = incidents.length - lines.length;
	return [plural(incidents.length, 'incident'), ...lines, ...(more > 0 ? [`  and ${more} older ones`] : [])].join('\n');
}

/** Up to two decimals, since error rates are small. */
const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
