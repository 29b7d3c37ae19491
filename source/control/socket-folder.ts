import {createHash} from 'node:crypto';
import {chmod, lstat, mkdir, readdir} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/** The longest path a Unix socket can be bound to, in bytes, on every system we run on. */
const longestSocketPath = 100;
/** Room for the longest name of a socket in the folder. */
const longestName = '/claim-0123456789abcdef.sock'.length;

/** Where a store's sockets are: in the store itself, or in a short place of our own where its path is too long. */
export async function socketFolder(store: string): Promise<string> {
	await mkdir(store, {recursive: true, mode: 0o700});
	const ours = folderOfOurs(store);
	if (ours === null) return store;
	await mkdir(ours, {recursive: true, mode: 0o700});
	await demandOurs(ours);
	await chmod(ours, 0o700);
	const folder = join(ours, nameOf(store));
	await mkdir(folder, {recursive: true, mode: 0o700});
	return folder;
}

/** The socket of the monitor that owned a store last; null where there never was one. Makes nothing. */
export async function newestSocket(store: string): Promise<string | null> {
	try {
		const ours = folderOfOurs(store);
		if (ours !== null) await demandOurs(ours);
		const folder = ours === null ? store : join(ours, nameOf(store));
		const newest = Math.max(0, ...(await socketNumbers(folder)));
		return newest === 0 ? null : socketPath(folder, newest);
	} catch {
		return null;
	}
}

export const socketPath = (folder: string, number: number): string => join(folder, `monitor-${number}.sock`);

/** The numbers of the sockets in a folder, in no order. */
export async function socketNumbers(folder: string): Promise<readonly number[]> {
	const names = await readdir(folder);
	return names.flatMap(name => /^monitor-(\d{1,9})\.sock$/.exec(name)?.[1] ?? []).map(Number);
}

/** Null where the store's own path is short enough. */
const folderOfOurs = (store: string): string | null =>
	Buffer.byteLength(store) + longestName <= longestSocketPath ? null : join(tmpdir(), `langsight-${userInfo().uid}`);

const nameOf = (store: string): string => createHash('sha256').update(store).digest('hex').slice(0, 16);

/** In a folder for everybody, that name may have been taken by somebody else. */
async function demandOurs(folder: string): Promise<void> {
	const found = await lstat(folder);
	if (!found.isDirectory() || found.uid !== userInfo().uid) throw new Error(`${folder} belongs to somebody else`);
}
