import {constants} from 'node:fs';
import {type FileHandle, open, realpath, rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {UserError} from '../domain/errors.ts';
import type {Lock} from '../domain/lock.ts';
import type {Hash} from '../domain/snapshot.ts';
import {largestFileBytes} from './durable-file.ts';
import {BrokenFile, NewerFile} from './format/broken.ts';
import {decodeLock} from './format/lock.ts';

/** Reads a lock file; null where there is none. Throws a `UserError` with file and reason for what cannot be used. */
export async function readLock(path: string, hash: Hash): Promise<Lock | null> {
	const text = await readText(path);
	if (text === null) return null;
	try {
		return decodeLock(text, hash);
	} catch (error) {
		if (error instanceof NewerFile)
			throw new UserError(`The lock file ${path} cannot be used: ${error.message}`, 'Use the LangSight that wrote it.');
		if (error instanceof BrokenFile)
			throw new UserError(
				`The lock file ${path} cannot be used: ${error.message}`,
				`Write it anew with: langsight baseline --write ${basename(path)}`,
			);
		throw error;
	}
}

/**
 * Writes a file that is committed with others: all of it or nothing, and only where that changes it. Throws a
 * `UserError` where it cannot be written.
 * @returns whether it was changed.
 */
export async function writeLock(path: string, text: string): Promise<boolean> {
	if ((await readText(path)) === text) return false;
	// A link stays one: what it names is replaced.
	const target = await realpath(path).catch(() => path);
	const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
	try {
		const mode = await modeOf(target);
		const file = await open(temporary, toWrite, mode ?? 0o666);
		try {
			if (mode !== null) await file.chmod(mode);
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, target);
		return true;
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {});
		throw cannot('written', path, error);
	}
}

/** A pipe in the place of a file must not be waited for. */
const toRead = constants.O_RDONLY | constants.O_NONBLOCK;
const toWrite = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

async function readText(path: string): Promise<string | null> {
	let file: FileHandle;
	try {
		file = await open(path, toRead);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw cannot('read', path, error);
	}
	try {
		const facts = await file.stat();
		if (!facts.isFile()) throw new UserError(`${path} is not a file`, 'Name the lock file itself.');
		if (facts.size > largestFileBytes)
			throw new UserError(`The lock file ${path} is far too large`, 'Is it the right file?');
		return await file.readFile('utf8');
	} finally {
		await file.close();
	}
}

/** Who may do what with it; null where it is not there yet. */
async function modeOf(path: string): Promise<number | null> {
	const file = await open(path, toRead).catch(() => null);
	if (!file) return null;
	try {
		return (await file.stat()).mode & 0o777;
	} finally {
		await file.close();
	}
}

const cannot = (verb: 'read' | 'written', path: string, error: unknown): UserError =>
	new UserError(`The lock file ${path} cannot be ${verb}: ${codeOf(error) ?? String(error)}`, undefined, [], {
		cause: error,
	});

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
