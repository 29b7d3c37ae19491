import {plural} from '../../../domain/format.ts';
import {plainText} from '../../../domain/plain-text.ts';
import type {Listing, Tool} from '../../../domain/probe-result.ts';
import type {ToolTraffic} from '../../../domain/traffic-figures.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {fitTo} from '../../draw/width.ts';
import {describeFigures} from './traffic.ts';

export interface ToolsTab {
	/** Null until the server has listed its tools. */
	readonly listing: Listing | null;
	/** Words that the tools shown have in their name or description; empty for all. */
	readonly search: string;
	/** Which of the tools that are shown, from 0. */
	readonly selected: number;
	/** What agents' calls of them come to; absent where none calls. */
	readonly traffic?: readonly ToolTraffic[] | undefined;
}

const longestSearched = 4000;
const mostMalformed = 10;

/** The lines above the first tool. */
export const toolListHeadings = 1;

/** The tools in whose name, title or description all the words occur. Case does not matter. */
export function findTools(tools: readonly Tool[], search: string): readonly Tool[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return tools;
	return tools.filter(tool => {
		const texts = [tool.name, tool.title, tool.description].filter(text => typeof text === 'string');
		const text = texts.map(one => one.slice(0, longestSearched).toLowerCase()).join('\n');
		return words.every(word => text.includes(word));
	});
}

/** A server's tools, a line each, in its order, under how many they are. */
export function drawTools({listing, search, selected, traffic}: ToolsTab, context: DrawContext): readonly Line[] {
	if (listing === null) return fitLines(quietLines('its tools have not been listed yet', context), context);
	const {tools, malformed} = listing;
	const shown = findTools(tools, search);
	const {glyphs} = context.look;
	const count =
		search.trim() === ''
			? plural(tools.length, 'tool')
			: `${shown.length} of ${plural(tools.length, 'tool')} with ${foreign(search)}`;
	const faulty = malformed.length > 0 ? ` ${glyphs.separator} ${malformed.length} that cannot be read` : '';
	return fitLines(
		[
			[span(` ${count}`, 'dim'), span(faulty, 'warning')],
			...shown.map((tool, index) => drawRow(tool, traffic, index === selected, context)),
			...malformed.slice(0, mostMalformed).map((text): Line => [span(`  ${foreign(text)}`, 'warning')]),
		],
		context,
	);
}

function drawRow(tool: Tool, traffic: ToolsTab['traffic'], isSelected: boolean, {columns, look}: DrawContext): Line {
	const nameWidth = Math.min(30, Math.max(8, Math.floor(columns / 3)));
	const description = typeof tool.description === 'string' ? plainText(tool.description) : '';
	const calls = traffic?.find(one => one.tool === tool.name)?.windows['24h'];
	const told = calls ? describeFigures(calls).join(` ${look.glyphs.separator} `) : '';
	return [
		span(isSelected ? look.glyphs.selection : ' ', 'accent'),
		span(fitTo(foreign(tool.name), nameWidth, 'left', look.glyphs.ellipsis), isSelected ? 'strong' : 'plain'),
		...(told === '' ? [] : [span(`  agents: ${told}`, calls && calls.failed > 0 ? 'warning' : 'plain')]),
		span(`  ${foreign(description) || 'no description'}`, 'dim'),
	];
}
