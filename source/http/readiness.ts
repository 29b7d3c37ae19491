import type {Fleet} from '../domain/fleet.ts';
import type {Readable} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';

interface Parts {
	readonly fleet: Readable<Fleet>;
	readonly isWatched: (server: Server) => boolean;
	readonly storeProblem: () => string | null;
}

/** Says what the monitor still lacks to be relied on, or null. A round that was done stays done, whatever joins the fleet. */
export function createReadiness({fleet, isWatched, storeProblem}: Parts): () => string | null {
	let isRoundDone = false;
	return () => {
		const watched = fleet.getSnapshot().servers.filter(({server}) => isWatched(server));
		const left = watched.filter(({lastCheck}) => lastCheck === null).length;
		isRoundDone ||= left === 0;
		if (!isRoundDone) return `the first round is under way: ${left} of ${watched.length} servers are not checked yet`;
		// What the store says names paths; whoever asks here need not have the token.
		return storeProblem() === null
			? null
			: 'the history cannot be kept as it should be: see the warning of the monitor';
	};
}
