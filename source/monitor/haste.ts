import type {Clock} from '../domain/ports.ts';

/** Bounds how often a server is checked out of turn, so that nobody joins in a storm of reconnects and respawns. */
export interface Haste {
	/** Whether a check out of turn may begin; each yes counts. */
	allows(): boolean;
}

const hurriesPerSpan = 6;
const spanMs = 60_000;

export function createHaste(clock: Clock): Haste {
	let hurries: readonly number[] = [];
	return {
		allows() {
			const now = clock.ticks();
			hurries = hurries.filter(at => now - at < spanMs);
			if (hurries.length >= hurriesPerSpan) return false;
			hurries = [...hurries, now];
			return true;
		},
	};
}
