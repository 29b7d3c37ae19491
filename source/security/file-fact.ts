import {stat} from 'node:fs/promises';
import type {FileFact} from './context.ts';

/** Who may read and write a file, links followed; null where it cannot be told. */
export async function readFileFact(path: string): Promise<FileFact | null> {
	const facts = await stat(path).catch(() => null);
	if (facts === null) return null;
	// Windows makes the bits up.
	return {path, mode: process.platform === 'win32' ? null : facts.mode & 0o7777};
}
