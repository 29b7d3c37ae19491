import type {ColumnName} from '../../domain/columns.ts';
import type {ServerState} from '../../domain/fleet.ts';
import {formatLatency, formatPercent} from '../../domain/format.ts';
import {notesOf} from '../../domain/notes.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {sparkline} from '../draw/sparkline.ts';
import {cutTo, fitTo, widthOf} from '../draw/width.ts';
import {toneOfGrade} from '../panes/tabs/scorecard.ts';
import {type Look, shownStatus, type Tone, toneOfStatus} from '../theme.ts';
import type {Column} from './columns.ts';

/** How a row is drawn beside its content. */
export interface RowLook {
	readonly look: Look;
	readonly now: number;
	readonly isSelected: boolean;
	readonly isMarked: boolean;
	/** Nothing in it is of this moment: the server is disabled, or the fleet is paused. */
	readonly isDim: boolean;
}

/** Draws what one column shows of a server, in the column's width. */
export const drawCell = (state: ServerState, column: Column, row: RowLook): Line =>
	cells[column.id](state, column, row);

type DrawCell = (state: ServerState, column: Column, row: RowLook) => Line;

const cells: Readonly<Record<ColumnName, DrawCell>> = {
	name: ({server}, column, row) =>
		text(foreign(server.name), column, row, row.isMarked ? 'marked' : row.isSelected ? 'strong' : 'plain'),
	status: (state, column, row) => drawStatus(state, column.width, row),
	latency: ({lastCheck, server}, column, row) =>
		figure(
			server,
			lastCheck?.latencyMs,
			formatLatency,
			column,
			row,
			toneOfLatency(lastCheck?.latencyMs, server.limits),
		),
	p95: ({stats, server}, column, row) =>
		figure(server, stats['1h'].p95Ms, formatLatency, column, row, toneOfLatency(stats['1h'].p95Ms, server.limits)),
	uptime: ({stats, server}, column, row) => figure(server, stats['24h'].uptime, formatPercent, column, row),
	tools: ({listing, server}, column, row) => figure(server, listing?.tools.length, String, column, row),
	grade: ({scorecard, server}, column, row) =>
		figure(server, scorecard?.overall, String, column, row, toneOfGrade(scorecard?.overall ?? null)),
	trend: ({server, samples}, column, row) =>
		server.enabled ? sparkline(samples, column.width, server.intervalMs, row.look) : text('', column, row),
	notes: drawNotes,
};

const text = (words: string, {width, align}: Column, {look, isDim}: RowLook, tone: Tone = 'plain'): Line => [
	span(fitTo(words, width, align, look.glyphs.ellipsis), isDim ? 'dim' : tone),
];

/** What was measured while a server was still enabled says nothing now. */
function figure<T extends number | string>(
	server: ServerState['server'],
	value: T | null | undefined,
	format: (value: T) => string,
	column: Column,
	row: RowLook,
	tone: Tone = 'plain',
): Line {
	return value == null || !server.enabled
		? text(row.look.glyphs.none, column, row, 'dim')
		: text(format(value), column, row, tone);
}

function toneOfLatency(ms: number | null | undefined, limits: ServerState['server']['limits']): Tone {
	if (ms == null || ms <= limits.latencyWarningMs) return 'plain';
	return ms > limits.latencyCriticalMs ? 'bad' : 'warning';
}

/** The status with its glyph; behind it, where that fits, how far a change is confirmed, or who has it in hand. */
function drawStatus(state: ServerState, width: number, {look, isDim}: RowLook): Line {
	const status = shownStatus(state);
	const word = `${look.glyphs.status[status]} ${status}`;
	const mark = markOf(state);
	const shown = mark !== '' && widthOf(word) + mark.length < width ? ` ${mark}` : '';
	const padding = ' '.repeat(Math.max(0, width - widthOf(word) - shown.length));
	return [span(word, isDim && status !== 'down' ? 'dim' : toneOfStatus(status)), span(`${shown}${padding}`, 'dim')];
}

function markOf({server, health, acknowledged, silenced}: ServerState): string {
	if (!server.enabled) return '';
	if (health.pending) return `${health.pending.count}/${health.pending.of}`;
	return `${acknowledged ? 'a' : ''}${silenced ? 'z' : ''}`;
}

/** Drawn as long as it is, for it is the last column as a rule. */
function drawNotes(state: ServerState, {width}: Column, {look, now, isDim}: RowLook): Line {
	const {server, health, acknowledged, silenced} = state;
	const care = server.enabled ? [...(acknowledged ? ['acknowledged'] : []), ...(silenced ? ['silenced'] : [])] : [];
	const notes = [...care, ...notesOf(state, now)].map(foreign).join(` ${look.glyphs.separator} `);
	const isCalm = health.status === 'up' && health.pending === null;
	const cut = cutTo(notes, width, look.glyphs.ellipsis);
	return [span(cut.padEnd(cut.length + Math.max(0, width - widthOf(cut))), isDim || isCalm ? 'dim' : 'plain')];
}
