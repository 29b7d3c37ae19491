import {canonical} from '../canonical.ts';
import type {SchemaRecord, Snapshot} from '../snapshot.ts';

/** Of one server, those that the record cannot do without included. */
const mostSnapshots = 5;
/** Characters that earlier snapshots may take together. */
const mostText = 1024 * 1024;

/** Keeps of the snapshots of one record those that the next one has no other place for, the newest ones. */
export function keepPast(previous: SchemaRecord, next: SchemaRecord): SchemaRecord {
	const needed = new Set(placedSnapshots(next).map(({hash}) => hash));
	const known = new Map([...placedSnapshots(previous), ...(previous.past ?? [])].map(one => [one.hash, one]));
	const left = [...known.values()].filter(({hash}) => !needed.has(hash)).sort((a, b) => b.takenAt - a.takenAt);
	let room = mostText;
	const past = left.slice(0, Math.max(mostSnapshots - needed.size, 0)).filter(({tools}) => {
		room -= canonical(tools).length;
		return room >= 0;
	});
	return {...next, past};
}

/** What was there at an instant, ms since the epoch; null where that is no longer kept. */
export function snapshotAt(record: SchemaRecord, at: number): Snapshot | null {
	const {baseline, drifted, events = []} = record;
	const last = events.find(event => event.at <= at);
	const hash = last?.hash ?? events.at(-1)?.from;
	if (hash === undefined) return drifted && drifted.takenAt <= at ? drifted : baseline;
	return [...placedSnapshots(record), ...(record.past ?? [])].find(snapshot => snapshot.hash === hash) ?? null;
}

const placedSnapshots = ({baseline, drifted, accepted}: SchemaRecord): readonly Snapshot[] =>
	[drifted, baseline, accepted?.previous, accepted?.dismissed].filter(snapshot => snapshot != null);
