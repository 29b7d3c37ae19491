import {createHash} from 'node:crypto';
import {chmod, lstat, mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type Server, targetOf} from '../domain/server.ts';

export const alertsPath = (folder: string): string => join(folder, 'alerts.json');
export const silencesPath = (folder: string): string => join(folder, 'silences.json');
export const outboxPath = (folder: string): string => join(folder, 'outbox.json');
export const serversFolder = (folder: string): string => join(folder, 'servers');

/** The files that are kept of each server. */
export const fileKinds = ['tail', 'roll-up', 'incidents', 'schema'] as const;
export type FileKind = (typeof fileKinds)[number];

/** A name a file system takes, that tells a person whose folder it is and that no two servers share. */
export function serverFolderName(server: string): string {
	const slug = server.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 40);
	return `${slug}-${digest(server).slice(0, 8)}`;
}

export const serverFilePath = (serverFolder: string, kind: FileKind): string => join(serverFolder, `${kind}.json`);

/** Digest of what a server's name stands for. */
export const digestTarget = (server: Server): string => digest(JSON.stringify(targetOf(server))).slice(0, 16);

/** Makes the store's folder for its owner only. */
export async function prepareFolder(folder: string): Promise<void> {
	await mkdir(serversFolder(folder), {recursive: true, mode: 0o700});
	await chmod(folder, 0o700).catch(() => {});
	await writeFile(join(folder, '.gitignore'), '*\n', {flag: 'wx', mode: 0o600}).catch(() => {});
}

/** Which of the servers' folders lead out of the store: nothing is written through a link. */
export async function findLinks(folder: string): Promise<(server: string) => boolean> {
	const servers = serversFolder(folder);
	const own = await lstat(servers).catch(() => null);
	if (own?.isSymbolicLink()) return () => true;
	const inside = await readdir(servers, {withFileTypes: true}).catch(() => []);
	const links = new Set(inside.filter(one => one.isSymbolicLink()).map(({name}) => name));
	return server => links.size > 0 && links.has(serverFolderName(server));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
