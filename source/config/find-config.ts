import {existsSync, statSync} from 'node:fs';
import {dirname, isAbsolute, join, resolve} from 'node:path';
import type {Environment} from './interpolate.ts';

interface Search {
	readonly cwd: string;
	readonly home: string;
	readonly env: Environment;
	/** The user's own choice; taken as it is, whether or not it exists. */
	readonly explicit?: string;
}

const fileNames = ['.langsight.yaml', '.langsight.yml'];

/**
 * The config's absolute path, or null when there is none. Walks up from `cwd` to the root of the git repository, the
 * home folder or the root, whichever is first; then looks where the XDG base directory specification says.
 */
export function findConfig({cwd, home, env, explicit}: Search): string | null {
	if (explicit !== undefined) return resolve(cwd, explicit);
	for (const folder of foldersUp(resolve(cwd), resolve(home))) {
		const found = firstFile(folder, fileNames);
		if (found) return found;
	}
	const configured = env.XDG_CONFIG_HOME;
	// The specification: a relative path is to be ignored.
	const base = configured && isAbsolute(configured) ? configured : join(home, '.config');
	return firstFile(join(base, 'langsight'), ['config.yaml', 'config.yml']);
}

/** A folder and those above it, up to the root of the git repository, the home folder or the root. */
export function* foldersUp(start: string, home: string): Generator<string> {
	for (let folder = start; ; folder = dirname(folder)) {
		yield folder;
		// In a worktree `.git` is a file.
		if (folder === home || folder === dirname(folder) || existsSync(join(folder, '.git'))) return;
	}
}

function firstFile(folder: string, names: readonly string[]): string | null {
	const paths = names.map(name => join(folder, name));
	return paths.find(path => statSync(path, {throwIfNoEntry: false})?.isFile()) ?? null;
}
