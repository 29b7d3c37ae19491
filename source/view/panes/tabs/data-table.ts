import {type DrawContext, fitLines} from '../../charts/draw-context.ts';
import {type Line, type Span, span} from '../../draw/line.ts';
import {fitTo, widthOf} from '../../draw/width.ts';

/** A column of a small table in a pane. */
export interface DataColumn {
	readonly title: string;
	readonly align?: 'left' | 'right';
	/** Where there is no room for all, the highest goes first; the lowest always stays. */
	readonly rank: number;
	/** The widest that it becomes. */
	readonly most?: number;
	/** Takes what the others leave, at least this many columns. */
	readonly least?: number;
}

const gap = 2;
const usualMost = 24;
const margin = 1;

/** Draws titles and rows, as many of the columns as fit. Each row has a span for each column, fit to be shown. */
export function drawTable(
	columns: readonly DataColumn[],
	rows: readonly (readonly Span[])[],
	context: DrawContext,
): readonly Line[] {
	const natural = columns.map(({title, most = usualMost, least}, index) => {
		const widths = rows.map(row => widthOf(row[index]?.text ?? ''));
		const widest = widths.reduce((a, b) => Math.max(a, b), widthOf(title));
		return least === undefined ? Math.min(most, widest) : widest;
	});
	const kept = choose(columns, natural, context.columns - margin);
	let left = context.columns - margin - widthOfAll(kept, columns, natural);
	const widths = natural.map((width, index) => {
		const least = columns[index]?.least;
		if (least === undefined || !kept.includes(index)) return width;
		const given = Math.min(width, Math.max(1, Math.min(least, width) + left));
		left -= Math.max(0, given - least);
		return given;
	});
	const draw = (cells: readonly Span[]): Line =>
		kept.flatMap((index, place) => {
			const {text, tone} = cells[index] ?? span('');
			const {align = 'left'} = columns[index] ?? {};
			const drawn = fitTo(text, widths[index] ?? 0, align, context.look.glyphs.ellipsis);
			return [span(' '.repeat(place === 0 ? margin : gap)), span(drawn, tone)];
		});
	const titles = columns.map(({title}) => span(title, 'dim'));
	const hasTitles = columns.some(({title}) => title !== '');
	return fitLines([...(hasTitles ? [draw(titles)] : []), ...rows.map(draw)], context);
}

/** Which columns stay, by index. */
function choose(columns: readonly DataColumn[], natural: readonly number[], room: number): readonly number[] {
	let kept = columns.map((_column, index) => index);
	while (kept.length > 1 && widthOfAll(kept, columns, natural) > room) {
		const highest = Math.max(...kept.map(index => columns[index]?.rank ?? 0));
		const last = kept.findLast(index => (columns[index]?.rank ?? 0) === highest);
		kept = kept.filter(index => index !== last);
	}
	return kept;
}

/** An elastic column counts with the least that it can do with. */
function widthOfAll(kept: readonly number[], columns: readonly DataColumn[], natural: readonly number[]): number {
	const widths = kept.map(index => Math.min(natural[index] ?? 0, columns[index]?.least ?? Number.POSITIVE_INFINITY));
	return widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, kept.length - 1);
}
