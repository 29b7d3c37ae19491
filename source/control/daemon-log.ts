import {
	chmodSync,
	closeSync,
	constants,
	copyFileSync,
	fstatSync,
	ftruncateSync,
	lstatSync,
	openSync,
	readSync,
	renameSync,
	rmSync,
} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Cancel, Clock} from '../domain/ports.ts';

export const logFilePath = (store: string): string => join(store, 'monitor.log');

/** As much is kept in the file, and as much again in the one before. */
const largestBytes = 5 * 1024 * 1024;
const lookEveryMs = 10_000;
const stdout = 1;

/** Opens a store's log to be a process's output, to be closed by the caller. For its owner only. */
export async function openLog(
	store: string,
): Promise<{readonly fd: number; readonly path: string; readonly size: number}> {
	await mkdir(store, {recursive: true, mode: 0o700});
	const path = logFilePath(store);
	const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
	return {fd, path, size: fstatSync(fd).size};
}

/** The store's log, where it is what this process writes its output to; else null. */
export function ownLog(store: string): string | null {
	const path = logFilePath(store);
	try {
		const [written, named] = [fstatSync(stdout), lstatSync(path)];
		return named.isFile() && written.ino === named.ino && written.dev === named.dev ? path : null;
	} catch {
		return null;
	}
}

/**
 * Keeps the log that this process writes from growing for ever: now and then, what is too large goes to `PATH.1`, in
 * place of what was there. The file stays the one that the output goes to, so nothing that is written is lost, not
 * even what the engine says in a crash.
 * @param limit bytes
 */
export function keepLogSmall(path: string, clock: Clock, limit = largestBytes, fd = stdout): Cancel {
	let cancel: Cancel = () => {};
	function look(): void {
		cancel = clock.after(lookEveryMs, look);
		try {
			if (fstatSync(fd).size > limit) rotate(path, fd);
		} catch {
			// The disk is full, or somebody has taken the file away: a log is not worth a monitor.
		}
	}
	look();
	return () => cancel();
}

/** In one go: nobody else writes to it, so nothing comes between. */
function rotate(path: string, fd: number): void {
	const temporary = `${path}.tmp`;
	rmSync(temporary, {force: true});
	copyFileSync(path, temporary, constants.COPYFILE_EXCL);
	chmodSync(temporary, 0o600);
	renameSync(temporary, `${path}.1`);
	ftruncateSync(fd, 0);
}

/** The last lines of a log from a place on, bytes; none where there is nothing to be read. */
export function readLogEnd(path: string, from: number, mostLines: number): readonly string[] {
	const longest = 16 * 1024;
	try {
		const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const {size} = fstatSync(fd);
			const start = Math.max(size < from ? 0 : from, size - longest);
			const buffer = Buffer.alloc(Math.max(0, size - start));
			const length = readSync(fd, buffer, 0, buffer.length, start);
			return buffer.toString('utf8', 0, length).split('\n').filter(Boolean).slice(-mostLines);
		} finally {
			closeSync(fd);
		}
	} catch {
		return [];
	}
}
