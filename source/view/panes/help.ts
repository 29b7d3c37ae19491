import {queryFields} from '../../domain/query.ts';
import {type DrawContext, fitLines} from '../charts/draw-context.ts';
import {commands} from '../commands.ts';
import {type Line, span} from '../draw/line.ts';
import {widthOf, wrapTo} from '../draw/width.ts';
import {type KeyBinding, keyBindings, nameOfKey} from '../keys.ts';
import type {Mode} from '../state/screen-state.ts';
import type {Look} from '../theme.ts';

const modeTitles: Readonly<Record<Mode, string>> = {
	fleet: 'keys in the table',
	server: 'keys in a server',
	tools: 'keys in the list of tools',
	tool: 'keys in a tool',
	heatmap: 'keys in the heatmap',
	reading: 'keys while reading',
	typing: 'keys while typing',
	question: 'keys when asked',
};

/** The keys of the mode from which help was asked for, then those of the others, the commands, and the language of filters. */
export function drawHelp(from: string, context: DrawContext): readonly Line[] {
	const here = (Object.keys(modeTitles) as Mode[]).find(one => one === from) ?? 'fleet';
	const modes = [here, ...(Object.keys(modeTitles) as Mode[]).filter(one => one !== here)];
	return fitLines(
		[
			...modes.flatMap((mode, index) => drawMode(mode, modes.slice(0, index), context)),
			...section('keys while typing, too', typingKeys, context),
			...section(
				'commands, after :',
				commands.map(one => [`${one.name} ${one.arguments}`.trim(), one.help]),
				context,
			),
			...section(
				'filters: field=value  a space is and, | is or, ! is not',
				Object.entries(queryFields).map(([field, {means}]) => [field, means]),
				context,
			),
		],
		context,
	);
}

/** The keys that none of the modes before has told. */
function drawMode(mode: Mode, before: readonly Mode[], context: DrawContext): readonly Line[] {
	const bindings = keyBindings.filter(({modes}) => modes.includes(mode) && !modes.some(one => before.includes(one)));
	const entries = bindings.map(one => [wordKeys(one, context.look), one.help] as const);
	return entries.length === 0 ? [] : section(modeTitles[mode], entries, context);
}

/** Those of every line that is typed; the keys are the usual ones of shells. */
const typingKeys: readonly (readonly [string, string])[] = [
	['Ctrl+A Ctrl+E', 'to the start, to the end'],
	['Alt+B Alt+F', 'a word back, a word on'],
	['Ctrl+W', 'take out the word before'],
	['Ctrl+U Ctrl+K', 'take out what is before, what is after'],
];

const wordKeys = ({keys}: KeyBinding, look: Look): string =>
	keys.map(key => nameOfKey(key, look.glyphs.keys)).join(' ');

const widestLabel = 24;

function section(
	title: string,
	entries: readonly (readonly [label: string, text: string])[],
	{columns}: DrawContext,
): readonly Line[] {
	const width = Math.min(widestLabel, Math.max(...entries.map(([label]) => widthOf(label))));
	const room = Math.max(10, columns - width - 4);
	const lines = entries.flatMap(([label, text]) => {
		const isLong = widthOf(label) > width;
		const words = wrapTo(text, room).map(
			(part, index): Line => [span(`  ${(index === 0 && !isLong ? label : '').padEnd(width)} `, 'strong'), span(part)],
		);
		return isLong ? [[span(`  ${label}`, 'strong')], ...words] : words;
	});
	return [[span(` ${title}`, 'accent')], ...lines, []];
}
