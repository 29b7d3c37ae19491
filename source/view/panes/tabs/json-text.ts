import {isObject, type Json} from '../../../domain/json.ts';
import {foreign} from '../../draw/line.ts';

const deepest = 12;
const longestString = 400;
const longestInline = 60;

/** A line of JSON text, and how far it is moved in. */
export interface JsonLine {
	readonly level: number;
	readonly text: string;
}

/** JSON in one line of at most so many characters, fit to be shown. Reads no more of it than it needs. */
export function inlineJson(value: Json | undefined, longest = longestInline): string {
	let text = '';
	for (const token of tokensOf(value ?? null, deepest)) {
		text += token;
		if (text.length > longest) return `${foreign(text.slice(0, Math.max(0, longest - 1)))}…`;
	}
	return foreign(text);
}

/** JSON over at most so many lines, fit to be shown; what is small stands in one line. */
export function jsonLines(value: Json | undefined, most: number): readonly JsonLine[] {
	const lines: JsonLine[] = [];
	for (const {level, text} of linesOf(value ?? null, 0, '', '')) {
		if (lines.length === most) return [...lines.slice(0, -1), {level: 0, text: '…'}];
		lines.push({level, text: foreign(text)});
	}
	return lines;
}

function* tokensOf(value: Json, levels: number): Generator<string> {
	if (Array.isArray(value) || isObject(value)) {
		const [open, close] = Array.isArray(value) ? '[]' : '{}';
		const entries = entriesOf(value);
		if (levels === 0 && entries.length > 0) {
			yield `${open}…${close}`;
			return;
		}
		yield open ?? '';
		for (const [index, [key, item]] of entries.entries()) {
			yield `${index === 0 ? '' : ', '}${key}`;
			yield* tokensOf(item, levels - 1);
		}
		yield close ?? '';
		return;
	}
	yield scalar(value);
}

function* linesOf(value: Json, level: number, start: string, end: string): Generator<JsonLine> {
	const inline = inlineJson(value, longestInline + 1);
	const isSmall = inline.length <= longestInline || level >= deepest;
	if ((!Array.isArray(value) && !isObject(value)) || isSmall) {
		const isWhole = Array.isArray(value) || isObject(value);
		yield {level, text: start + (isWhole ? inline : scalar(value)) + end};
		return;
	}
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	const entries = entriesOf(value);
	yield {level, text: `${start}${open}`};
	for (const [index, [key, item]] of entries.entries()) {
		yield* linesOf(item, level + 1, key, index === entries.length - 1 ? '' : ',');
	}
	yield {level, text: `${close}${end}`};
}

/** Each with its name as it stands before the value. */
function entriesOf(value: Json): readonly (readonly [key: string, item: Json])[] {
	if (Array.isArray(value)) return value.map((item: Json) => ['', item ?? null]);
	return isObject(value) ? Object.entries(value).map(([key, item]) => [`${scalar(key)}: `, item ?? null]) : [];
}

const scalar = (value: Json): string =>
	typeof value === 'string' && value.length > longestString
		? JSON.stringify(`${value.slice(0, longestString)}…`)
		: JSON.stringify(value);
