import {formatPercent} from '../../domain/format.ts';
import type {WindowName} from '../../domain/stats.ts';
import type {TimelineCell} from '../../domain/timeline.ts';
import {type Line, type Span, span} from '../draw/line.ts';
import {fitParts, joinParts, part} from '../draw/parts.ts';
import {type DrawContext, fitLines, joinSpans} from './draw-context.ts';
import {joinCells} from './join-cells.ts';
import {marksOf} from './marks.ts';
import {drawTimeAxis} from './time-axis.ts';

/** One server's time up to now. */
export interface Availability {
	readonly window: WindowName;
	/** Oldest first; null while they are fetched. */
	readonly cells: readonly TimelineCell[] | null;
	/** Share of the watched time, 0 to 1; null where nobody watched. */
	readonly uptime: number | null;
}

const windowWidth = 5;
const shareWidth = 7;
const barStart = windowWidth + shareWidth + 2;
const mostCells = 96;
const fewestCells = 4;

/** How many cells a bar in so many columns is best made of. */
export const availabilityCells = (columns: number): number =>
	Math.min(mostCells, Math.max(fewestCells, columns - barStart - 1));

/** When a server was available: its uptime, a bar of a character for each cell of time, and the time below. */
export function drawAvailability({window, cells, uptime}: Availability, context: DrawContext): readonly Line[] {
	const {look, columns, now} = context;
	const share = uptime === null ? look.glyphs.none : formatPercent(uptime);
	const figure = [span(` ${window.padEnd(windowWidth)}`, 'dim'), span(`${share.padStart(shareWidth)} `)];
	if (cells === null) return fitLines([[...figure, span('fetching its past', 'dim')]], context);
	const shown = joinCells(cells, availabilityCells(columns));
	const [first, last] = [shown[0], shown.at(-1)];
	if (!first || !last || shown.every(({uptime: one}) => one === null)) {
		return fitLines([[...figure, span('nobody has watched it in this time', 'dim')]], context);
	}
	const axis = drawTimeAxis({start: first.start, end: last.end}, shown.length, now);
	return fitLines(
		[
			[...figure, ...joinSpans(shown.map(cell => drawCell(cell, context)))],
			...(axis === '' ? [] : [[span(' '.repeat(barStart) + axis, 'dim')]]),
		],
		context,
	);
}

/** What the characters of the bars mean. */
export function drawAvailabilityLegend(context: DrawContext): Line {
	const {full, partial, none, gap} = marksOf(context.look);
	const parts = [
		...part(1, span(full, 'good'), span(' available', 'dim')),
		...part(2, span(partial, 'warning'), span(' in part', 'dim')),
		...part(1, span(none, 'bad'), span(' not', 'dim')),
		...part(3, span(gap, 'dim'), span(' not watched', 'dim')),
	];
	return [span(' '), ...joinParts(fitParts(parts, context.columns - 1, 2), 2)];
}

function drawCell({uptime}: TimelineCell, {look}: DrawContext): Span {
	const marks = marksOf(look);
	if (uptime === null) return span(marks.gap, 'dim');
	if (uptime >= 1) return span(marks.full, 'good');
	return uptime <= 0 ? span(marks.none, 'bad') : span(marks.partial, 'warning');
}
