import Table from 'cli-table3';
import type {Severity} from '../domain/alert.ts';
import type {ServerState} from '../domain/fleet.ts';
import {formatExactMs, plural} from '../domain/format.ts';
import type {Status} from '../domain/health.ts';
import {type Issue, issuesOf} from '../domain/issues.ts';
import {notesOf} from '../domain/notes.ts';
import {type GroupBy, group} from '../domain/select.ts';

/** How a report for people is printed. */
export interface TableStyle {
	readonly isColored: boolean;
	/** Plain letters instead of lines and dashes. */
	readonly isAscii: boolean;
	/** Cells that a line has; null where nothing limits it. */
	readonly width: number | null;
	readonly groupBy: GroupBy | null;
}

const longestNote = 160;

/** The health table, then what is wrong. */
export function renderTable(states: readonly ServerState[], now: number, style: TableStyle): string {
	const tables = group(states, style.groupBy).map(({key, states: members}) =>
		[...(key === null ? [] : [key]), renderRows(members, now, style)].join('\n'),
	);
	return `${['MCP Server Health', ...tables].join('\n')}\n\n${renderIssues(issuesOf(states, now), style)}`;
}

/** One server in one line: `postgres-mcp DOWN timeout after 5000ms no response to tools/list`. */
export function renderLine(state: ServerState, now: number, style: TableStyle): string {
	const {lastCheck, listing, server, health} = state;
	const answered = lastCheck?.latencyMs != null ? [formatExactMs(lastCheck.latencyMs)] : [];
	const tools = listing && answered.length > 0 ? [plural(listing.tools.length, 'tool')] : [];
	const words = [...answered, ...tools, ...notesOf(state, now)].join(', ');
	return `${server.name} ${statusWord(health.status, style)} ${words}\n`;
}

function renderRows(states: readonly ServerState[], now: number, style: TableStyle): string {
	const table = new Table({
		head: ['Server', 'Status', 'Latency', 'Tools', 'Notes'],
		style: {head: [], border: [], compact: true},
		...(style.isAscii ? {chars: asciiLines} : {}),
	});
	const noteWidth = Math.max(20, Math.min(longestNote, (style.width ?? Infinity) - widthBeforeNotes(states)));
	const none = style.isAscii ? '-' : '—';
	for (const state of states) {
		const {server, health, lastCheck, listing} = state;
		const [note = ''] = notesOf(state, now);
		table.push([
			server.name,
			server.enabled ? statusWord(health.status, style) : 'DISABLED',
			lastCheck?.latencyMs == null ? none : formatExactMs(lastCheck.latencyMs),
			listing === null || lastCheck?.latencyMs == null ? none : String(listing.tools.length),
			clip(capitalised(note), noteWidth, style),
		]);
	}
	return table.toString();
}

function renderIssues(issues: readonly Issue[], style: TableStyle): string {
	if (issues.length === 0) return 'No issues detected\n';
	const dash = style.isAscii ? '-' : '—';
	const lines = issues.map(
		({severity, server, status, message}) =>
			`  ${paint(severity.toUpperCase().padEnd(8), severityColor[severity], style)}  ${server} ${status.toUpperCase()} ${dash} ${message}`,
	);
	return `${plural(issues.length, 'issue')} detected:\n${lines.join('\n')}\n`;
}

/** The widest cells and lines before the notes' column. */
const widthBeforeNotes = (states: readonly ServerState[]): number =>
	Math.max(6, ...states.map(({server}) => server.name.length)) +
	'DEGRADED'.length +
	'100,000ms'.length +
	'Tools'.length +
	16;

/** SGR codes of the terminal's own 16 colours, which every theme keeps readable. */
const statusColor = {up: 32, degraded: 33, down: 31, stale: 35, unknown: 90} as const satisfies Record<Status, number>;
const severityColor = {critical: 31, warning: 33, info: 34} as const satisfies Record<Severity, number>;

const statusWord = (status: Status, style: TableStyle): string =>
	paint(status.toUpperCase(), statusColor[status], style);

/** Sets a text in a colour, where colours are wanted. */
export const paint = (text: string, sgr: number, {isColored}: TableStyle): string =>
	isColored ? `\u001B[${sgr}m${text}\u001B[39m` : text;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function clip(text: string, width: number, {isAscii}: TableStyle): string {
	if (text.length <= width) return text;
	const ellipsis = isAscii ? '...' : '…';
	return `${text.slice(0, width - ellipsis.length).trimEnd()}${ellipsis}`;
}

/** The lines of a table in plain letters. */
export const asciiLines = {
	top: '-',
	'top-mid': '+',
	'top-left': '+',
	'top-right': '+',
	bottom: '-',
	'bottom-mid': '+',
	'bottom-left': '+',
	'bottom-right': '+',
	left: '|',
	'left-mid': '+',
	mid: '-',
	'mid-mid': '+',
	right: '|',
	'right-mid': '+',
	middle: '|',
};
