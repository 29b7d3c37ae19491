import {type Line, span} from '../draw/line.ts';
import {fitTo, widthOf} from '../draw/width.ts';
import {type KeyBinding, keyBindings, nameOfKey} from '../keys.ts';
import type {Mode} from '../state/screen-state.ts';
import type {Look} from '../theme.ts';

const sections: readonly (readonly [title: string, mode: Mode])[] = [
	['the fleet', 'fleet'],
	['an open server', 'server'],
	['while typing a filter', 'typing'],
	['when asked', 'question'],
];

const keysWidth = 12;
const columnWidth = 29;
const mostAcross = 3;

/** The table of keys in as many columns as fit, each binding once, under the first mode it is for. */
export function drawHelp(columns: number, rows: number, look: Look): readonly Line[] {
	const blocks = sections.map(([title, mode], index): Line[] => {
		const earlier = sections.slice(0, index).map(([, one]) => one);
		const bindings = keyBindings.filter(
			one => one.modes.includes(mode) && !one.modes.some(other => earlier.includes(other)),
		);
		return [[span(title, 'accent')], ...bindings.map(binding => drawBinding(binding, look))];
	});
	const across = Math.max(1, Math.min(mostAcross, Math.floor((columns - 1) / columnWidth)));
	const height = Math.max(1, Math.min(rows - 1, Math.ceil(blocks.flat().length / across) + 1));
	const entries = flow(blocks, height);
	const width = Math.floor((columns - 1) / across);
	const lines = Array.from(
		{length: height},
		(_none, row): Line => [
			span(' '),
			...Array.from({length: across}, (_nothing, column) =>
				pad(entries[column * height + row] ?? [], width, look),
			).flat(),
		],
	);
	const hint = entries.length > across * height ? 'more in a larger terminal; any key closes' : 'any key closes';
	return [...lines, [span(` ${hint}`, 'dim')]];
}

/** Puts blocks under each other; a title never stands alone at the foot of a column. */
function flow(blocks: readonly Line[][], height: number): readonly Line[] {
	const lines: Line[] = [];
	for (const block of blocks) {
		if ((lines.length + 1) % height === 0) lines.push([]);
		lines.push(...block);
	}
	return lines;
}

function drawBinding({keys, help}: KeyBinding, look: Look): Line {
	const names = keys.map(key => nameOfKey(key, look.glyphs.keys)).join(' ');
	return [span(` ${names.padEnd(keysWidth)}`, 'strong'), span(help)];
}

function pad(line: Line, width: number, {glyphs}: Look): Line {
	const [first, second] = line;
	if (!first) return [span(' '.repeat(width))];
	if (!second) return [span(fitTo(first.text, width, 'left', glyphs.ellipsis), first.tone)];
	const room = Math.max(0, width - widthOf(first.text) - 1);
	return [first, span(`${fitTo(second.text, room, 'left', glyphs.ellipsis)} `, second.tone)];
}
