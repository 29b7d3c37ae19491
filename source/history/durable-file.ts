import {close, fsync, open, writeFile} from 'node:fs';
import {constants, type FileHandle, mkdir, open as openToRead, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import {promisify} from 'node:util';
import type {Adapter} from 'lowdb';
import {BrokenFile} from './format/broken.ts';
import type {Codec} from './format/codec.ts';

/** No file of ours comes near it: what is larger is not worth the memory to find out what it is. */
export const largestFileBytes = 32 * 1024 * 1024;

/**
 * A JSON file for lowdb that a crash cannot tear: written beside, synced, and renamed over the old one, which may be a
 * link to elsewhere and is then replaced. What a crash leaves beside it, the next write takes for its own. Readable by its owner only. `read` throws `BrokenFile` and `NewerFile` beside
 * the errors of the file system; null is no file.
 */
export const durableFile = <T>(path: string, codec: Codec<T>): Adapter<T> => ({
	async read() {
		const text = await readText(path);
		return text === null ? null : codec.decode(parse(text));
	},
	async write(value) {
		const temporary = `${path}.tmp`;
		try {
			const text = JSON.stringify(codec.encode(value));
			const file = await openNew(temporary);
			try {
				await onDisk.writeFile(file, text);
				await onDisk.fsync(file);
			} finally {
				await onDisk.close(file);
			}
			await rename(temporary, path);
		} catch (error) {
			await rm(temporary, {force: true}).catch(() => {});
			throw error;
		}
	},
});

/** A hundred files a minute: `node:fs/promises` takes a third more CPU for the same. */
const onDisk = {
	open: promisify(open),
	writeFile: promisify(writeFile),
	fsync: promisify(fsync),
	close: promisify(close),
};

/** A pipe in the place of a file must not be waited for. */
const toRead = constants.O_RDONLY | constants.O_NONBLOCK;
const toWrite = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

async function readText(path: string): Promise<string | null> {
	let file: FileHandle;
	try {
		file = await openToRead(path, toRead);
	} catch (error) {
		if (isMissing(error) || codeOf(error) === 'ENOTDIR') return null;
		throw error;
	}
	try {
		const facts = await file.stat();
		if (!facts.isFile()) throw new Error('not a file');
		if (facts.size > largestFileBytes) throw new BrokenFile('far too large');
		return await file.readFile('utf8');
	} finally {
		await file.close();
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new BrokenFile('not JSON');
	}
}

/** Opens a file for writing, and makes its folder where it has gone or was never needed. */
async function openNew(path: string): Promise<number> {
	try {
		return await onDisk.open(path, toWrite, 0o600);
	} catch (error) {
		if (!isMissing(error)) throw error;
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		return onDisk.open(path, toWrite, 0o600);
	}
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
