import {lstat, readdir, rm, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import * as z from 'zod';
import {durableFile} from './durable-file.ts';
import type {Codec} from './format/codec.ts';
import {createGate} from './in-turn.ts';
import {type FileKind, fileKinds, serverFolderName, serversFolder} from './paths.ts';

/** What a store keeps of one server. */
export interface StoredServer {
	readonly server: string;
	/** Its folder, or its one file of the first version. */
	readonly path: string;
	/** When it was last part of the fleet, ms since the epoch. */
	readonly seenAt: number;
	readonly files: readonly StoredPart[];
}

/** One file of a server. `aside`: one that could not be read, or is not written yet. */
export interface StoredPart {
	readonly path: string;
	readonly kind: FileKind | 'version-1' | 'aside';
	readonly bytes: number;
}

/**
 * The servers that a store knows beside these, by name. Whatever else lies there is not among them. Never rejects.
 */
export async function findStoredServers(folder: string, beside: readonly string[] = []): Promise<StoredServer[]> {
	const gate = createGate(16);
	const known = new Set(beside.map(serverFolderName));
	const all = await readdir(serversFolder(folder), {withFileTypes: true}).catch(() => []);
	const inside = all.filter(({name}) => !known.has(name) && !known.has(name.replace(/\.json$/, '')));
	const found = await Promise.all(
		inside.map(one => {
			const path = join(serversFolder(folder), one.name);
			if (one.isDirectory()) return gate(() => inspect(path, one.name).catch(() => null));
			return one.isFile() && one.name.endsWith('.json') ? gate(() => inspectWhole(path).catch(() => null)) : null;
		}),
	);
	return found.filter(one => one !== null).sort((a, b) => (a.server < b.server ? -1 : 1));
}

/** Removes the files of a server, and its folder if there is nothing else in it. Rejects where that does not work. */
export async function removeStoredServer({path, files}: StoredServer): Promise<void> {
	for (const file of files) await rm(file.path, {force: true});
	if (files.some(({kind}) => kind === 'version-1')) return;
	await rmdir(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
	});
}

/** Of a file no more is read here than whose it is. */
const owner = z.looseObject({server: z.string(), seenAt: z.number().optional()});
const ownerCodec: Codec<z.infer<typeof owner>> = {decode: content => owner.parse(content), encode: () => null};

async function inspect(folder: string, name: string): Promise<StoredServer | null> {
	const files: StoredPart[] = [];
	let changedAt = 0;
	for (const file of await readdir(folder)) {
		const kind = kindOf(file);
		if (!kind) continue;
		const facts = await lstat(join(folder, file));
		files.push({path: join(folder, file), kind, bytes: facts.size});
		changedAt = Math.max(changedAt, facts.mtimeMs);
	}
	for (const kind of fileKinds) {
		const file = files.find(one => one.kind === kind);
		const content =
			file &&
			(await durableFile(file.path, ownerCodec)
				.read()
				.catch(() => null));
		if (!content || serverFolderName(content.server) !== name) continue;
		return {server: content.server, path: folder, seenAt: content.seenAt ?? changedAt, files};
	}
	return null;
}

async function inspectWhole(path: string): Promise<StoredServer | null> {
	const content = await durableFile(path, ownerCodec).read();
	if (!content || !path.endsWith(`/${serverFolderName(content.server)}.json`)) return null;
	const {size, mtimeMs} = await lstat(path);
	return {server: content.server, path, seenAt: mtimeMs, files: [{path, kind: 'version-1', bytes: size}]};
}

function kindOf(name: string): StoredPart['kind'] | null {
	const [, kind, rest] = /^([a-z-]+)\.json(\.corrupt-.+|\.tmp)?$/.exec(name) ?? [];
	const known = fileKinds.find(one => one === kind);
	return known ? (rest === undefined ? known : 'aside') : null;
}
