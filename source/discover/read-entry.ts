import {plainText} from '../domain/plain-text.ts';
import {reference} from '../domain/server-entry.ts';
import type {Style} from './client.ts';
import type {FoundAddress, FoundCommand, FoundServer, FoundTarget} from './found.ts';
import {entriesOf, own} from './own.ts';
import {isAbsoluteAt, joinAt, type Place, resolveAt} from './place.ts';
import {hasRelativePath} from './relative-paths.ts';
import {type Surroundings, toText, translate, translateAll} from './variables.ts';

/** Where an entry stands. */
export interface EntryContext {
	readonly client: string;
	readonly file: string;
	/** The folder that the list is about; null where it is the user's. */
	readonly folder: string | null;
	readonly style: Style;
	readonly inputs: unknown;
	readonly isOff: boolean;
	readonly place: Place;
}

/** An entry of a client's list; why it is none that could be watched; or null for what was never meant to be one. */
export type ReadEntry = {readonly found: FoundServer; readonly envFile: string | null} | {readonly why: string} | null;

/** Reads an entry as whatever client may have written it: they differ in the words, not in what they say. */
export function readEntry(writtenName: string, value: unknown, context: EntryContext): ReadEntry {
	const {client, file, folder, place, style} = context;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return {why: 'is no group of settings'};
	const name = plainText(writtenName.replaceAll('${', '{'), 120) || 'unnamed';
	const notes: string[] = [];
	const around: Surroundings = {
		home: place.home,
		folder: folder ?? place.folders[0] ?? place.home,
		separator: place.platform === 'windows' ? '\\' : '/',
		server: name,
		inputs: context.inputs,
		note: text => void notes.push(plainText(text, 200)),
	};
	const target = readTarget(value, context, around);
	if (target === null || 'why' in target) return target;
	const isEnabled = !context.isOff && own(value, 'disabled') !== true && own(value, 'enabled') !== false;
	const envFile = toText(own(value, 'envFile'));
	const unique = [...new Set(notes)];
	return {
		found: {name, client, file, isEnabled, target, notes: unique},
		envFile:
			envFile === null ? null : resolveAt(place, around.folder, plainPath(translate(envFile, style.variables, around))),
	};
}

/** A path has no variables left in it that could be put in here. */
const plainPath = (text: string): string => text.replaceAll('$${', '${');

function readTarget(
	value: object,
	context: EntryContext,
	around: Surroundings,
): FoundTarget | {readonly why: string} | null {
	const type = own(value, 'type') ?? own(value, 'transport');
	const kind = type === undefined ? null : kindOf(type);
	if (kind === 'inner') return null;
	if (kind === 'unknown') return {why: `is of a kind that is not known: ${plainText(String(toText(type)), 40)}`};
	const url = ['url', 'serverUrl', 'httpUrl', 'uri', 'endpoint'].find(key => typeof own(value, key) === 'string');
	const command = own(value, 'command') ?? own(value, 'cmd');
	if (kind === 'stdio' || (kind === null && command !== undefined)) return readCommand(value, command, context, around);
	if (url !== undefined) return readAddress(value, url, kind, context, around);
	// Zed keeps settings of its extensions in the same list.
	if (own(value, 'settings') !== undefined || own(value, 'source') === 'extension') return null;
	return {why: 'has neither a command nor an address'};
}

type Kind = 'stdio' | 'sse' | 'streamable_http' | 'remote' | 'inner' | 'unknown';

const kinds: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
	['stdio', 'stdio'],
	['local', 'stdio'],
	['sse', 'sse'],
	['http', 'streamable_http'],
	['streamable-http', 'streamable_http'],
	['streamable_http', 'streamable_http'],
	['streamablehttp', 'streamable_http'],
	['remote', 'remote'],
	['builtin', 'inner'],
	['platform', 'inner'],
	['frontend', 'inner'],
	['inline_python', 'inner'],
	['sdk', 'inner'],
]);

const kindOf = (type: unknown): Kind => kinds.get(typeof type === 'string' ? type.toLowerCase() : type) ?? 'unknown';

function readCommand(
	value: object,
	written: unknown,
	{folder, place, style}: EntryContext,
	around: Surroundings,
): FoundCommand | {readonly why: string} {
	// Zed's older form has all of it in one group.
	const group = typeof written === 'object' && !Array.isArray(written) && written !== null ? written : value;
	const first = group === value ? written : own(group, 'path');
	const words = [...(Array.isArray(first) ? first : [first]), ...listOf(own(group, 'args'))].map(toText);
	const texts = words.filter(word => word !== null).map(word => translate(word, style.variables, around));
	const [command, ...args] = texts;
	if (texts.length < words.length || command === undefined || command === '')
		return {why: 'has no command that is text'};
	const env = {
		...translateAll(own(group, 'env'), style.variables, around),
		...translateAll(own(value, 'environment') ?? own(value, 'envs'), style.variables, around),
		...passedOn(own(value, 'env_keys')),
		...passedOn(own(value, 'env_vars')),
	};
	const ownCwd = toText(own(value, 'cwd'));
	const base = folder ?? place.home;
	const cwd =
		ownCwd !== null && ownCwd !== ''
			? absolute(place, base, translate(ownCwd, style.variables, around))
			: folder !== null && hasRelativePath(texts)
				? folder
				: null;
	return {transport: 'stdio', command, args, env, hiddenEnv: [], cwd};
}

/** Left as it is where it begins with a variable or with `~`, whose place is known only later. */
const absolute = (place: Place, base: string, path: string): string =>
	/^(?:\$\{|~)/.test(path) || isAbsoluteAt(place, path) ? path : joinAt(place, base, path);

function readAddress(
	value: object,
	key: string,
	kind: Kind | null,
	{style}: EntryContext,
	around: Surroundings,
): FoundAddress | {readonly why: string} {
	const url = translate(String(own(value, key)), style.variables, around);
	if (!/^(?:https?:\/\/|\$\{)/i.test(url)) return {why: 'has an address that is not http:// or https://'};
	const token = own(value, 'bearer_token_env_var');
	const headers = {
		...translateAll(own(value, 'headers') ?? own(value, 'http_headers'), style.variables, around),
		...Object.fromEntries(
			entriesOf(own(value, 'env_http_headers')).flatMap(([name, variable]) =>
				isName(variable) ? [[name, reference(variable)]] : [],
			),
		),
		...(isName(token) && {Authorization: `Bearer ${reference(token)}`}),
	};
	return {...transportOf(url, key, kind, style), url, headers};
}

function transportOf(
	url: string,
	key: string,
	kind: Kind | null,
	{urlIs}: Style,
): Pick<FoundAddress, 'transport' | 'isCertain'> {
	if (kind === 'sse' || kind === 'streamable_http') return {transport: kind, isCertain: true};
	if (key === 'httpUrl') return {transport: 'streamable_http', isCertain: true};
	if (urlIs !== undefined) return {transport: urlIs, isCertain: true};
	// Clients try both; by its path one can mostly tell.
	return {transport: /\/sse\/?(?:[?#]|$)/.test(url) ? 'sse' : 'streamable_http', isCertain: false};
}

/** Variables that the client hands on from its own environment, or out of a key chain. */
const passedOn = (names: unknown): Readonly<Record<string, string>> =>
	Object.fromEntries(
		listOf(names)
			.map(one => own(one, 'name') ?? one)
			.filter(isName)
			.map(name => [name, reference(name)]),
	);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isName = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value);
