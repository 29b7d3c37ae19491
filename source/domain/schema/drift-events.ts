import {diffSnapshots, gravest, moreChanges, type SchemaChange} from '../schema-diff.ts';
import type {Acceptance, DriftEvent, Snapshot} from '../snapshot.ts';
import {boundJson} from './bounded-json.ts';

const mostEvents = 20;
const mostChanges = 30;
/** Characters of all that stood there before and after, of one event. */
const mostText = 8 * 1024;

/** Adds a change from one snapshot to another; what is being repeated is counted rather than listed again. */
export function addEvent(
	events: readonly DriftEvent[],
	from: Snapshot,
	to: Snapshot,
	isReturn: boolean,
): readonly DriftEvent[] {
	const again = events.find(event => event.from === from.hash && event.hash === to.hash && event.acceptedAt === null);
	if (again) {
		const others = events.filter(event => event !== again);
		return [{...again, at: to.takenAt, times: again.times + 1}, ...others];
	}
	const changes = diffSnapshots(from, to);
	const event: DriftEvent = {
		at: to.takenAt,
		from: from.hash,
		hash: to.hash,
		class: gravest(changes) ?? 'compatible',
		changes: boundChanges(changes),
		isReturn,
		times: 1,
		acceptedAt: null,
		acceptedBy: null,
	};
	return [event, ...events].slice(0, mostEvents);
}

/** Marks everything that nobody has accepted yet. */
export const markAccepted = (events: readonly DriftEvent[], at: number, by: string): readonly DriftEvent[] =>
	events.map(event => (event.acceptedAt === null ? {...event, acceptedAt: at, acceptedBy: by} : event));

/** Takes back the marks of one acceptance. */
export const unmarkAccepted = (events: readonly DriftEvent[], {at, by}: Acceptance): readonly DriftEvent[] =>
	events.map(event =>
		event.acceptedAt === at && event.acceptedBy === by ? {...event, acceptedAt: null, acceptedBy: null} : event,
	);

function boundChanges(changes: readonly SchemaChange[]): readonly SchemaChange[] {
	const room = {left: mostText};
	const kept = changes.slice(0, mostChanges).map(({before, after, ...change}): SchemaChange => {
		const values = [before, after].map(value => (value === undefined ? undefined : boundJson(value, room)));
		return {
			...change,
			...(values[0] === undefined ? {} : {before: values[0]}),
			...(values[1] === undefined ? {} : {after: values[1]}),
		};
	});
	return kept.length < changes.length ? [...kept, moreChanges(changes.slice(kept.length))] : kept;
}
