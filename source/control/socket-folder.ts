import {createHash} from 'node:crypto';
import {chmod, lstat, mkdir} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/** The longest path a Unix socket can be bound to, in bytes, on every system we run on. */
const longestSocketPath = 100;
/** Room for the longest name of a socket in the folder. */
const longestName = '/claim-0123456789abcdef.sock'.length;

/** Where a store's sockets are: in the store itself, or in a short place of our own where its path is too long. */
export async function socketFolder(store: string): Promise<string> {
	await mkdir(store, {recursive: true, mode: 0o700});
	if (Buffer.byteLength(store) + longestName <= longestSocketPath) return store;
	const {uid} = userInfo();
	const ours = join(tmpdir(), `langsight-${uid}`);
	await mkdir(ours, {recursive: true, mode: 0o700});
	const found = await lstat(ours);
	// In a folder for everybody, that name may have been taken by somebody else.
	if (!found.isDirectory() || found.uid !== uid) throw new Error(`${ours} belongs to somebody else`);
	await chmod(ours, 0o700);
	const folder = join(ours, createHash('sha256').update(store).digest('hex').slice(0, 16));
	await mkdir(folder, {recursive: true, mode: 0o700});
	return folder;
}
