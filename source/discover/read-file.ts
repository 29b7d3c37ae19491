import {constants} from 'node:fs';
import {type FileHandle, open, readdir} from 'node:fs/promises';

/** A text; null where there is no such file; or why there is one that cannot be read. */
export type FileText = {readonly text: string} | {readonly why: string} | null;

/** The only way to the file system. Neither rejects. */
export interface Files {
	read(path: string): Promise<FileText>;
	/** The names in a folder; none where it cannot be read. */
	list(folder: string): Promise<readonly string[]>;
}

/** Claude Code keeps much beside its servers in the one file, so that some are large. */
const maxBytes = 16 * 1024 * 1024;
const maxNames = 1000;

/** Reads regular files of bounded size, and waits for nothing. */
export const realFiles: Files = {
	async read(path) {
		let handle: FileHandle;
		try {
			// A pipe that nobody writes to would block for ever.
			handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		} catch (error) {
			return describeError(error);
		}
		try {
			const facts = await handle.stat();
			if (!facts.isFile()) return {why: facts.isDirectory() ? 'is a folder' : 'is not a regular file'};
			if (facts.size > maxBytes) return tooLarge;
			return decode(await readBounded(handle));
		} catch (error) {
			return describeError(error);
		} finally {
			await handle.close();
		}
	},
	async list(folder) {
		return (await readdir(folder).catch(() => [])).sort().slice(0, maxNames);
	},
};

const tooLarge: FileText = {why: 'is larger than 16 MiB'};

/** Trusts what it reads rather than the size that was promised; null where it is more than that. */
async function readBounded(handle: FileHandle): Promise<Buffer | null> {
	const chunks: Buffer[] = [];
	let length = 0;
	for (;;) {
		const {bytesRead, buffer} = await handle.read(Buffer.allocUnsafe(65_536), 0, 65_536);
		if (bytesRead === 0) return Buffer.concat(chunks);
		length += bytesRead;
		if (length > maxBytes) return null;
		chunks.push(buffer.subarray(0, bytesRead));
	}
}

function decode(bytes: Buffer | null): FileText {
	if (bytes === null) return tooLarge;
	if (bytes.subarray(0, 8192).includes(0)) return {why: 'is not a text file'};
	try {
		return {text: new TextDecoder('utf-8', {fatal: true}).decode(bytes)};
	} catch {
		return {why: 'is not UTF-8 text'};
	}
}

function describeError(error: unknown): FileText {
	const {code = 'unknown error'} = error as NodeJS.ErrnoException;
	if (code === 'ENOENT' || code === 'ENOTDIR') return null;
	if (code === 'EACCES' || code === 'EPERM') return {why: 'may not be read'};
	if (code === 'ELOOP') return {why: 'is a link that leads to itself'};
	return {why: `cannot be read: ${code}`};
}
