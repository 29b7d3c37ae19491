import {resolve} from 'node:path';
import type {ServerEntry} from '../domain/server-entry.ts';
import type {Config} from './parse-config.ts';
import type {ServerData} from './schema.ts';
import {splitCommand} from './split-command.ts';

/**
 * Finds each entry among the servers of a configuration. A variable may stand for any text, so that a secret on one side
 * is no difference; what is alike in every letter goes first, then what has the same name, then the rest.
 * @returns for each entry the index of its server, which is no other's; null where it is new.
 */
export function matchEntries(config: Config | null, wanted: readonly ServerEntry[]): readonly (number | null)[] {
	const found: (number | null)[] = wanted.map(() => null);
	if (config === null) return found;
	const {servers} = config.data;
	const own = servers.map(server => partsOfServer(server, config));
	const others = wanted.map(entry => partsOfEntry(entry, config.folder));
	const free = new Set(servers.keys());
	for (const isSame of [
		(at: number, index: number) => isAlike(own[at]!, others[index]!, isEqual) && hasName(at, index),
		(at: number, index: number) => isAlike(own[at]!, others[index]!, isEqual),
		// A person may have given it other variables since.
		(at: number, index: number) =>
			hasName(at, index) && isAlike({...own[at]!, env: {}}, {...others[index]!, env: {}}, fits),
		(at: number, index: number) => isAlike(own[at]!, others[index]!, fits),
	]) {
		for (const index of wanted.keys()) {
			if (found[index] !== null) continue;
			const at = [...free].find(one => isSame(one, index));
			if (at === undefined) continue;
			found[index] = at;
			free.delete(at);
		}
	}
	return found;

	function hasName(at: number, index: number): boolean {
		return servers[at]?.name === wanted[index]?.name;
	}
}

/** What tells servers apart. */
interface Parts {
	/** The words of the command, or the address. */
	readonly words: readonly string[];
	readonly cwd: string | null;
	readonly env: Readonly<Record<string, string>>;
}

function partsOfServer({command = [], args = [], url, cwd, env = {}}: ServerData, {folder}: Config): Parts {
	if (url !== undefined) return {words: [normalAddress(url)], cwd: null, env: {}};
	const words = typeof command === 'string' ? splitCommand(command) : command;
	return {words: [...words, ...args], cwd: cwd === undefined ? null : placeOf(cwd, folder), env};
}

const partsOfEntry = ({command = [], url, cwd, env = {}}: ServerEntry, folder: string): Parts =>
	url === undefined
		? {words: command, cwd: cwd === undefined ? null : placeOf(cwd, folder), env}
		: {words: [normalAddress(url)], cwd: null, env: {}};

/** The configuration's own folder is where commands run that have none. */
function placeOf(cwd: string, folder: string): string | null {
	const place = cwd.startsWith('~') || cwd.startsWith('${') ? cwd : resolve(folder, cwd);
	return place === folder ? null : place;
}

type Compare = (own: string, other: string) => boolean;

const isAlike = (own: Parts, other: Parts, compare: Compare): boolean =>
	own.words.length === other.words.length &&
	own.words.every((word, at) => compare(word, other.words[at] ?? '')) &&
	own.cwd === other.cwd &&
	Object.keys(own.env).length === Object.keys(other.env).length &&
	Object.entries(own.env).every(
		([name, value]) => Object.hasOwn(other.env, name) && compare(value, other.env[name] ?? ''),
	);

const isEqual: Compare = (own, other) => own === other;

/** True where the variables of one side could be what the other one has there. */
const fits: Compare = (own, other) => own === other || couldBe(own, other) || couldBe(other, own);

function couldBe(pattern: string, text: string): boolean {
	const fixed = pattern.split(/\$\{[A-Za-z_]\w*(?::-[^{}]*)?\}/);
	if (fixed.length === 1) return false;
	const [first = '', ...rest] = fixed;
	const last = rest.pop() ?? '';
	if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
	let at = first.length;
	for (const part of rest) {
		const next = text.indexOf(part, at);
		if (next === -1) return false;
		at = next + part.length;
	}
	return at <= text.length - last.length;
}

/** An address as all ways of writing it have it; one with a variable in its host stays as it is. */
function normalAddress(url: string): string {
	const [, start, rest = ''] = /^(https?:\/\/[^/?#]*)(.*)$/is.exec(url) ?? [];
	if (start === undefined || start.includes('${') || !URL.canParse(start)) return url;
	return `${new URL(start).origin}${rest.replace(/\/+(?=$|[?#])/, '')}`;
}
