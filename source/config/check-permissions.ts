import type {Stats} from 'node:fs';
import {stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {UserError} from '../domain/errors.ts';

const writableByOthers = 0o022;
const sticky = 0o1000;

/**
 * Refuses a config that another user could change, for it starts commands: the file, or a folder in which the file
 * could be replaced. Throws a `UserError` with the command to run. Does nothing where there are no Unix permissions.
 *
 * @param file of the opened file.
 * @param folders that hold the file, and the link to it if there is one.
 */
export async function checkPermissions(path: string, file: Stats, folders: ReadonlySet<string>): Promise<void> {
	const user = process.getuid?.();
	if (user === undefined) return;
	refuse(path, 'file', file, user, (file.mode & writableByOthers) !== 0);
	for (const folder of folders) {
		const facts = await stat(folder);
		// In a sticky folder, such as /tmp, only a file's owner can replace it.
		const isOpen = (facts.mode & writableByOthers) !== 0 && (facts.mode & sticky) === 0;
		refuse(folder, 'folder', facts, user, isOpen);
	}
}

function refuse(path: string, kind: 'file' | 'folder', {uid, mode}: Stats, user: number, isOpen: boolean): void {
	const what = kind === 'file' ? `config ${path}` : `folder ${path} of the config`;
	if (uid !== user && uid !== 0) {
		throw new UserError(
			`the ${what} belongs to another user (uid ${uid}), who could change what it starts`,
			`if you trust it: sudo chown ${user} ${quote(path)}`,
		);
	}
	if (isOpen) {
		const bits = (mode & 0o7777).toString(8).padStart(4, '0');
		throw new UserError(
			`the ${what} can be changed by others (mode ${bits}), and a config starts commands`,
			`chmod go-w ${quote(path)}`,
		);
	}
}

/** A path as a shell reads it back. */
const quote = (path: string): string => (/^[\w./@%+:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** The folders in which a config could be replaced: of the path as given, and of what it finally points at. */
export const foldersOf = (path: string, realPath: string): Set<string> => new Set([dirname(path), dirname(realPath)]);
