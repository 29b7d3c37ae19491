import type {Codec} from './format/codec.ts';
import {inTurn} from './in-turn.ts';
import {createStoredFile, type StoreParts} from './stored-file.ts';

/** A list that the whole fleet shares, in a file of its own. */
export interface SharedFile<T> {
	read(): Promise<void>;
	get(): T;
	/** Replaces it; `write` brings it to the disk. */
	set(value: T): void;
	isBehind(): boolean;
	/** Writes it if that is due. Never rejects. */
	write(): Promise<void>;
}

export function createSharedFile<T>(path: string, codec: Codec<T>, empty: T, parts: StoreParts): SharedFile<T> {
	let value = empty;
	const file = createStoredFile({...parts, path, codec, content: () => value});
	return {
		async read() {
			value = (await file.read()) ?? empty;
		},
		get: () => value,
		set(next) {
			value = next;
			file.touch();
		},
		isBehind: file.isBehind,
		write: inTurn(file.write),
	};
}
