import {isObject, type JsonObject} from './json.ts';
import {plainText} from './plain-text.ts';
import type {Tool} from './probe-result.ts';
import {canonical, type Snapshot} from './snapshot.ts';

/** How a change bears on agents that knew the old schema, gravest first. */
export const changeClasses = ['breaking', 'suspicious', 'warning', 'compatible'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** One change of a schema. */
export interface SchemaChange {
	readonly class: ChangeClass;
	/** Null for what concerns the server as a whole. */
	readonly tool: string | null;
	readonly kind: 'tool_added' | 'tool_removed' | 'tool_modified' | 'instructions';
	/** In words, fit to print: "added required field draft (boolean)". */
	readonly text: string;
}

/** Names every change between two snapshots, in the order of the tools' names. Never throws. */
export function diffSnapshots(before: Snapshot, after: Snapshot): SchemaChange[] {
	const old = byName(before.tools);
	const fresh = byName(after.tools);
	const removed = [...old.keys()].filter(name => !fresh.has(name));
	const added = [...fresh.keys()].filter(name => !old.has(name));
	return [
		...removed.map(tool => change('breaking', tool, 'tool_removed', 'removed')),
		...added.map(tool => change('compatible', tool, 'tool_added', 'added')),
		...[...fresh].flatMap(([name, tools]) => diffTools(name, old.get(name) ?? [], tools)),
		...(before.instructions === after.instructions
			? []
			: [change('suspicious', null, 'instructions', 'server instructions changed')]),
	];
}

/** The gravest class, or null when nothing changed. */
export const gravest = (changes: readonly SchemaChange[]): ChangeClass | null =>
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

function byName(tools: readonly Tool[]): Map<string, Tool[]> {
	const groups = new Map<string, Tool[]>();
	for (const tool of tools) {
		const group = groups.get(tool.name);
		if (group) group.push(tool);
		else groups.set(tool.name, [tool]);
	}
	return groups;
}

/** The tools of one name: one, unless the server lists it twice, of which agents see the first. */
function diffTools(name: string, before: readonly Tool[], after: readonly Tool[]): SchemaChange[] {
	const [old] = before;
	const [fresh] = after;
	const textOf = (tools: readonly Tool[]) => tools.map(tool => canonical(tool)).join();
	if (!old || !fresh || textOf(before) === textOf(after)) return [];
	const found = diffTool(old, fresh);
	const warning = (text: string) => [change('warning', name, 'tool_modified', text)];
	if (before.length !== after.length) found.push(...warning(`listed ${after.length} times, before ${before.length}`));
	return found.length > 0 ? found : warning('another tool of this name changed');
}

function diffTool(before: Tool, after: Tool): SchemaChange[] {
	if (canonical(before) === canonical(after)) return [];
	const modified = (kind: ChangeClass, text: string) => change(kind, after.name, 'tool_modified', text);
	const fields = diffInput(before.inputSchema, after.inputSchema);
	const found = fields.map(field => modified(field.class, field.text));
	if (before.description !== after.description) found.push(modified('suspicious', 'description changed'));
	const rest = (tool: Tool) => canonical({...tool, inputSchema: undefined, description: undefined});
	if (rest(before) !== rest(after)) found.push(modified('warning', 'definition changed'));
	return found.length > 0 ? found : [modified('warning', 'input schema changed')];
}

/** The top level of two input schemas: fields that came, went, changed, or became required. */
function diffInput(before: unknown, after: unknown): {class: ChangeClass; text: string}[] {
	const old = fieldsOf(before);
	const fresh = fieldsOf(after);
	const found: {class: ChangeClass; text: string}[] = [];
	for (const [name, field] of fresh.properties) {
		const was = old.properties.get(name);
		const isRequired = fresh.required.has(name);
		if (was === undefined) {
			found.push({
				class: isRequired ? 'breaking' : 'compatible',
				text: `added ${isRequired ? 'required' : 'optional'} field ${quote(name)}${typeSuffix(field)}`,
			});
		} else if (isRequired && !old.required.has(name)) {
			found.push({class: 'breaking', text: `field ${quote(name)} is now required`});
		} else if (canonical(was) !== canonical(field)) {
			found.push({class: 'warning', text: `field ${quote(name)} changed`});
		}
	}
	for (const name of old.properties.keys()) {
		if (fresh.properties.has(name)) continue;
		found.push({class: old.required.has(name) ? 'breaking' : 'warning', text: `removed field ${quote(name)}`});
	}
	return found;
}

function fieldsOf(schema: unknown): {properties: Map<string, JsonObject>; required: Set<string>} {
	const {properties, required} = isObject(schema) ? schema : {properties: undefined, required: undefined};
	const entries = isObject(properties) ? Object.entries(properties) : [];
	return {
		properties: new Map(entries.map(([name, field]) => [name, isObject(field) ? field : {}])),
		required: new Set(Array.isArray(required) ? required.filter(name => typeof name === 'string') : []),
	};
}

const typeSuffix = ({type}: JsonObject): string => (typeof type === 'string' ? ` (${plainText(type, 20)})` : '');

const quote = (name: string): string => plainText(name, longestName) || 'without a printable name';

const change = (
	kindClass: ChangeClass,
	tool: string | null,
	kind: SchemaChange['kind'],
	text: string,
): SchemaChange => ({class: kindClass, tool, kind, text});
