import type {ServerState} from '../../domain/fleet.ts';
import {statuses} from '../../domain/health.ts';
import {countStatuses, type Order} from '../../domain/select.ts';
import {foreign, type Line, span, spread} from '../draw/line.ts';
import {fitTo} from '../draw/width.ts';
import {type Look, toneOfStatus} from '../theme.ts';
import {drawCell, type RowLook} from './cells.ts';
import {type Column, columnGap, isFalling, marginWidth} from './columns.ts';
import type {GroupRow} from './rows.ts';

/** Draws the line of one server. */
export const drawServer = (state: ServerState, columns: readonly Column[], row: RowLook): Line => [
	...drawMargin(row),
	...trimEnd(joinCells(columns.map(column => drawCell(state, column, row)))),
];

/** Draws the titles of the columns, with an arrow at the one that rows are ordered by; at the right, which rows are shown. */
export function drawTitles(
	columns: readonly Column[],
	order: Order,
	shown: string | null,
	width: number,
	look: Look,
): Line {
	const arrow = isFalling(order) ? look.glyphs.falling : look.glyphs.rising;
	const cells = columns.map(({id, title, align, width: room}): Line => {
		const isOrdered = id === order.by;
		const words = isOrdered && title.length < room ? `${title}${arrow}` : title;
		return [span(id === 'notes' ? words : fitTo(words, room, align, ''), isOrdered ? 'strong' : 'dim')];
	});
	const titles = [span(' '.repeat(marginWidth)), ...joinCells(cells)];
	if (shown === null) return titles;
	const position = [span(`${shown} `, 'dim')];
	const both = spread(titles, position, width);
	return both === titles ? spread(titles.slice(0, -1), position, width) : both;
}

/** Draws the heading of a group: how many of it are well, and what the others are. */
export function drawGroup({key, states, isFolded}: GroupRow, row: Omit<RowLook, 'isDim'>): Line {
	const {glyphs} = row.look;
	const counts = countStatuses(states);
	const ill = statuses.filter(status => status !== 'up' && counts[status] > 0);
	return [
		...drawMargin(row),
		span(`${isFolded ? glyphs.folded : glyphs.groupMark} `, 'accent'),
		span(foreign(key), 'strong'),
		span(`  ${counts.up}/${counts.total} up`, 'dim'),
		...ill.map(status => span(`  ${glyphs.status[status]} ${counts[status]} ${status}`, toneOfStatus(status))),
		...(counts.disabled > 0 ? [span(`  ${counts.disabled} disabled`, 'dim')] : []),
	];
}

function drawMargin({look, isMarked, isSelected}: Omit<RowLook, 'isDim'>): Line {
	const {marked, selection} = look.glyphs;
	return [span(isMarked ? marked : ' ', 'marked'), span(isSelected ? `${selection} ` : '  ', 'accent')];
}

const joinCells = (cells: readonly Line[]): Line =>
	cells.flatMap((cell, index) => (index === 0 ? cell : [span(' '.repeat(columnGap)), ...cell]));

/** Blanks at the end of a row would be written for nothing. */
function trimEnd(line: Line): Line {
	const last = line.at(-1);
	return last ? [...line.slice(0, -1), span(last.text.trimEnd(), last.tone)] : line;
}
