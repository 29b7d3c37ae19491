import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {type Merged, mergeEntries} from '../config/merge-entries.ts';
import {readConfigFile} from '../config/read-config-file.ts';
import type {SecretVariable} from '../discover/secret-variables.ts';
import {freeName} from '../discover/unify.ts';
import {type RemarkedEntry, referencesIn} from '../domain/server-entry.ts';
import type {Outside} from './command.ts';
import {seekConfigFile} from './config-fleet.ts';
import type {Flags} from './flags.ts';

/** The configuration that servers are put into: the one in use, else one to be. */
export interface Draft {
	/** Absolute. */
	readonly path: string;
	/** Null where there is no file yet. */
	readonly text: string | null;
}

/** Finds and reads it; without any it will be `.langsight.yaml` where we are. */
export async function openDraft(flags: Pick<Flags, 'config'>, outside: Outside): Promise<Draft> {
	const path = seekConfigFile(flags, outside) ?? join(outside.cwd, '.langsight.yaml');
	const absolute = resolve(outside.cwd, path.replace(/^~(?=\/)/, homedir()));
	return {path: absolute, text: existsSync(absolute) ? await readConfigFile(absolute) : null};
}

/** Puts the entries into the draft. */
export const putInto = (
	{path, text}: Draft,
	entries: readonly RemarkedEntry[],
	heading: readonly string[] = [],
): Merged =>
	mergeEntries(text, path, entries, {
		heading,
		rename: ({name, used_by: [client = 'other'] = []}, isTaken) => freeName(name, client, isTaken),
	});

/** A variable that entries need, and what is to be said about it. */
export interface NeededVariable {
	readonly name: string;
	readonly servers: readonly string[];
	/** Null where this environment has it as it is wanted. */
	readonly state: 'not set' | 'set to something else here' | null;
}

/** The variables that these entries name. */
export function neededBy(
	entries: readonly RemarkedEntry[],
	hidden: readonly SecretVariable[],
	{env}: Pick<Outside, 'env'>,
): readonly NeededVariable[] {
	const servers = new Map<string, string[]>();
	for (const {entry} of entries)
		for (const name of new Set(referencesIn(JSON.stringify(entry))))
			servers.set(name, [...(servers.get(name) ?? []), entry.name]);
	const values = new Map(hidden.map(({name, value}) => [name, value.replaceAll('$${', '${')]));
	return [...servers].map(([name, names]): NeededVariable => {
		const value = values.get(name);
		const state =
			env[name] === undefined
				? 'not set'
				: value === undefined || value === env[name]
					? null
					: 'set to something else here';
		return {name, servers: names, state};
	});
}
