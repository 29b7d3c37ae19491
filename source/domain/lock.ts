import {diffSnapshots, gravest} from './schema-diff.ts';
import {isSameSnapshot, type SchemaState, type Snapshot} from './snapshot.ts';

/** What the tools of each server should be, by its name, as a file under version control says. */
export type Lock = ReadonlyMap<string, Snapshot>;

/** The version of the lock files that are written. */
export const lockVersion = 1;

/** How what a server shows stands against what it should show; without that it is `new`. */
export function schemaAgainst(expected: Snapshot | undefined, seen: Snapshot): SchemaState {
	// A file knows no times, so nothing tells when the tools became others.
	const common = {hash: seen.hash, changedAt: null};
	if (!expected) return {...common, state: 'new', class: null, changes: []};
	if (isSameSnapshot(expected, seen)) return {...common, state: 'unchanged', class: null, changes: []};
	const changes = diffSnapshots(expected, seen);
	return {...common, state: 'drifted', class: gravest(changes), changes};
}
