import {UserError} from '../domain/errors.ts';
import type {RemarkedEntry, ServerEntry} from '../domain/server-entry.ts';
import {insertEntries, newConfig} from './insert-entries.ts';
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
	if (text === null && added.length === 0) return {text: '', added, kept: shownKept, refused};
	if (text !== null && added.length === 0 && kept.every(({newAgents}) => newAgents.length === 0))
		return {text, added, kept: shownKept, refused};
	const result =
		text === null
			? newConfig(heading, added)
			: insertEntries(text, file, {added, agents: kept, sharedAgents: existing?.data.defaults.used_by ?? []});
	return {text: demandSound(result, file, names.size), added, kept: shownKept, refused};
}

/** A file may be written in a way that takes no more; then a person has to do it. */
function demandSound(text: string, file: string, count: number): string {
	const check = parseConfig(text, file);
	if ('config' in check && check.config.data.servers.length === count) return text;
	throw new UserError(
		`${file} is written in a way that cannot be added to without breaking it; nothing was changed`,
		'Add the servers by hand, or name another file with --config.',
	);
}

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
	if (wanted.length > 0 && 'config' in parseConfig(newConfig([], wanted), file)) return [[...wanted], []];
	const usable: RemarkedEntry[] = [];
	const refused: {name: string; why: string}[] = [];
	for (const one of wanted) {
		const parsed = parseConfig(newConfig([], [one]), file);
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
