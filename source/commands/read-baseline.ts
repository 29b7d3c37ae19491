import {resolve} from 'node:path';
import {UserError} from '../domain/errors.ts';
import type {Lock} from '../domain/lock.ts';
import type {Hash} from '../domain/snapshot.ts';
import {readLock} from '../history/lock-file.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';

/** The lock file that `--baseline` names, and its name as it was given; null where there is no such flag. */
export async function readBaseline(
	{baseline: file}: Flags,
	{cwd}: Outside,
	hash: Hash,
): Promise<{readonly file: string; readonly lock: Lock} | null> {
	if (file === undefined) return null;
	const lock = await readLock(resolve(cwd, file), hash);
	if (lock) return {file, lock};
	throw new UserError(`There is no lock file ${file}`, `Write one with: langsight baseline --write ${file || 'FILE'}`);
}
