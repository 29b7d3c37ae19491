import {constants} from 'node:fs';
import {type FileHandle, open, realpath} from 'node:fs/promises';
import {UserError} from '../domain/errors.ts';
import {checkPermissions, foldersOf} from './check-permissions.ts';

const maxBytes = 1_048_576;

/**
 * Reads a config's text. Throws a `UserError` for what cannot be read: no such file, a folder, a pipe, more than 1 MiB,
 * not UTF-8, or open to others' writing.
 *
 * @param path absolute.
 */
export async function readConfigFile(path: string): Promise<string> {
	const handle = await openFile(path);
	try {
		const facts = await handle.stat();
		if (facts.isDirectory()) throw new UserError(`${path} is a folder`, 'name the config file in it');
		if (!facts.isFile()) throw new UserError(`${path} is not a regular file`, 'copy it to a file first');
		await checkPermissions(path, facts, foldersOf(path, await realpath(path)));
		return decode(path, await readBounded(path, handle));
	} finally {
		await handle.close();
	}
}

/** Opens without waiting: a pipe that nobody writes to would block for ever. */
async function openFile(path: string): Promise<FileHandle> {
	try {
		return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') {
			throw new UserError(
				`there is no config file ${path}`,
				'write one (.langsight.example.yaml shows how), or name another with --config',
				[],
				{cause: error},
			);
		}
		const why = code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : (code ?? 'unknown error');
		throw new UserError(`the config file ${path} cannot be opened: ${why}`, undefined, [], {cause: error});
	}
}

/** Trusts what it reads rather than the size that was promised. */
async function readBounded(path: string, handle: FileHandle): Promise<Uint8Array> {
	const buffer = new Uint8Array(maxBytes + 1);
	let length = 0;
	while (length < buffer.length) {
		const {bytesRead} = await handle.read(buffer, length, buffer.length - length);
		if (bytesRead === 0) return buffer.subarray(0, length);
		length += bytesRead;
	}
	throw new UserError(`the config file ${path} is larger than 1 MiB`, 'is it the right file?');
}

function decode(path: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (error) {
		throw new UserError(`the config file ${path} is not UTF-8 text`, 'save it as UTF-8', [], {cause: error});
	}
}
