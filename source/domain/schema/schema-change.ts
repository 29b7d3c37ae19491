import type {Json} from '../json.ts';
import {plainText} from '../plain-text.ts';

/** How a change bears on agents that knew the old schema, gravest first. */
export const changeClasses = ['breaking', 'suspicious', 'warning', 'compatible'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** What a change concerns: a tool as a whole, a part of one, the server's instructions, or what it says of itself. */
export const changeKinds = ['tool_added', 'tool_removed', 'tool_modified', 'instructions', 'server'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One change of a schema. All of it is bounded: it is stored, sent and shown. */
export interface SchemaChange {
	readonly class: ChangeClass;
	/** Null for what concerns the server as a whole. */
	readonly tool: string | null;
	readonly kind: ChangeKind;
	/** Where in the tool (or in what the server says of itself): `['inputSchema', 'properties', 'draft']`. */
	readonly path: readonly string[];
	/** In words, one line fit to print: "added required field draft (boolean)". */
	readonly text: string;
	/** What stood there, cut where it is deep or large; absent where there was nothing. */
	readonly before?: Json;
	readonly after?: Json;
}

/** The gravest class, or null when nothing changed. */
export const gravest = (changes: readonly {readonly class: ChangeClass}[]): ChangeClass | null =>
	changeClasses.find(one => changes.some(({class: found}) => found === one)) ?? null;

/** "delete_branch removed, create_pull_request: added required field draft (boolean)": one line, of bounded length. */
export function describeChanges(changes: readonly SchemaChange[]): string {
	const told = changes.slice(0, longestList).map(({tool, kind, text}) => {
		const name = tool === null ? '' : plainText(tool, longestName) || 'a tool';
		return kind === 'tool_modified' ? `${name}: ${text}` : `${name} ${text}`.trim();
	});
	const more = changes.length - told.length;
	return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Names come from servers, so their number and length are anything. */
const longestList = 8;
const longestName = 80;
