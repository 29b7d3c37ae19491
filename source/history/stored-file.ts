import {rename} from 'node:fs/promises';
import {Low} from 'lowdb';
import type {Clock} from '../domain/ports.ts';
import {durableFile} from './durable-file.ts';
import {BrokenFile, NewerFile} from './format/broken.ts';
import type {Codec} from './format/codec.ts';
import type {Problem} from './problem.ts';

/** One file of the store, and whether it is behind. */
export interface StoredFile<T> {
	/** What it holds; null where there is none. What cannot be read is set aside or left as it is, and said. Never rejects. */
	read(): Promise<T | null>;
	/** Its content has changed. */
	touch(): void;
	isBehind(): boolean;
	/** Writes what has changed; false where that did not work. Never rejects; not called twice at a time. */
	write(): Promise<boolean>;
}

export interface StoredFileOptions<T> extends StoreParts {
	readonly path: string;
	readonly codec: Codec<T>;
	/** What it should hold now; asked when it is written. */
	readonly content: () => T;
}

/** What all files of a store share. */
export interface StoreParts {
	readonly clock: Clock;
	/** False where the store belongs to another monitor: it is read, never written. */
	readonly isOwner: boolean;
	readonly problem: Problem;
}

export function createStoredFile<T>(options: StoredFileOptions<T>): StoredFile<T> {
	const {path, isOwner, problem} = options;
	const low = new Low<T | null>(durableFile<T | null>(path, orNull(options.codec)), null);
	let mayWrite = isOwner;
	let isBehind = false;

	return {
		async read() {
			try {
				await low.read();
				return low.data;
			} catch (error) {
				if (isOwner) mayWrite = await makeWay(error, options);
				else problem.note(`${path} could not be read (${reasonOf(error)}): left as it is`);
				return null;
			} finally {
				low.data = null;
			}
		},
		touch() {
			isBehind = true;
		},
		isBehind: () => isBehind,
		async write() {
			if (!mayWrite) return false;
			if (!isBehind) return true;
			isBehind = false;
			try {
				low.data = options.content();
				await low.write();
				problem.wrote(path);
				return true;
			} catch (error) {
				isBehind = true;
				problem.writeFailed(path, reasonOf(error));
				return false;
			} finally {
				low.data = null;
			}
		},
	};
}

/** lowdb asks for a value before there is one. */
const orNull = <T>(codec: Codec<T>): Codec<T | null> => ({
	decode: codec.decode,
	encode: value => (value === null ? null : codec.encode(value)),
});

/** What becomes of a file that cannot be used; true where a new one may take its place. */
async function makeWay<T>(error: unknown, {path, clock, problem}: StoredFileOptions<T>): Promise<boolean> {
	if (error instanceof NewerFile) {
		problem.note(`${path} was written by a newer version: left as it is`);
		return false;
	}
	if (!(error instanceof BrokenFile)) {
		problem.note(`${path} cannot be read (${reasonOf(error)}): left as it is`);
		return false;
	}
	const aside = `${path}.corrupt-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`;
	const hasMoved = await rename(path, aside).then(
		() => true,
		() => false,
	);
	const outcome = hasMoved ? `set aside as ${aside}` : 'left as it is';
	problem.note(`${path} could not be read (${reasonOf(error)}): ${outcome}`);
	return hasMoved;
}

/** The cause in a few words: an errno code, or what is wrong with the content. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
