import {type Line, span, widthOfLine} from './line.ts';

/** A piece of a line that may be left out when there is no room. */
export interface Part {
	readonly line: Line;
	/** The lowest goes last. */
	readonly rank: number;
}

/** Makes a part; an empty line makes none. */
export const part = (rank: number, ...line: Line): readonly Part[] => (line.length === 0 ? [] : [{line, rank}]);

/** The parts, in their order, that fit into so many columns with gaps between them. The least important go first. */
export function fitParts(parts: readonly Part[], columns: number, gap: number): readonly Part[] {
	const widths = parts.reduce((sum, {line}) => sum + widthOfLine(line) + gap, -gap);
	if (widths <= columns || parts.length === 0) return parts;
	const lowest = Math.max(...parts.map(({rank}) => rank));
	const index = parts.findLastIndex(({rank}) => rank === lowest);
	return fitParts(parts.toSpliced(index, 1), columns, gap);
}

/** Puts parts in a row. */
export const joinParts = (parts: readonly Part[], gap: number): Line =>
	parts.flatMap(({line}, index) => (index === 0 ? line : [span(' '.repeat(gap)), ...line]));
