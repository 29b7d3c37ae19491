import {readFile, rename} from 'node:fs/promises';
import {Low} from 'lowdb';
import type {Clock} from '../domain/ports.ts';
import {type Codec, durableFile} from './durable-file.ts';
import {isNewer} from './format.ts';
import type {Problem} from './problem.ts';

/** One file of the store: its value in memory, and when that is written. */
export interface StoredFile<T> {
	/** Reads the file. What cannot be read is set aside or left as it is, and said. Never rejects. */
	read(): Promise<void>;
	get(): T;
	/** Replaces the value; `write` brings it to the disk. */
	set(value: T): void;
	/** Writes what has changed. A call while a write is under way is served by one more write. Never rejects. */
	write(): Promise<void>;
}

export interface StoredFileOptions<T> {
	readonly path: string;
	readonly codec: Codec<T>;
	readonly initial: T;
	readonly clock: Clock;
	/** False where the file belongs to another monitor: it is read, never written. */
	readonly isOwner: boolean;
	readonly problem: Problem;
}

export function createStoredFile<T>(options: StoredFileOptions<T>): StoredFile<T> {
	const {path, isOwner, problem} = options;
	const low = new Low<T>(durableFile(path, options.codec), options.initial);
	let mayWrite = isOwner;
	let isDirty = false;
	let isQueued = false;
	let last: Promise<void> = Promise.resolve();

	async function writeNow(): Promise<void> {
		isQueued = false;
		isDirty = false;
		try {
			await low.write();
			problem.wrote(path);
		} catch (error) {
			isDirty = true;
			problem.writeFailed(path, reasonOf(error));
		}
	}

	return {
		async read() {
			try {
				await low.read();
			} catch (error) {
				low.data = options.initial;
				if (isOwner) mayWrite = await makeWay(error, options);
			}
		},
		get: () => low.data,
		set(value) {
			low.data = value;
			isDirty = true;
		},
		write() {
			if (!mayWrite || !isDirty || isQueued) return last;
			isQueued = true;
			last = last.then(writeNow);
			return last;
		},
	};
}

/** What becomes of a file that cannot be used; true where a new one may take its place. */
async function makeWay<T>(error: unknown, {path, clock, problem}: StoredFileOptions<T>): Promise<boolean> {
	const content = await readJson(path);
	if (content.isUnreadable) {
		problem.note(`${path} cannot be read (${reasonOf(error)}): left as it is`);
		return false;
	}
	if (isNewer(content.value)) {
		problem.note(`${path} was written by a newer version: left as it is`);
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

async function readJson(path: string): Promise<{isUnreadable: boolean; value?: unknown}> {
	try {
		return {isUnreadable: false, value: JSON.parse(await readFile(path, 'utf8'))};
	} catch (error) {
		return {isUnreadable: !(error instanceof SyntaxError)};
	}
}

/** The cause in a few words: an errno code, or what is wrong with the content. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ('code' in error && typeof error.code === 'string') return error.code;
	if (error instanceof SyntaxError) return 'not JSON';
	return error.name.endsWith('ZodError') ? 'not of the expected shape' : error.message;
}
