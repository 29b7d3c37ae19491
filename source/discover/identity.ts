import {readRunPackage} from '../domain/package-runner.ts';
import type {Hash} from '../domain/snapshot.ts';
import type {FoundCommand, FoundTarget} from './found.ts';

/**
 * What makes two entries the same server, as a key without secrets in it: the address; or the command, its arguments, its
 * folder and its variables with the hashes of their values, since the same program with another token is another server.
 */
export function identityOf(target: FoundTarget, hash: Hash): string {
	if (target.transport !== 'stdio') return hash(`address ${normalAddress(target.url)}`);
	const env = Object.entries(target.env)
		.map(([name, value]) => [name, hash(value)] as const)
		.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return hash(JSON.stringify([normalWords(target), target.cwd, env]));
}

/** An address as all ways of writing it have it: lower case in scheme and host, no usual port, no slash at its end. */
export function normalAddress(url: string): string {
	if (!URL.canParse(url)) return url.replace(/\/+$/, '');
	const {protocol, host, username, password, pathname, search} = new URL(url);
	const user = username === '' && password === '' ? '' : `${username}:${password}@`;
	return `${protocol}//${user}${host}${pathname.replace(/\/+$/, '')}${search}`;
}

/** The words of a command without what makes no difference: the path and ending of a package runner, and its `-y`. */
export function normalWords({command, args}: Pick<FoundCommand, 'command' | 'args'>): readonly string[] {
	const words = unwrapped([command, ...args]);
	const runner = programOf(words[0] ?? '');
	const run = readRunPackage([runner, ...words.slice(1)]);
	if (run === null) return words;
	const isYes = (word: string): boolean => run.registry === 'npm' && /^(?:-y|--yes)$/.test(word);
	const ends = words.length - run.args.length;
	return [runner, ...words.slice(1).filter((word, at) => at + 1 >= ends || !isYes(word))];
}

/** Windows starts scripts such as npx.cmd through its shell: `cmd /c npx …`. */
const unwrapped = (words: readonly string[]): readonly string[] =>
	programOf(words[0] ?? '') === 'cmd' && /^\/c$/i.test(words[1] ?? '') ? words.slice(2) : words;

const programOf = (path: string): string => {
	const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	return /\.(?:cmd|exe|bat|ps1)$/i.test(name) ? name.slice(0, name.lastIndexOf('.')).toLowerCase() : name;
};

/** What two entries have in common when one could take them for the same server: a package, a program, an address. */
export function kinshipOf(target: FoundTarget): string {
	if (target.transport !== 'stdio') return URL.canParse(target.url) ? addressWithoutQuery(target.url) : target.url;
	const words = normalWords(target);
	const remote = words.findIndex(word => /^mcp-remote(?:@|$)/.test(word));
	const address = remote === -1 ? undefined : words[remote + 1];
	if (address !== undefined && URL.canParse(address)) return addressWithoutQuery(address);
	const run = readRunPackage(words);
	return run === null ? JSON.stringify(words) : `${run.registry} ${run.name}`;
}

const addressWithoutQuery = (url: string): string => {
	const {host, pathname} = new URL(url);
	return `${host}${pathname.replace(/\/+$/, '')}`;
};
