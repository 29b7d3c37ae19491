import {isDeepStrictEqual} from 'node:util';
import {type Server, targetOf} from '../domain/server.ts';
import {isWatched} from './server-state.ts';

/** What becomes of a fleet when its configuration is another one. Names, each list in the order of the configuration. */
export interface ReloadPlan {
	readonly added: readonly string[];
	/** Still there, and not as before. */
	readonly changed: readonly string[];
	readonly removed: readonly string[];
	/** Why what is wrong with a server ends now, by its name: it left, or stands for something else. */
	readonly endings: ReadonlyMap<string, string>;
}

/** Compares two fleets by what is configured. */
export function planReload(before: readonly Server[], next: readonly Server[]): ReloadPlan {
	const known = new Map(before.map(server => [server.name, server]));
	const wanted = new Map(next.map(server => [server.name, server]));
	const added = next.filter(({name}) => !known.has(name));
	const removed = before.filter(({name}) => !wanted.has(name));
	const changed = next.filter(server => known.has(server.name) && !isDeepStrictEqual(known.get(server.name), server));
	const endings = new Map(removed.map(server => [server.name, wordDeparture(server, added)]));
	for (const server of changed) {
		const ending = wordChange(known.get(server.name) ?? server, server);
		if (ending) endings.set(server.name, ending);
	}
	return {added: added.map(nameOf), changed: changed.map(nameOf), removed: removed.map(nameOf), endings};
}

const nameOf = ({name}: Server): string => name;

/** One that is there under another name, and the same otherwise, was renamed. */
function wordDeparture(server: Server, added: readonly Server[]): string {
	const heir = added.find(other => isDeepStrictEqual({...other, name: server.name}, server));
	return heir ? `renamed to ${heir.name}` : 'removed from the configuration';
}

function wordChange(before: Server, next: Server): string | null {
	if (isWatched(before) && !isWatched(next)) return 'switched off in the configuration';
	return isDeepStrictEqual(targetOf(before), targetOf(next)) ? null : 'its name stands for another server now';
}
