import {isObject, type Json} from '../domain/json.ts';
import type {Listing, Tool} from '../domain/probe-result.ts';

/** A text that a model reads, and where it stands. */
export interface ToolText {
	/** The tool's name; foreign. */
	readonly tool: string;
	/** Such as `description` or `field path`. */
	readonly place: string;
	readonly text: string;
}

/** At most so much is looked at of one server, so that a listing cannot buy time with its size. */
const mostTexts = 20_000;
const mostCharacters = 4 * 1024 * 1024;
const deepest = 64;

/** Every text of the tools that reaches a model: names, titles, descriptions, and those within schemas. */
export function textsOfTools({tools}: Listing): {readonly texts: readonly ToolText[]; readonly isCut: boolean} {
	const texts: ToolText[] = [];
	let left = mostCharacters;
	for (const tool of tools) {
		for (const text of textsOf(tool)) {
			if (texts.length >= mostTexts || left <= 0) return {texts, isCut: true};
			texts.push(text);
			left -= text.text.length;
		}
	}
	return {texts, isCut: false};
}

function* textsOf(tool: Tool): Generator<ToolText> {
	const {name} = tool;
	for (const key of ['name', 'title', 'description'] as const) {
		const text = tool[key];
		if (typeof text === 'string') yield {tool: name, place: key, text};
	}
	const annotated = isObject(tool.annotations) ? tool.annotations.title : null;
	if (typeof annotated === 'string') yield {tool: name, place: 'title', text: annotated};
	for (const key of ['inputSchema', 'outputSchema']) {
		const schema = tool[key];
		if (schema !== undefined) yield* textsOfSchema(schema, name, key === 'inputSchema' ? 'input' : 'result');
	}
}

/** A stack instead of recursion: a schema may be as deep as its sender likes. */
function* textsOfSchema(schema: Json, tool: string, root: string): Generator<ToolText> {
	const open: {readonly value: Json; readonly place: string; readonly depth: number}[] = [
		{value: schema, place: root, depth: 0},
	];
	for (let next = open.pop(); next; next = open.pop()) {
		const {value, place, depth} = next;
		if (typeof value === 'string') {
			// Types, formats and references are words of the schema; prose is longer.
			if (value.length >= shortestProse) yield {tool, place, text: value};
		} else if (typeof value === 'object' && value !== null && depth < deepest) {
			for (const [key, inner] of Object.entries(value)) {
				if (!Array.isArray(value) && key.length >= shortestProse) yield {tool, place, text: key};
				const isName = place.endsWith('properties');
				const at = isName ? `field ${key}` : key === 'properties' ? `${place} properties` : place;
				if (inner !== undefined) open.push({value: inner, place: at, depth: depth + 1});
			}
		}
	}
}

const shortestProse = 12;
