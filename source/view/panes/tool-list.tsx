import {Text} from 'ink';
import {Table} from 'ink-table';
import type {PropsWithChildren} from 'react';
import type {Tool} from '../../domain/probe-result.ts';
import {foreign} from '../draw/line.ts';
import {LinesText} from '../draw/line-text.tsx';
import {cutTo, widthOf} from '../draw/width.ts';
import {windowAround} from '../state/window.ts';
import type {Look} from '../theme.ts';

interface Props {
	readonly tools: readonly Tool[];
	readonly selected: number;
	readonly columns: number;
	readonly height: number;
	readonly look: Look;
}

/** The top border and the titles; each row then brings the rule above it; the bottom border. */
const frameLines = 3;
const linesPerTool = 2;

/** A server's tools, a line each, around the selected one. */
export function ToolList({tools, selected, columns, height, look}: Props) {
	const shown = Math.max(1, Math.floor((height - frameLines) / linesPerTool));
	if (tools.length === 0) {
		return <LinesText lines={[[{text: ' no tools', tone: 'dim'}]]} height={height} columns={columns} look={look} />;
	}
	const {offset} = windowAround(selected, Math.floor(shown / 2), tools.length, shown);
	const rows = tools
		.slice(offset, offset + shown)
		.map((tool, index) => toRow(tool, offset + index === selected, columns, look));
	const used = frameLines + linesPerTool * rows.length;
	return (
		<>
			<Table data={rows} header={Plain} cell={Plain} skeleton={Plain} />
			<LinesText lines={[]} height={height - used} columns={columns} look={look} />
		</>
	);
}

/** Without colours of its own: those would come from the environment and not from what the user chose. */
const Plain = ({children}: PropsWithChildren) => <Text>{children}</Text>;

function toRow(tool: Tool, isSelected: boolean, columns: number, look: Look) {
	const nameRoom = Math.min(30, Math.floor(columns / 3));
	const borders = 1 + 3 + 1 + nameRoom + 2 + 1 + 2 + 1;
	const description = typeof tool.description === 'string' ? tool.description : '';
	const clip = (text: string, room: number) => cutTo(onlyNarrow(foreign(text)), room, look.glyphs.ellipsis);
	return {
		' ': isSelected ? look.glyphs.selection : ' ',
		tool: clip(tool.name, nameRoom).padEnd(nameRoom),
		description: clip(description, Math.max(1, columns - borders)),
	};
}

/** The table counts characters and not columns, so each must be one wide. */
const onlyNarrow = (text: string): string =>
	[...text].map(one => (one.length === 1 && widthOf(one) === 1 ? one : '?')).join('');
