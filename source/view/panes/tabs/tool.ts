import {isObject, type Json} from '../../../domain/json.ts';
import {plainText} from '../../../domain/plain-text.ts';
import type {Tool} from '../../../domain/probe-result.ts';
import type {ToolRecord} from '../../../domain/symptoms.ts';
import type {ToolTraffic} from '../../../domain/traffic-figures.ts';
import {type DrawContext, fitLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {wrapTo} from '../../draw/width.ts';
import {createFact} from '../fact.ts';
import {inlineJson} from './json-text.ts';
import {drawSchema} from './schema-tree.ts';
import {describeCalls} from './signals.ts';
import {describeFigures} from './traffic.ts';

export interface ToolTab {
	readonly tool: Tool;
	/** What its synthetic calls have come to; null where it is not called. */
	readonly record: ToolRecord | null;
	/** What agents' calls come to; absent or null where none calls it. */
	readonly traffic?: ToolTraffic | null;
}

const longestDescription = 8000;
const mostParagraphs = 200;
const mostOthers = 12;

/** A tool in full: what it is for, what it says of its safety, what it takes and gives. */
export function drawTool({tool, record, traffic}: ToolTab, context: DrawContext): readonly Line[] {
	const fact = createFact(context.columns);
	const {title, description, inputSchema, outputSchema} = tool;
	const others = Object.keys(tool).filter(key => !known.has(key));
	return fitLines(
		[
			[span(` ${foreign(tool.name)}`, 'strong'), span(typeof title === 'string' ? `  ${foreign(title)}` : '')],
			[],
			...drawDescription(description, context),
			[],
			...describeHints(tool.annotations).flatMap((text, index) => fact(index === 0 ? 'it says' : '', text)),
			...(record ? fact('calls', describeCalls(tool.name, record, context.look.glyphs.separator)) : []),
			...(traffic ? fact('agents see', describeTraffic(traffic, context)) : []),
			[],
			[span(' input', 'accent')],
			...drawSchema(inputSchema, context),
			...(outputSchema === undefined ? [] : [[], [span(' output', 'accent')], ...drawSchema(outputSchema, context)]),
			...(others.length > 0 ? [[], [span(' other fields', 'accent')]] : []),
			...others.slice(0, mostOthers).flatMap(key => fact(foreign(key).slice(0, 11), inlineJson(tool[key], 400))),
		],
		context,
	);
}

function describeTraffic({windows, agents}: ToolTraffic, {look}: DrawContext): string {
	const day = describeFigures(windows['24h'], true);
	const told = day.length > 0 ? ['24h', ...day] : ['7d', ...describeFigures(windows['7d'], true)];
	const by = agents.length === 0 ? [] : [`by ${agents.join(', ')}`];
	return [...told, ...by].join(` ${look.glyphs.separator} `);
}

const known = new Set(['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations']);

/** Paragraphs stay apart; lists and examples inside descriptions keep their lines. */
function drawDescription(description: Json | undefined, {columns}: DrawContext): readonly Line[] {
	const text = typeof description === 'string' ? description.slice(0, longestDescription) : '';
	if (text.trim() === '') return [[span(' no description', 'dim')]];
	return text
		.trim()
		.split(/\r\n|[\n\r]/)
		.slice(0, mostParagraphs)
		.flatMap(paragraph => {
			const indent = Math.min(8, /^ */.exec(paragraph)?.[0].length ?? 0);
			const room = Math.max(10, columns - 2 - indent);
			return wrapTo(plainText(paragraph, longestDescription), room).map(
				(line): Line => (line === '' ? [] : [span(' '.repeat(1 + indent)), span(foreign(line))]),
			);
		});
}

interface Hint {
	readonly key: string;
	/** What holds where the tool does not say (revision 2025-03-26 and later). */
	readonly usual: boolean;
	readonly yes: string;
	readonly no: string;
}

const hints: readonly Hint[] = [
	{key: 'readOnlyHint', usual: false, yes: 'read only', no: 'changes things'},
	{key: 'destructiveHint', usual: true, yes: 'may destroy', no: 'destroys nothing'},
	{
		key: 'idempotentHint',
		usual: false,
		yes: 'calling it again changes nothing more',
		no: 'calling it again may change more',
	},
	{key: 'openWorldHint', usual: true, yes: 'reaches the outside world', no: 'stays in a closed world'},
];

/** What a tool says of its safety. Nothing proves it; what is not said counts as the protocol has it. */
function describeHints(annotations: Json | undefined): readonly string[] {
	const said = isObject(annotations) ? annotations : {};
	const isReadOnly = said.readOnlyHint === true;
	const told = hints
		// Of a tool that only reads, these two say nothing.
		.filter(({key}) => !isReadOnly || (key !== 'destructiveHint' && key !== 'idempotentHint'))
		.map(({key, usual, yes, no}) => {
			const value = said[key];
			return typeof value === 'boolean' ? (value ? yes : no) : `${usual ? yes : no} (not said)`;
		});
	return told;
}
