import {Text} from 'ink';
import {createContext, memo, useContext} from 'react';
import type {Look} from '../theme.ts';
import {drawLine, type Line} from './line.ts';

/** Gives what stands for a drawn line in Ink's frame; without a sheet, the line itself. */
export const SignContext = createContext<(line: string) => string>(line => line || ' ');

/** A line that is drawn already. */
export const DrawnLine = memo(function DrawnLine({drawn}: {drawn: string}) {
	const signFor = useContext(SignContext);
	return <Text wrap="truncate">{signFor(drawn)}</Text>;
});

interface LinesProps {
	readonly lines: readonly Line[];
	readonly height: number;
	readonly columns: number;
	readonly look: Look;
}

/** Lines under each other, each cut at the right margin, filled up with empty ones to so many. */
export function LinesText({lines, height, columns, look}: LinesProps) {
	return Array.from({length: Math.max(0, height)}, (_none, row) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
		<DrawnLine key={row} drawn={drawLine(lines[row] ?? [], columns, look)} />
	));
}
