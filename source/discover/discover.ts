import {literal} from '../domain/server-entry.ts';
import type {Client, ClientFile} from './client.ts';
import {clients} from './clients.ts';
import {readDotEnv} from './dot-env.ts';
import type {FoundServer} from './found.ts';
import {entriesOf} from './own.ts';
import {joinAt, type Place} from './place.ts';
import {readDocument} from './read-document.ts';
import {type EntryContext, readEntry} from './read-entry.ts';
import type {Files} from './read-file.ts';

/** A file of a client with servers in it, or one that is broken. */
export interface SearchedFile {
	readonly client: Client;
	readonly path: string;
	/** True where the file is about one folder. */
	readonly isOfProject: boolean;
	/** Those that could be watched, the ones that are switched off among them. */
	readonly servers: readonly FoundServer[];
	/** Entries that are of no use, and why. */
	readonly unusable: readonly {readonly name: string; readonly why: string}[];
	/** What is wrong with the file; null where it could be read. */
	readonly trouble: string | null;
}

const maxServers = 1000;

/** Looks where each client keeps its servers. A broken file is a trouble of its own and keeps nothing else from being found. */
export async function discover(place: Place, files: Files, which = clients): Promise<readonly SearchedFile[]> {
	const searched = await Promise.all(which.map(client => searchClient(client, place, files)));
	return searched.flat();
}

async function searchClient(client: Client, place: Place, files: Files): Promise<readonly SearchedFile[]> {
	const found: SearchedFile[] = [];
	const seen = new Set<string>();
	for (const pattern of client.files(place)) {
		if (pattern.isFallback && seen.size > 0) continue;
		for (const path of await expand(pattern.path, place, files)) {
			if (seen.has(path)) continue;
			const searched = await searchFile(client, {...pattern, path}, place, files);
			if (searched === null) continue;
			seen.add(path);
			found.push(searched);
		}
	}
	return found;
}

/** The paths that a pattern stands for, whether or not there is a file. */
async function expand(pattern: string, place: Place, files: Files): Promise<readonly string[]> {
	const parts = pattern.split(place.platform === 'windows' ? /[\\/]/ : '/');
	const at = parts.findIndex(part => part.includes('*'));
	if (at === -1) return [pattern];
	const folder = parts.slice(0, at).join(place.platform === 'windows' ? '\\' : '/');
	const [start = '', end = ''] = (parts[at] ?? '').split('*');
	const names = (await files.list(folder)).filter(
		name => name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end),
	);
	return names.map(name => joinAt(place, folder, name, ...parts.slice(at + 1)));
}

/** Null where there is no such file. */
async function searchFile(client: Client, file: ClientFile, place: Place, files: Files): Promise<SearchedFile | null> {
	const {path} = file;
	const read = await files.read(path);
	if (read === null) return null;
	const about = {client, path, isOfProject: file.folder !== null};
	const broken = (trouble: string): SearchedFile => ({...about, servers: [], unusable: [], trouble});
	if ('why' in read) return broken(read.why);
	const document = readDocument(read.text, file.format);
	if ('why' in document) return broken(document.why);
	const servers: FoundServer[] = [];
	const unusable: {name: string; why: string}[] = [];
	const groups = file.groups(document.content);
	if (groups.some(({servers}) => isMisshapen(servers))) return broken('has a list of servers that is none');
	for (const group of groups) {
		for (const [name, value] of entriesOf(group.servers).slice(0, maxServers)) {
			const context: EntryContext = {
				client: client.id,
				file: path,
				folder: group.folder ?? file.folder,
				style: file.style,
				inputs: group.inputs,
				isOff: group.isOff?.(name) ?? false,
				place,
			};
			const entry = readEntry(name, value, context);
			if (entry === null) continue;
			if ('why' in entry) unusable.push({name, why: entry.why});
			else servers.push(await withEnvFile(entry.found, entry.envFile, files));
		}
	}
	return {...about, servers, unusable, trouble: null};
}

const isMisshapen = (servers: unknown): boolean =>
	servers !== undefined && servers !== null && (typeof servers !== 'object' || Array.isArray(servers));

/** What stands in the entry itself goes before what stands in its env file. */
async function withEnvFile(found: FoundServer, path: string | null, files: Files): Promise<FoundServer> {
	if (path === null || found.target.transport !== 'stdio') return found;
	const read = await files.read(path);
	if (read === null || 'why' in read)
		return {...found, notes: [...found.notes, `its env file ${path} ${read === null ? 'is not there' : read.why}`]};
	const {env} = found.target;
	const added = Object.entries(readDotEnv(read.text)).filter(([name]) => !Object.hasOwn(env, name));
	const target = {
		...found.target,
		env: {...Object.fromEntries(added.map(([name, value]) => [name, literal(value)])), ...env},
		hiddenEnv: added.map(([name]) => name),
	};
	return {...found, target};
}
