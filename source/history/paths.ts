import {createHash} from 'node:crypto';
import {chmod, mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Server} from '../domain/server.ts';

export const alertsPath = (folder: string): string => join(folder, 'alerts.json');

/** A name a file system takes, that tells a person whose file it is and that no two servers share. */
export function serverPath(folder: string, name: string): string {
	const slug = name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 40);
	return join(folder, 'servers', `${slug}-${digest(name).slice(0, 8)}.json`);
}

/** Digest of what a server's name stands for. */
export const targetOf = (server: Server): string =>
	digest(
		JSON.stringify(
			server.transport === 'stdio' ? [server.command, server.args, server.cwd] : [server.transport, server.url],
		),
	).slice(0, 16);

/** Makes the store's folder for its owner only, and clears what a killed monitor was writing. */
export async function prepareFolder(folder: string): Promise<void> {
	const servers = join(folder, 'servers');
	await mkdir(servers, {recursive: true, mode: 0o700});
	await chmod(folder, 0o700).catch(() => {});
	await writeFile(join(folder, '.gitignore'), '*\n', {flag: 'wx', mode: 0o600}).catch(() => {});
	for (const inside of [folder, servers]) {
		for (const name of await readdir(inside)) {
			if (name.endsWith('.tmp')) await rm(join(inside, name), {force: true}).catch(() => {});
		}
	}
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
