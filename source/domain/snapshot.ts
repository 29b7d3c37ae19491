import type {Json} from './json.ts';
import {isObject} from './json.ts';
import type {Listing, Tool} from './probe-result.ts';
import type {ChangeClass, SchemaChange} from './schema-diff.ts';

/** Makes a digest of a text; handed in, for this folder touches no crypto. */
export type Hash = (text: string) => string;

/** A listing in the one form in which equal meaning is equal text. */
export interface Snapshot {
	readonly hash: string;
	readonly takenAt: number;
	/** By name. */
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
	const tools = [...listing.tools].sort((a, b) => compareText(a.name, b.name));
	const text = canonical({tools, instructions: listing.instructions});
	return {hash: hash(text), takenAt, tools, instructions: listing.instructions};
}

/** JSON text with sorted keys. `required`, `enum` and lists of types are sets, so they are sorted too. */
export function canonical(value: Json | undefined, key = ''): string {
	if (Array.isArray(value)) {
		const items = value.map(item => canonical(item));
		return `[${(setKeys.has(key) ? items.sort(compareText) : items).join(',')}]`;
	}
	if (isObject(value)) {
		const keys = Object.keys(value).filter(name => value[name] !== undefined);
		return `{${keys
			.sort(compareText)
			.map(name => `${JSON.stringify(name)}:${canonical(value[name], name)}`)
			.join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

const setKeys = new Set(['required', 'enum', 'type']);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
