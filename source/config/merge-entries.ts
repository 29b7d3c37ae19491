import {type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq} from 'yaml';
import {UserError} from '../domain/errors.ts';
import type {RemarkedEntry, ServerEntry} from '../domain/server-entry.ts';
import {formatMistake} from './mistake.ts';
import {type Config, parseConfig} from './parse-config.ts';
import {matchEntries} from './same-entry.ts';

/** What becomes of entries that are put into a configuration. */
export interface Merged {
	/** The new text; the old one, to the letter, where nothing is new. */
	readonly text: string;
	readonly added: readonly RemarkedEntry[];
	/** Servers that are there already, by the names they have there, and which agents they are now used by as well. */
	readonly kept: readonly {readonly name: string; readonly wanted: string; readonly newAgents: readonly string[]}[];
	/** What a configuration would not take, and why. */
	readonly refused: readonly {readonly name: string; readonly why: string}[];
}

/**
 * Puts entries into a configuration's text. What stands in it stays: comments, order, and everything about servers that are
 * there already but `used_by`, which gains names. Doing it twice is doing it once.
 *
 * @param text of the configuration; null where there is none yet, and then `heading` becomes the comment at its top.
 * @param rename gives a name that is taken another form.
 */
export function mergeEntries(
	text: string | null,
	file: string,
	wanted: readonly RemarkedEntry[],
	{
		heading,
		rename,
	}: {heading: readonly string[]; rename: (entry: ServerEntry, isTaken: (name: string) => boolean) => string},
): Merged {
	const [usable, refused] = sift(wanted, file);
	const existing = text === null ? null : readExisting(text, file);
	const matches = matchEntries(
		existing,
		usable.map(({entry}) => entry),
	);
	const names = new Set(existing?.data.servers.map(({name}) => name));
	const added = usable
		.filter((_one, index) => matches[index] === null)
		.map(({entry, remarks}): RemarkedEntry => {
			const name = rename(entry, one => names.has(one));
			names.add(name);
			const twin = name === entry.name ? [] : [`kept apart from ${entry.name}, which is something else in this file`];
			return {entry: {...entry, name}, remarks: [...remarks, ...twin]};
		});
	const kept = usable.flatMap(({entry}, index) => {
		const at = matches[index];
		const there = at === null || at === undefined ? undefined : existing?.data.servers[at];
		if (at === null || at === undefined || there === undefined) return [];
		const agents = there.used_by ?? existing?.data.defaults.used_by ?? [];
		return [
			{at, name: there.name, wanted: entry.name, newAgents: (entry.used_by ?? []).filter(one => !agents.includes(one))},
		];
	});
	const shownKept = kept.map(({at: _at, ...rest}) => rest);
	if (text !== null && added.length === 0 && kept.every(({newAgents}) => newAgents.length === 0))
		return {text, added, kept: shownKept, refused};
	const {document, servers} = open(text ?? startingText(heading), file);
	for (const {at, newAgents} of kept)
		addAgents(document, servers.items[at], newAgents, existing?.data.defaults.used_by);
	for (const one of added)
		servers.add(toNode(document, one, {isFlow: servers.flow === true, isFirst: servers.items.length === 0}));
	const result = write(document, text);
	const check = parseConfig(result, file);
	if ('mistakes' in check)
		throw new Error(`a configuration came out broken: ${check.mistakes.map(formatMistake).join('; ')}`);
	return {text: result, added, kept: shownKept, refused};
}

const startingText = (heading: readonly string[]): string =>
	[
		...heading.map(line => `# ${line}`.trimEnd()),
		'',
		'monitoring:',
		'  interval_seconds: 30 # how often each server is checked',
		'',
		'servers: []',
		'',
	].join('\n');

function readExisting(text: string, file: string): Config {
	const parsed = parseConfig(text, file);
	if ('config' in parsed) return parsed.config;
	throw new UserError(
		`${file} has mistakes; nothing was changed`,
		'Mend them first.',
		parsed.mistakes.map(formatMistake),
	);
}

/** What a client takes for a server need not be one that can be configured: its address may be none, its name too long. */
function sift(wanted: readonly RemarkedEntry[], file: string): [RemarkedEntry[], {name: string; why: string}[]] {
	const usable: RemarkedEntry[] = [];
	const refused: {name: string; why: string}[] = [];
	for (const one of wanted) {
		const {document, servers} = open(startingText([]), file);
		servers.add(toNode(document, one, {isFlow: false, isFirst: true}));
		const parsed = parseConfig(write(document, null), file);
		if ('config' in parsed) usable.push(one);
		else {
			const [first] = parsed.mistakes;
			refused.push({
				name: one.entry.name,
				why: `${first?.path.replace(/^servers\[0\]\.?/, '')} ${first?.message}`.trim(),
			});
		}
	}
	return [usable, refused];
}

function open(text: string, file: string): {document: Document; servers: YAMLSeq} {
	const document = parseDocument(text, {schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false});
	const servers = document.get('servers', true);
	if (!isSeq(servers)) throw new UserError(`servers in ${file} is written as a reference`, 'Add the server by hand.');
	if (servers.items.length === 0) servers.flow = false;
	return {document, servers};
}

const isBrief = new Set(['command', 'tags', 'used_by']);

function toNode(
	document: Document,
	{entry, remarks}: RemarkedEntry,
	{isFlow, isFirst}: {isFlow: boolean; isFirst: boolean},
): YAMLMap {
	const node = document.createNode(inOrder(entry)) as YAMLMap;
	for (const {key, value} of node.items) {
		if (isSeq(value) && isBrief.has(String(key))) value.flow = true;
	}
	if (!isFlow) {
		node.spaceBefore = !isFirst;
		if (remarks.length > 0) node.commentBefore = remarks.map(remark => ` ${remark}`).join('\n');
	}
	return node;
}

/** As one reads it: what it is, what it is given, who uses it. */
function inOrder({name, transport, command, cwd, env, url, headers, auth, tags, used_by}: ServerEntry): object {
	const all = {name, transport, command, cwd, env, url, headers, auth, tags, used_by};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A server's own list stands in place of the one in `defaults`, so that is taken over first. */
function addAgents(document: Document, node: unknown, agents: readonly string[], shared: readonly string[] = []): void {
	if (agents.length === 0 || !isMap(node)) return;
	const list = node.get('used_by', true);
	if (isSeq(list)) {
		for (const agent of agents) list.add(document.createNode(agent));
		return;
	}
	const added = document.createNode([...shared, ...agents]) as YAMLSeq;
	added.flow = true;
	node.set('used_by', added);
}

/** Writes it as the old text was written, where YAML leaves a choice. */
function write(document: Document, old: string | null): string {
	const [, gap = ''] = /^servers:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( *)- /m.exec(old ?? 'servers:\n  - ') ?? [];
	const [, step] = /^[\w-]+:[^\n]*\n( +)[\w-]+:/m.exec(old ?? '') ?? [];
	const text = document.toString({
		lineWidth: 0,
		indentSeq: gap !== '',
		indent: step === undefined ? 2 : Math.min(8, Math.max(1, step.length)),
		flowCollectionPadding: /[[{] \S/.test(old ?? ''),
	});
	return old?.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}
