import {type Line, span} from '../draw/line.ts';
import {clustersOf, widthOf} from '../draw/width.ts';
import type {Look} from '../theme.ts';
import type {EditLine} from './line-editor.ts';

/** What of a line can be seen in so many columns. */
export interface VisiblePart {
	readonly before: string;
	/** The character that the cursor stands on; a blank at the end of the line. */
	readonly at: string;
	readonly after: string;
	/** There is more beyond the edges. */
	readonly isCutLeft: boolean;
	readonly isCutRight: boolean;
}

/** Draws a line that is typed, in at most so many columns. Without colours the cursor is a sign before its character. */
export function drawEntry(line: EditLine, columns: number, look: Look): Line {
	if (look.hasColor) {
		const {before, at, after} = visiblePart(line, columns);
		return [span(before), span(at, 'cursor'), span(after)];
	}
	const {cursor} = look.glyphs;
	if (columns < widthOf(cursor)) return [];
	const {before, at, after} = visiblePart(line, columns - widthOf(cursor));
	return [span(before), span(cursor), span(at), span(after)];
}

/**
 * The part around the cursor. The end of what is typed stays in sight as long as it fits; a quarter of the columns is
 * kept for what comes after the cursor. Nothing is wider than the columns.
 */
export function visiblePart({text, cursor}: EditLine, columns: number): VisiblePart {
	const earlier = [...clustersOf(text.slice(0, cursor))];
	const [on = ' ', ...later] = clustersOf(text.slice(cursor));
	const at = widthOf(on) <= columns ? on : ' '.repeat(Math.max(0, Math.min(1, columns)));
	const room = Math.max(0, columns - widthOf(at));
	const reserved = Math.min(Math.floor(columns / 4), widthOf(later.join('')));
	const shownEarlier = fitting(earlier.toReversed(), room - reserved).toReversed();
	const shownLater = fitting(later, room - widthOf(shownEarlier.join('')));
	return {
		before: shownEarlier.join(''),
		at,
		after: shownLater.join(''),
		isCutLeft: shownEarlier.length < earlier.length,
		isCutRight: shownLater.length < later.length,
	};
}

function fitting(clusters: readonly string[], columns: number): readonly string[] {
	let width = 0;
	const end = clusters.findIndex(cluster => {
		width += widthOf(cluster);
		return width > columns;
	});
	return end < 0 ? clusters : clusters.slice(0, end);
}
