import type {Fleet} from '../domain/fleet.ts';
import type {Readable} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';

interface Parts {
	readonly fleet: Readable<Fleet>;
	readonly isWatched: (server: Server) => boolean;
	readonly isStoreKept: () => boolean;
}

/** Says what the monitor still lacks to be relied on, or null. A round that was done stays done, whatever joins the fleet. */
export function createReadiness({fleet, isWatched, isStoreKept}: Parts): () => string | null {
	let isRoundDone = false;
	return () => {
		const watched = fleet.getSnapshot().servers.filter(({server}) => isWatched(server));
		const left = watched.filter(({lastCheck}) => lastCheck === null).length;
		isRoundDone ||= left === 0;
		if (!isRoundDone) return `the first round is under way: ${left} of ${watched.length} servers are not checked yet`;
		// Why names paths; whoever asks here need not have the token.
		return isStoreKept() ? null : 'the history cannot be written: see the warning of the monitor';
	};
}
