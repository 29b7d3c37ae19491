import {plainText} from '../../../domain/plain-text.ts';
import type {ChangeClass, SchemaChange} from '../../../domain/schema/schema-change.ts';
import {type DrawContext, fitLines} from '../../charts/draw-context.ts';
import {foreign, type Line, type Span, span} from '../../draw/line.ts';
import {isNarrow, widthOf, wrapTo} from '../../draw/width.ts';
import type {Tone} from '../../theme.ts';
import {jsonLines} from './json-text.ts';
import {diffWords, type WordRun} from './word-diff.ts';

const mostJsonLines = 24;
const longestText = 4000;
const longestPath = 8;
/** Words. */
const shownAround = 12;
const margin = 4;
const deepestIndent = 6;
const classWidth = 10;

/** One change: how grave it is, where it is, and what stood there before and after. */
export function drawChange(change: SchemaChange, context: DrawContext): readonly Line[] {
	const {path, before, after} = change;
	const areTexts = typeof before === 'string' && typeof after === 'string';
	return fitLines(
		[
			...drawHeading(change, context),
			...(path.length > 0 ? [[span(`${' '.repeat(margin)}${describePath(path)}`, 'dim')]] : []),
			...(areTexts
				? drawWords(before, after, context)
				: [...drawJson(before, '-', 'removed', context), ...drawJson(after, '+', 'added', context)]),
		],
		context,
	);
}

function drawHeading({class: kind, tool, text}: SchemaChange, context: DrawContext): readonly Line[] {
	const start = ` ${glyphOfClass(kind, context)} ${kind.padEnd(classWidth)} `;
	const place = tool === null ? 'server' : foreign(tool) || 'a tool';
	const said = text.startsWith(`${place} `) ? text.slice(place.length + 1) : text;
	const [first = '', ...others] = wrapTo(`${place} ${foreign(said)}`, Math.max(10, context.columns - start.length - 1));
	const isWhole = first.startsWith(place);
	return [
		[
			span(start, toneOfClass(kind)),
			span(isWhole ? place : first, 'strong'),
			span(isWhole ? first.slice(place.length) : ''),
		],
		...others.map((line): Line => [span(' '.repeat(start.length) + line)]),
	];
}

export const toneOfClass = (kind: ChangeClass): Tone => classTones[kind];

const classTones: Readonly<Record<ChangeClass, Tone>> = {
	breaking: 'bad',
	suspicious: 'warning',
	warning: 'warning',
	compatible: 'good',
};

export function glyphOfClass(kind: ChangeClass, {look}: DrawContext): string {
	const {critical, warning, info} = look.glyphs.severity;
	return {breaking: critical, suspicious: warning, warning, compatible: info}[kind];
}

function describePath(path: readonly string[]): string {
	const told = path.slice(0, longestPath).map(part => foreign(part) || '""');
	return [...told, ...(path.length > longestPath ? ['…'] : [])].join('.');
}

/** Long texts are broken and not cut: what is written to models may stand at their ends. */
function drawJson(value: SchemaChange['before'], sign: '-' | '+', tone: Tone, {columns}: DrawContext): readonly Line[] {
	if (value === undefined) return [];
	return jsonLines(value, mostJsonLines).flatMap(({level, text}) => {
		const indent = 2 * Math.min(level, deepestIndent);
		const room = Math.max(10, columns - margin - indent - 3);
		return wrapTo(text, room).map(
			(piece, index): Line => [
				span(`${' '.repeat(margin)}${sign} ${' '.repeat(indent + (index > 0 ? 1 : 0))}${piece}`, tone),
			],
		);
	});
}

/** Texts are told apart word by word: what has changed stands out, by colour or else by brackets. */
function drawWords(before: string, after: string, context: DrawContext): readonly Line[] {
	const runs = diffWords(plainText(before, longestText), plainText(after, longestText));
	return [...drawSide(runs, 'removed', context), ...drawSide(runs, 'added', context)];
}

function drawSide(runs: readonly WordRun[], side: 'removed' | 'added', context: DrawContext): readonly Line[] {
	const [sign, open, close] = side === 'removed' ? ['-', '[-', '-]'] : ['+', '{+', '+}'];
	const hasBrackets = !context.look.hasColor;
	const words = runs
		.filter(({kind}) => kind === 'same' || kind === side)
		.flatMap(({kind, text}): Span[] => {
			const isChanged = kind === side;
			const told = isChanged && hasBrackets ? `${open}${text}${close}` : text;
			const words = isChanged ? told.split(' ') : shorten(told.split(' '));
			return words.map(word => span(isNarrow(word) ? word : foreign(word), isChanged ? side : 'dim'));
		});
	const room = Math.max(10, context.columns - margin - 3);
	return wrapWords(words, room).map((line, index) => [
		span(`${' '.repeat(margin)}${index === 0 ? sign : ' '} `, side),
		...line,
	]);
}

/** Of what stayed as it was, only what is near the changes matters. */
const shorten = (words: readonly string[]): readonly string[] =>
	words.length <= 3 * shownAround ? words : [...words.slice(0, shownAround), '…', ...words.slice(-shownAround)];

/** Puts words of several tones into lines. */
function wrapWords(words: readonly Span[], room: number): readonly Line[] {
	const lines: Span[][] = [];
	let width = 0;
	for (const word of words) {
		const more = widthOf(word.text) + 1;
		const line = lines.at(-1);
		if (line && width + more <= room) {
			line.push(span(' '), word);
			width += more;
		} else {
			lines.push([word]);
			width = more - 1;
		}
	}
	return lines;
}
