import {addEvent, markAccepted, unmarkAccepted} from './schema/drift-events.ts';
import {keepPast, snapshotAt} from './schema/kept-snapshots.ts';
import {diffSnapshots, gravest, type SchemaChange} from './schema-diff.ts';
import {type Acceptance, isSameSnapshot, type SchemaRecord, type SchemaState, type Snapshot} from './snapshot.ts';

/**
 * Takes a snapshot into the record. The first one is the baseline; what differs from it stays drifted until a person
 * accepts it, even if the server goes back to the baseline by itself: agents may have met the other tools meanwhile.
 */
export function recordSnapshot(record: SchemaRecord | null, snapshot: Snapshot): SchemaRecord {
	if (record === null) return {baseline: snapshot, drifted: null, changedAt: null};
	const last = currentOf(record);
	if (isSameSnapshot(last, snapshot)) return last.about || !snapshot.about ? record : complete(record, last, snapshot);
	const isReturn = isSameSnapshot(record.baseline, snapshot);
	const at = snapshot.takenAt;
	return keepPast(record, {
		...record,
		drifted: isReturn ? record.drifted : snapshot,
		revertedAt: isReturn ? at : null,
		changedAt: at,
		events: addEvent(record.events ?? [], last, snapshot, isReturn),
	});
}

/** What was seen last. */
export const currentOf = ({baseline, drifted, revertedAt}: SchemaRecord): Snapshot =>
	drifted && revertedAt == null ? drifted : baseline;

/** Adds to a snapshot of before what it did not hold yet, which is no change. */
function complete(record: SchemaRecord, last: Snapshot, {about, hash}: Snapshot): SchemaRecord {
	const completed = {...last, about, hash};
	return last === record.baseline ? {...record, baseline: completed} : {...record, drifted: completed};
}

/** Who accepts, when (ms since the epoch), and the hash of the tools they looked at; null takes what is there. */
export interface AcceptRequest {
	readonly by: string;
	readonly at: number;
	/** In full, or its first 8 digits or more. */
	readonly expect: string | null;
}

/** What came of accepting. `refused`: what is there is not what was looked at. */
export type AcceptOutcome =
	| {readonly outcome: 'accepted'; readonly changes: readonly SchemaChange[]; readonly hash: string}
	| {readonly outcome: 'nothing'}
	| {readonly outcome: 'refused'; readonly hash: string};

/** What came of taking an acceptance back. */
export type UndoOutcome =
	| {readonly outcome: 'undone'; readonly changes: readonly SchemaChange[]}
	| {readonly outcome: 'nothing'};

type WithRecord<Outcome> = Outcome extends {readonly outcome: 'accepted' | 'undone'}
	? Outcome & {readonly record: SchemaRecord}
	: Outcome;

/** Makes what is there now the baseline. */
export function acceptDrift(record: SchemaRecord, {by, at, expect}: AcceptRequest): WithRecord<AcceptOutcome> {
	const current = currentOf(record);
	const {hash} = current;
	if (expect !== null && !isMeant(expect, hash)) return {outcome: 'refused', hash};
	const {baseline, drifted} = record;
	if (!drifted) return {outcome: 'nothing'};
	const dismissed = current === baseline ? drifted : null;
	const accepted: Acceptance = {at, by, hash, previous: baseline, dismissed};
	const events = markAccepted(record.events ?? [], at, by);
	const next = {...record, baseline: current, drifted: null, revertedAt: null, accepted, events};
	return {outcome: 'accepted', changes: diffSnapshots(baseline, drifted), hash, record: keepPast(record, next)};
}

const isMeant = (expect: string, hash: string): boolean =>
	expect === hash || (expect.length >= shortestHash && hash.startsWith(expect.toLowerCase()));

const shortestHash = 8;

/** Brings back the baseline of before the last acceptance, and the drift with it. */
export function undoAccept(record: SchemaRecord): WithRecord<UndoOutcome> {
	const {accepted} = record;
	if (!accepted) return {outcome: 'nothing'};
	const baseline = accepted.previous;
	const current = currentOf(record);
	const isBack = isSameSnapshot(baseline, current);
	const drifted = isBack ? (accepted.dismissed ?? record.baseline) : current;
	const revertedAt = isBack ? (record.changedAt ?? accepted.at) : null;
	const events = unmarkAccepted(record.events ?? [], accepted);
	const next = keepPast(record, {...record, baseline, drifted, revertedAt, accepted: null, events});
	return {outcome: 'undone', changes: diffSnapshots(baseline, drifted), record: next};
}

/** How the schema stands. `hadBaseline` is false while the baseline is this process's own first look. */
export function schemaStateOf(record: SchemaRecord, hadBaseline: boolean): SchemaState {
	const {baseline, drifted, changedAt, revertedAt = null} = record;
	const {hash, takenAt} = baseline;
	const accepted = record.accepted ? {at: record.accepted.at, by: record.accepted.by} : null;
	const common = {hash: currentOf(record).hash, changedAt, baseline: {hash, takenAt}, accepted};
	if (!drifted) return {...common, state: hadBaseline ? 'unchanged' : 'new', class: null, changes: []};
	const changes = diffSnapshots(baseline, drifted);
	return {...common, state: 'drifted', class: gravest(changes), changes, revertedAt};
}

/** A snapshot by its hash, and when it was taken, ms since the epoch. */
export type Moment = Pick<Snapshot, 'hash' | 'takenAt'>;

/** What changed between two instants, ms since the epoch; or why that cannot be told. */
export type SchemaDiff =
	| {readonly ok: true; readonly from: Moment; readonly to: Moment; readonly changes: readonly SchemaChange[]}
	/** Which of the two instants has no snapshot any more. */
	| {readonly ok: false; readonly missing: 'from' | 'to'};

/** Compares what was there at two instants: the baseline and what has drifted from it, unless said otherwise. */
export function diffBetween(record: SchemaRecord, fromAt?: number, toAt?: number): SchemaDiff {
	const from = fromAt === undefined ? record.baseline : snapshotAt(record, fromAt);
	const to = toAt === undefined ? (record.drifted ?? record.baseline) : snapshotAt(record, toAt);
	if (!from) return {ok: false, missing: 'from'};
	if (!to) return {ok: false, missing: 'to'};
	const moment = ({hash, takenAt}: Snapshot): Moment => ({hash, takenAt});
	return {
		ok: true,
		from: moment(from),
		to: moment(to),
		changes: isSameSnapshot(from, to) ? [] : diffSnapshots(from, to),
	};
}
