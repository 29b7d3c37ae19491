import {formatLatency, formatPercent} from '../../domain/format.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {fitParts, joinParts, type Part, part} from '../draw/parts.ts';
import {fitTo} from '../draw/width.ts';
import {type DrawContext, fitLines, joinSpans, quietLines} from './draw-context.ts';
import {type HeatmapMark, type HeatmapMeasure, type HeatmapRow, markOf, toneOfMark} from './heatmap-rows.ts';
import {highest, joinCells, uptimeOf} from './join-cells.ts';
import {drawTimeAxis} from './time-axis.ts';

export interface Heatmap {
	/** Those that there is room for, in the order in which they are to stand. */
	readonly rows: readonly HeatmapRow[];
	readonly measure: HeatmapMeasure;
	/** The selected server's name; null for none. */
	readonly selected: string | null;
}

const fewestCells = 4;
const mostCells = 168;
const shareWidth = 7;
const narrow = 60;

/** How many cells a row in so many columns is best made of. */
export function heatmapCells(columns: number): number {
	const {name, figure} = widthsIn(columns);
	return Math.min(mostCells, Math.max(fewestCells, columns - name - figure - 3));
}

/** The lines that `drawHeatmap` adds to those of the servers. */
export const heatmapExtraLines = 2;

/**
 * A line for each server, a character for each cell of its time, the darker the worse; a blank where nobody watched. The
 * time stands below, then what the characters mean.
 */
export function drawHeatmap({rows, measure, selected}: Heatmap, context: DrawContext): readonly Line[] {
	if (rows.length === 0) return fitLines(quietLines('no servers to show', context), context);
	return fitLines(
		[
			...rows.map(row => drawRow(row, measure, row.name === selected, context)),
			drawAxis(rows, context),
			drawLegend(measure, context),
		],
		context,
	);
}

function widthsIn(columns: number): {name: number; figure: number} {
	const name = Math.min(24, Math.max(6, Math.floor(columns / 4)));
	return {name, figure: columns < narrow ? 0 : shareWidth + 1};
}

function drawRow(row: HeatmapRow, measure: HeatmapMeasure, isSelected: boolean, context: DrawContext): Line {
	const {look, columns} = context;
	const {name, figure} = widthsIn(columns);
	const most = heatmapCells(columns);
	const label = fitTo(foreign(row.name), name, 'left', look.glyphs.ellipsis);
	const start = [
		span(isSelected ? look.glyphs.selection : ' ', 'accent'),
		span(label, isSelected ? 'strong' : 'plain'),
		span(' '),
	];
	if (row.cells === null) return [...start, span('fetching its past', 'dim')];
	const cells = joinCells(row.cells, most).slice(-most);
	if (cells.length === 0) return [...start, span('nothing is kept of it', 'dim')];
	const drawn = cells.map(cell => {
		const mark = markOf(cell, measure, row.limits);
		return span(markText(mark, context), toneOfMark(mark));
	});
	const value = figure > 0 ? figureOf(row, measure, look.glyphs.none).padStart(figure) : '';
	return [...start, span(' '.repeat(most - cells.length)), ...joinSpans(drawn), span(value)];
}

function markText(mark: HeatmapMark, {look}: DrawContext): string {
	if (mark === null) return ' ';
	return mark === 'failed' ? look.glyphs.failed : (look.glyphs.shades[mark] ?? ' ');
}

function figureOf({cells}: HeatmapRow, measure: HeatmapMeasure, none: string): string {
	switch (measure) {
		case 'availability': {
			const uptime = uptimeOf(cells ?? []);
			return uptime === null ? none : formatPercent(uptime);
		}
		case 'p95': {
			const slowest = highest((cells ?? []).map(({p95Ms}) => p95Ms));
			return slowest === null ? none : formatLatency(slowest);
		}
	}
}

function drawAxis(rows: readonly HeatmapRow[], {columns, now}: DrawContext): Line {
	const {name} = widthsIn(columns);
	const most = heatmapCells(columns);
	const longest = rows.map(({cells}) => joinCells(cells ?? [], most)).reduce((a, b) => (b.length > a.length ? b : a));
	const [first, last] = [longest[0], longest.at(-1)];
	if (!first || !last) return [];
	const axis = drawTimeAxis({start: first.start, end: last.end}, longest.length, now);
	return [span(' '.repeat(name + 2 + most - longest.length) + axis, 'dim')];
}

function drawLegend(measure: HeatmapMeasure, context: DrawContext): Line {
	const [light = '', medium = '', dark = '', darkest = ''] = context.look.glyphs.shades;
	const entry = (mark: HeatmapMark, text: string, meaning: string, rank: number) =>
		part(rank, span(text, toneOfMark(mark)), span(` ${meaning}`, 'dim'));
	const meanings: Readonly<Record<HeatmapMeasure, readonly Part[]>> = {
		availability: [
			...entry(0, light, '100%', 1),
			...entry(1, medium, 'from 99%', 3),
			...entry(2, dark, 'from 50%', 2),
			...entry(3, darkest, 'below', 1),
		],
		p95: [
			...entry(0, light, 'fast', 2),
			...entry(1, medium, 'fine', 3),
			...entry(2, dark, 'slow', 2),
			...entry(3, darkest, 'critical', 1),
			...entry('failed', context.look.glyphs.failed, 'no answer', 1),
		],
	};
	const against = measure === 'p95' ? part(5, span("by each server's own limits", 'dim')) : [];
	const parts = [...meanings[measure], ...against, ...part(4, span('blank: not watched', 'dim'))];
	return [span(' '), ...joinParts(fitParts(parts, context.columns - 1, 2), 2)];
}
