import {cutDepth, deepestJson, isObject, type Json} from './json.ts';
import type {Listing, Tool} from './probe-result.ts';
import type {ChangeClass, SchemaChange} from './schema-diff.ts';

/** Makes a digest of a text; handed in, for this folder touches no crypto. */
export type Hash = (text: string) => string;

/** A listing in the one form in which equal meaning is equal text. */
export interface Snapshot {
	readonly hash: string;
	readonly takenAt: number;
	/** By name, each cut below `deepestJson` levels. */
	readonly tools: readonly Tool[];
	readonly instructions: string | null;
}

/** What history keeps of a server's schema. */
export interface SchemaRecord {
	/** What agents were told to expect: the first snapshot, or the last accepted one. */
	readonly baseline: Snapshot;
	/** The last one seen, if it differs from the baseline. */
	readonly drifted: Snapshot | null;
	/** When it last became different from what it was; null when it never did. */
	readonly changedAt: number | null;
}

/** How the schema stands against its baseline. `new`: there was none to compare with. */
export interface SchemaState {
	readonly state: 'new' | 'unchanged' | 'drifted' | 'unknown';
	readonly hash: string | null;
	/** The gravest class among `changes`. */
	readonly class: ChangeClass | null;
	readonly changes: readonly SchemaChange[];
	readonly changedAt: number | null;
}

export const unknownSchema: SchemaState = {state: 'unknown', hash: null, class: null, changes: [], changedAt: null};

/** Takes the snapshot of a listing: the order of tools and of keys does not matter. */
export function takeSnapshot(listing: Listing, takenAt: number, hash: Hash): Snapshot {
	const {instructions} = listing;
	const sorted = listing.tools
		.map(tool => ({...(cutDepth(tool) as Tool), name: tool.name}))
		.map(tool => ({tool, text: canonical(tool)}))
		// By text as well, for nothing keeps a server from listing a name twice.
		.sort((a, b) => compareText(a.tool.name, b.tool.name) || compareText(a.text, b.text));
	const text = `[${sorted.map(one => one.text).join(',')}] ${canonical(instructions)}`;
	return {hash: hash(text), takenAt, tools: sorted.map(({tool}) => tool), instructions};
}

/**
 * JSON text with sorted keys. `required`, `enum` and lists of types are sets, so they are sorted too. What is deeper
 * than `levels` is left out, so that no server can overflow the stack: changes there are not seen.
 */
export function canonical(value: Json | undefined, key = '', levels = deepestJson): string {
	if (levels === 0 && typeof value === 'object' && value !== null) return '"…"';
	if (Array.isArray(value)) {
		const items = value.map((item: Json) => canonical(item, '', levels - 1));
		return `[${(setKeys.has(key) ? items.sort(compareText) : items).join(',')}]`;
	}
	if (isObject(value)) {
		const keys = Object.keys(value).filter(name => value[name] !== undefined);
		return `{${keys
			.sort(compareText)
			.map(name => `${JSON.stringify(name)}:${canonical(value[name], name, levels - 1)}`)
			.join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

const setKeys = new Set(['required', 'enum', 'type']);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
