import type {ServerState} from './fleet.ts';
import {matches} from './match.ts';
import {parseQuery} from './query.ts';
import {isActive, type Silence} from './silence.ts';

/** Says of servers whether one of the silences that hold at this time covers them, as they are when it is asked. */
export function coverOf(silences: readonly Silence[], at: number): (state: ServerState) => boolean {
	const queries = silences
		.filter(silence => isActive(silence, at))
		.map(({query}) => parseQuery(query))
		// One that this version cannot read, for a later one kept it, covers nothing.
		.flatMap(parsed => (parsed.ok ? [parsed.query] : []));
	return queries.length === 0 ? () => false : state => queries.some(query => matches(query, state));
}
