import {diffSnapshots, gravest} from './schema-diff.ts';
import type {SchemaRecord, SchemaState, Snapshot} from './snapshot.ts';

/** Takes a snapshot into the record. The first one is the baseline; what differs from it stays until it is accepted. */
export function recordSnapshot(record: SchemaRecord | null, snapshot: Snapshot): SchemaRecord {
	if (record === null) return {baseline: snapshot, drifted: null, changedAt: null};
	const last = record.drifted ?? record.baseline;
	if (snapshot.hash === last.hash) return record;
	const drifted = snapshot.hash === record.baseline.hash ? null : snapshot;
	return {...record, drifted, changedAt: snapshot.takenAt};
}

/** Makes what is there now the baseline. */
export const acceptDrift = (record: SchemaRecord): SchemaRecord =>
	record.drifted ? {...record, baseline: record.drifted, drifted: null} : record;

/** How the schema stands. `hadBaseline` is false while the baseline is this process's own first look. */
export function schemaStateOf(record: SchemaRecord, hadBaseline: boolean): SchemaState {
	const {baseline, drifted, changedAt} = record;
	if (!drifted) {
		const state = hadBaseline ? 'unchanged' : 'new';
		return {state, hash: baseline.hash, class: null, changes: [], changedAt};
	}
	const changes = diffSnapshots(baseline, drifted);
	return {state: 'drifted', hash: drifted.hash, class: gravest(changes), changes, changedAt};
}
