import {isObject, type Json, type JsonObject} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Listing, Tool} from '../domain/probe-result.ts';
import {AnswerError} from './answer-error.ts';

/** Asks the server for one page; the answer is whatever it sent as `result`. */
export type RequestPage = (cursor: string | undefined) => Promise<unknown>;

const maxPages = 100;
const maxTools = 10_000;
const maxMalformed = 100;
const maxDepth = 100;
/** Of all pages together, in characters, roughly. */
const maxWeight = 32 * 1024 * 1024;

/** Walks all pages. Rejects with an `AnswerError` for an answer without end, without tools, or over the bounds. */
export async function listTools(request: RequestPage): Promise<Pick<Listing, 'tools' | 'malformed'>> {
	const tools: Tool[] = [];
	const malformed: string[] = [];
	const cursors = new Set<string>();
	let weight = 0;
	for (let cursor: string | undefined; ; ) {
		const page = readPage(await request(cursor));
		for (const [index, entry] of page.entries.entries()) {
			const entryWeight = weigh(entry);
			const fault = faultOf(entry, entryWeight);
			if (fault === null) tools.push(entry as Tool);
			else if (malformed.length < maxMalformed) malformed.push(`${nameOf(entry, index)} ${fault}`);
			weight += Number.isFinite(entryWeight) ? entryWeight : 0;
			if (tools.length > maxTools) throw new AnswerError('too_large', `more than ${maxTools} tools`);
			if (weight > maxWeight) throw new AnswerError('too_large', 'the tools of all pages are over 32 MiB');
		}
		cursor = page.nextCursor;
		if (cursor === undefined) return {tools, malformed};
		if (cursors.has(cursor))
			throw new AnswerError('protocol', 'tools/list repeats a cursor: it would never end', pagesHint);
		cursors.add(cursor);
		if (cursors.size === maxPages) {
			throw new AnswerError('protocol', `tools/list has more than ${maxPages} pages`, pagesHint);
		}
	}
}

const pagesHint = 'fix the paging of the server: nextCursor is left out on the last page';

function readPage(result: unknown): {entries: readonly (Json | undefined)[]; nextCursor: string | undefined} {
	const {tools, nextCursor} = isObject(result) ? result : ({} as JsonObject);
	if (!Array.isArray(tools)) throw new AnswerError('invalid_schema', 'the answer to tools/list has no list of tools');
	// Some servers say null, or nothing in quotes, where they mean that there are no more pages.
	return {entries: tools, nextCursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : undefined};
}

function faultOf(entry: Json | undefined, weight: number): string | null {
	if (!isObject(entry)) return 'is not an object';
	if (typeof entry.name !== 'string' || entry.name === '') return 'has no name';
	return weight === Number.POSITIVE_INFINITY ? 'is nested too deeply' : null;
}

const nameOf = (entry: Json | undefined, index: number): string =>
	isObject(entry) && typeof entry.name === 'string' && entry.name !== ''
		? plainText(entry.name, 60)
		: `entry ${index + 1}`;

/** About how many characters a value takes; infinite for one that is nested deeper than any schema has to be. */
function weigh(value: Json | undefined, depth = 0): number {
	if (typeof value === 'string') return value.length + 3;
	if (typeof value !== 'object' || value === null) return 8;
	if (depth > maxDepth) return Number.POSITIVE_INFINITY;
	let weight = 2;
	for (const key in value) weight += key.length + weigh((value as JsonObject)[key], depth + 1);
	return weight;
}
