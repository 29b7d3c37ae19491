import {constants} from 'node:fs';
import {open, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';

export const pidFilePath = (store: string): string => join(store, 'monitor.pid');

/**
 * Writes down which process watches, for other programs: the socket is the lock, so one that a killed monitor left
 * behind does no harm and is replaced.
 * @returns how to remove it; that does nothing where another process has put its own there meanwhile.
 */
export async function writePidFile(store: string, pid: number): Promise<() => Promise<void>> {
	const path = pidFilePath(store);
	const temporary = `${path}.${pid}.tmp`;
	const text = `${pid}\n`;
	const file = await open(temporary, toWrite, 0o600);
	try {
		await file.writeFile(text);
	} finally {
		await file.close();
	}
	await rename(temporary, path);
	return async () => {
		const written = await readFile(path, 'utf8').catch(() => null);
		if (written === text) await rm(path, {force: true}).catch(() => {});
	};
}

const toWrite = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
