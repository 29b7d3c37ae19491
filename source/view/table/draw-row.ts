import type {ServerState} from '../../domain/fleet.ts';
import {formatLatency, formatPercent} from '../../domain/format.ts';
import {statuses} from '../../domain/health.ts';
import {notesOf} from '../../domain/notes.ts';
import {countStatuses, type Order} from '../../domain/select.ts';
import {foreign, type Line, span, spread} from '../draw/line.ts';
import {sparkline} from '../draw/sparkline.ts';
import {cutTo, fitTo, widthOf} from '../draw/width.ts';
import {type Look, shownStatus, type Tone, toneOfStatus} from '../theme.ts';
import {type Column, columnGap, marginWidth} from './columns.ts';

/** Draws the line of one server. */
export function drawServer(
	state: ServerState,
	columns: readonly Column[],
	look: Look,
	now: number,
	isSelected: boolean,
): Line {
	const mark = span(isSelected ? ` ${look.glyphs.selection} ` : ' '.repeat(marginWidth), 'accent');
	const cells = columns.map(column => drawCell(state, column, look, now, isSelected));
	return [mark, ...joinCells(cells)];
}

/** Draws the titles of the columns, with an arrow at the one that rows are ordered by; at the right, which rows are shown. */
export function drawTitles(
	columns: readonly Column[],
	order: Order,
	shown: string | null,
	width: number,
	look: Look,
): Line {
	const arrow = order.isDescending ? look.glyphs.rising : look.glyphs.falling;
	const cells = columns.map(({id, title, align, width: room}): Line => {
		const isOrdered = id === order.by;
		const text = isOrdered && title.length < room ? `${title}${arrow}` : title;
		return [span(id === 'notes' ? text : fitTo(text, room, align, ''), isOrdered ? 'strong' : 'dim')];
	});
	const titles = [span(' '.repeat(marginWidth)), ...joinCells(cells)];
	if (shown === null) return titles;
	const position = [span(`${shown} `, 'dim')];
	const both = spread(titles, position, width);
	return both === titles ? spread(titles.slice(0, -1), position, width) : both;
}

/** Draws the heading of a group: how many of it are well, and what the others are. */
export function drawGroup(key: string, states: readonly ServerState[], look: Look): Line {
	const counts = countStatuses(states);
	const ill = statuses.filter(status => status !== 'up' && counts[status] > 0);
	return [
		span(` ${look.glyphs.groupMark} `, 'accent'),
		span(foreign(key), 'strong'),
		span(`  ${counts.up}/${counts.total} up`, 'dim'),
		...ill.map(status => span(`  ${look.glyphs.status[status]} ${counts[status]} ${status}`, toneOfStatus(status))),
	];
}

const joinCells = (cells: readonly Line[]): Line =>
	cells.flatMap((cell, index) => (index === 0 ? cell : [span(' '.repeat(columnGap)), ...cell]));

function drawCell(state: ServerState, column: Column, look: Look, now: number, isSelected: boolean): Line {
	const {server, samples, stats, lastCheck, listing} = state;
	const {ellipsis, none} = look.glyphs;
	const isOff = !server.enabled;
	const cell = (text: string, tone: Tone = 'plain'): Line => [
		span(fitTo(text, column.width, column.align, ellipsis), isOff ? 'dim' : tone),
	];
	const figure = (value: number | null | undefined, format: (value: number) => string, tone: Tone = 'plain'): Line =>
		value == null || isOff ? cell(none, 'dim') : cell(format(value), tone);
	switch (column.id) {
		case 'name':
			return cell(foreign(server.name), isSelected ? 'strong' : 'plain');
		case 'status':
			return drawStatus(state, column.width, look);
		case 'latency':
			return figure(lastCheck?.latencyMs, formatLatency, toneOfLatency(lastCheck?.latencyMs, server.limits));
		case 'p95':
			return figure(stats['1h'].p95Ms, formatLatency, toneOfLatency(stats['1h'].p95Ms, server.limits));
		case 'uptime':
			return figure(stats['24h'].uptime, formatPercent);
		case 'tools':
			return figure(listing?.tools.length, String);
		case 'trend':
			return isOff ? cell('') : sparkline(samples, column.width, server.intervalMs, look);
		case 'notes': {
			const notes = notesOf(state, now).map(foreign).join(` ${look.glyphs.separator} `);
			return [span(cutTo(notes, column.width, ellipsis), isOff || isCalm(state) ? 'dim' : 'plain')];
		}
	}
}

const isCalm = ({health}: ServerState): boolean => health.status === 'up' && health.pending === null;

function toneOfLatency(ms: number | null | undefined, limits: ServerState['server']['limits']): Tone {
	if (ms == null || ms <= limits.latencyWarningMs) return 'plain';
	return ms > limits.latencyCriticalMs ? 'bad' : 'warning';
}

/** The status with its glyph, and how far a change of it has been confirmed, where that fits. */
function drawStatus(state: ServerState, width: number, look: Look): Line {
	const status = shownStatus(state);
	const {pending} = state.health;
	const word = `${look.glyphs.status[status]} ${status}`;
	const step = pending && state.server.enabled ? ` ${pending.count}/${pending.of}` : '';
	const shownStep = widthOf(word) + step.length <= width ? step : '';
	const padding = ' '.repeat(Math.max(0, width - widthOf(word) - shownStep.length));
	return [span(word, toneOfStatus(status)), span(`${shownStep}${padding}`, 'warning')];
}
