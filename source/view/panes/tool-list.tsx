import {Text} from 'ink';
import {Table} from 'ink-table';
import type {PropsWithChildren} from 'react';
import type {Tool} from '../../domain/probe-result.ts';
import type {ToolTraffic} from '../../domain/traffic-figures.ts';
import {foreign} from '../draw/line.ts';
import {LinesText} from '../draw/line-text.tsx';
import {cutTo, widthOf} from '../draw/width.ts';
import {windowAround} from '../state/window.ts';
import type {Look} from '../theme.ts';
import {describeFigures} from './tabs/traffic.ts';

interface Props {
	readonly tools: readonly Tool[];
	/** Of some of them; where there is none of any, no column is given to it. */
	readonly traffic: readonly ToolTraffic[];
	readonly selected: number;
	readonly columns: number;
	readonly height: number;
	readonly look: Look;
}

/** The top border and the titles; each row then brings the rule above it; the bottom border. */
const frameLines = 3;
const linesPerTool = 2;

/** A server's tools, a line each, around the selected one. */
export function ToolList({tools, traffic, selected, columns, height, look}: Props) {
	const shown = Math.max(1, Math.floor((height - frameLines) / linesPerTool));
	if (tools.length === 0) {
		return <LinesText lines={[[{text: ' no tools', tone: 'dim'}]]} height={height} columns={columns} look={look} />;
	}
	const {offset} = windowAround(selected, Math.floor(shown / 2), tools.length, shown);
	const rows = tools
		.slice(offset, offset + shown)
		.map((tool, index) =>
			toRow(tool, callsOf(tool, traffic, columns, look), offset + index === selected, columns, look),
		);
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

const callsWidth = 24;

/** What agents' calls of a tool come to in a day; null where there is no room for it, or nothing to tell of any. */
function callsOf({name}: Tool, traffic: readonly ToolTraffic[], columns: number, look: Look): string | null {
	if (traffic.length === 0 || columns < 90) return null;
	const own = traffic.find(({tool}) => tool === name);
	return (own ? describeFigures(own.windows['24h']) : []).join(` ${look.glyphs.separator} `);
}

function toRow(tool: Tool, calls: string | null, isSelected: boolean, columns: number, look: Look) {
	const nameRoom = Math.min(30, Math.floor(columns / 3));
	const borders = 1 + 3 + 1 + nameRoom + 2 + 1 + 2 + 1 + (calls === null ? 0 : callsWidth + 3);
	const description = typeof tool.description === 'string' ? tool.description : '';
	const clip = (text: string, room: number) => cutTo(onlyNarrow(foreign(text)), room, look.glyphs.ellipsis);
	return {
		' ': isSelected ? look.glyphs.selection : ' ',
		tool: clip(tool.name, nameRoom).padEnd(nameRoom),
		...(calls === null ? {} : {'agents, 24h': clip(calls, callsWidth).padEnd(callsWidth)}),
		description: clip(description, Math.max(1, columns - borders)),
	};
}

/** The table counts characters and not columns, so each must be one wide. */
const onlyNarrow = (text: string): string =>
	[...text].map(one => (one.length === 1 && widthOf(one) === 1 ? one : '?')).join('');
