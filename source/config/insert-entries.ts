import {
	type Document,
	isAlias,
	isCollection,
	isMap,
	isNode,
	isPair,
	isScalar,
	isSeq,
	parseDocument,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import {UserError} from '../domain/errors.ts';
import {plainText} from '../domain/plain-text.ts';
import type {RemarkedEntry, ServerEntry} from '../domain/server-entry.ts';

/** What is to be done to a configuration's text. */
export interface Insertion {
	readonly added: readonly RemarkedEntry[];
	/** For servers that are there, by their index: names that their `used_by` gains. */
	readonly agents: readonly {readonly at: number; readonly newAgents: readonly string[]}[];
	/** What those of them have that have no `used_by` of their own. */
	readonly sharedAgents: readonly string[];
}

/** A piece of text, and the offset that it goes to. */
interface Edit {
	readonly offset: number;
	readonly text: string;
}

/** Puts servers and names into a configuration's text. Every character that is there stays as it is. */
export function insertEntries(text: string, file: string, {added, agents, sharedAgents}: Insertion): string {
	const servers = serversOf(text, file);
	const edits = [
		...agents.flatMap(({at, newAgents}) => editsForAgents(text, servers.items[at], newAgents, sharedAgents)),
		...(added.length > 0 ? [editForServers(text, servers, added)] : []),
	];
	const isCrlf = text.includes('\r\n');
	// From the end, so that offsets hold; of two at one place the later list element comes later.
	return edits
		.reverse()
		.sort((a, b) => b.offset - a.offset)
		.reduce(
			(result, {offset, text: piece}) =>
				result.slice(0, offset) + (isCrlf ? piece.replaceAll('\n', '\r\n') : piece) + result.slice(offset),
			text,
		);
}

/** A whole new configuration. */
export const newConfig = (heading: readonly string[], added: readonly RemarkedEntry[]): string =>
	[
		...(heading.length > 0 ? [...heading.map(line => `# ${line}`), ''] : []),
		'monitoring:',
		'  interval_seconds: 30 # how often each server is checked',
		'',
		'servers:',
		added.map(one => renderBlock(one, '  ')).join('\n'),
	].join('\n');

function serversOf(text: string, file: string): YAMLSeq {
	const document = parseDocument(text, {schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false});
	const servers = document.get('servers', true);
	if (isSeq(servers)) return servers;
	throw new UserError(`servers in ${file} is written as a reference`, 'Add the server by hand.');
}

function editForServers(text: string, servers: YAMLSeq, added: readonly RemarkedEntry[]): Edit {
	const last = servers.items.at(-1);
	const end = endOf(last);
	if (servers.flow) return {offset: end, text: added.map(({entry}) => `, ${JSON.stringify(inOrder(entry))}`).join('')};
	const dash = text.lastIndexOf('-', startOf(last) - 1);
	const column = dash - (text.lastIndexOf('\n', dash) + 1);
	const isLoose = servers.items.length < 2 || /\n\s*\n/.test(text.slice(endOf(servers.items[0]), startOf(last)));
	const gap = isLoose ? '\n' : '';
	return lineAfter(text, end, column, added.map(one => `${gap}${renderBlock(one, ' '.repeat(column))}`).join(''));
}

/** A server's own list stands in place of the one in `defaults`, so that is taken over first. */
function editsForAgents(
	text: string,
	server: unknown,
	agents: readonly string[],
	shared: readonly string[],
): readonly Edit[] {
	if (agents.length === 0 || !isMap(server)) return [];
	const pair = server.items.find(({key}) => isScalar(key) && key.value === 'used_by');
	if (pair === undefined)
		return [editForList(text, server, `used_by: [${[...shared, ...agents].map(word).join(', ')}]`)];
	const list = pair.value;
	if (!isSeq(list) || isAlias(list)) return [];
	const last = list.items.at(-1);
	if (last === undefined) return list.range ? [{offset: list.range[0] + 1, text: agents.join(', ')}] : [];
	if (list.flow) return [{offset: endOf(last), text: agents.map(agent => `, ${agent}`).join('')}];
	const dash = text.lastIndexOf('-', startOf(last) - 1);
	const indent = ' '.repeat(dash - (text.lastIndexOf('\n', dash) + 1));
	return [
		lineAfter(text, endOf(last), Number.POSITIVE_INFINITY, agents.map(agent => `${indent}- ${agent}\n`).join('')),
	];
}

/** A name as a list in brackets takes it. */
const word = (name: string): string => (/^[a-z][\w-]*$/i.test(name) ? name : JSON.stringify(name));

function editForList(text: string, server: YAMLMap, list: string): Edit {
	const last = server.items.at(-1);
	const end = endOf(last);
	if (server.flow) return {offset: end, text: `, ${list}`};
	const start = startOf(server);
	const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
	return lineAfter(text, end, Number.POSITIVE_INFINITY, `${indent}${list}\n`);
}

/**
 * An edit that puts lines after the line of an offset, and after the comments below it that stand deeper than a column.
 * @param lines each with its end.
 */
function lineAfter(text: string, offset: number, column: number, lines: string): Edit {
	let at = endOfLine(text, offset);
	for (let next = at; next < text.length; ) {
		const end = endOfLine(text, next + 1);
		const line = text.slice(next, end).replace(/^\n/, '').trimEnd();
		if (line !== '' && !(/^ *#/.test(line) && line.search(/#/) > column)) break;
		if (line !== '') at = end;
		next = end;
	}
	return {offset: at, text: `\n${lines.replace(/\n$/, '')}`};
}

/** Where the line of an offset ends, before its break. */
function endOfLine(text: string, offset: number): number {
	const at = text.indexOf('\n', offset);
	const end = at === -1 ? text.length : at;
	return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Where the last character of a node's own text stands, comments behind it left out. */
function endOf(node: unknown): number {
	if (isPair(node)) return node.value === null ? endOf(node.key) : endOf(node.value);
	if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
	return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}

function renderBlock({entry, remarks}: RemarkedEntry, indent: string): string {
	const document = parseDocument('servers: []');
	const servers = document.get('servers', true) as YAMLSeq;
	servers.flow = false;
	servers.add(toNode(document, entry));
	const lines = document
		.toString({lineWidth: 0, indentSeq: false, flowCollectionPadding: false})
		.split('\n')
		.slice(1, -1);
	return [...remarks.map(remark => `# ${plainText(remark, 300)}`), ...lines]
		.map(line => (line === '' ? '\n' : `${indent}${line}\n`))
		.join('');
}

const isBrief = new Set(['command', 'tags', 'used_by']);

function toNode(document: Document, entry: ServerEntry): YAMLMap {
	const node = document.createNode(inOrder(entry)) as YAMLMap;
	for (const {key, value} of node.items) if (isSeq(value) && isBrief.has(String(key))) value.flow = true;
	return node;
}

/** As one reads it: what it is, what it is given, who uses it. */
function inOrder({name, transport, command, cwd, env, url, headers, auth, tags, used_by}: ServerEntry): object {
	const all = {name, transport, command, cwd, env, url, headers, auth, tags, used_by};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
