import {Text} from 'ink';
import {memo} from 'react';
import type {Look} from '../theme.ts';
import {drawLine, type Line} from './line.ts';

/** One line of the screen, cut at the right margin; an empty one keeps its place. */
export const LineText = memo(function LineText({line, columns, look}: {line: Line; columns: number; look: Look}) {
	return <Text wrap="truncate">{drawLine(line, columns, look) || ' '}</Text>;
});

/** Lines under each other, filled up with empty ones to so many. */
export function LinesText({
	lines,
	height,
	columns,
	look,
}: {
	lines: readonly Line[];
	height: number;
	columns: number;
	look: Look;
}) {
	return Array.from({length: Math.max(0, height)}, (_none, row) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
		<LineText key={row} line={lines[row] ?? []} columns={columns} look={look} />
	));
}
