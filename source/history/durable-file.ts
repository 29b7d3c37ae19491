import {open, readFile, rename, rm} from 'node:fs/promises';
import type {Adapter} from 'lowdb';

/** How a file's content is turned into a value and back. `decode` throws on what it does not know. */
export interface Codec<T> {
	decode(value: unknown): T;
	encode(value: T): unknown;
}

/**
 * A JSON file for lowdb that a crash cannot tear: written beside, synced, and renamed over the old one. Readable by its
 * owner only.
 */
export const durableFile = <T>(path: string, codec: Codec<T>): Adapter<T> => ({
	async read() {
		const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return null;
			throw error;
		});
		return text === null ? null : codec.decode(JSON.parse(text));
	},
	async write(value) {
		const temporary = `${path}.${process.pid}.tmp`;
		try {
			const file = await open(temporary, 'w', 0o600);
			try {
				await file.writeFile(JSON.stringify(codec.encode(value)));
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(temporary, path);
		} catch (error) {
			await rm(temporary, {force: true}).catch(() => {});
			throw error;
		}
	},
});
