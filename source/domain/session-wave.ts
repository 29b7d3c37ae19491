import type {Alert} from './alert.ts';

/** A session that was lost and opened anew. */
export interface LostSession {
	readonly server: string;
	readonly at: number;
	/** A silence covers the server. */
	readonly isSilenced: boolean;
	/** Agents that depend on it; absent is none. */
	readonly affects?: readonly string[];
}

/** What is remembered between lost sessions. */
export interface WaveState {
	/** Of the last minute, oldest first. */
	readonly lost: readonly LostSession[];
	/** When a wave was last told. */
	readonly toldAt: number | null;
}

export const noWave: WaveState = {lost: [], toldAt: null};

const spanMs = 60_000;
const fewestServers = 3;

/**
 * Takes in a lost session. When several servers lose theirs within a minute, as in a rolling deployment or behind a
 * gateway that restarts, that is one event, told once.
 */
export function addLostSession(state: WaveState, session: LostSession): {state: WaveState; alert: Alert | null} {
	const {at} = session;
	const lost = [...state.lost.filter(one => at - one.at < spanMs && one.server !== session.server), session];
	const isTold = state.toldAt !== null && at - state.toldAt < spanMs;
	if (lost.length < fewestServers || isTold) {
		// A wave that goes on is the same wave.
		return {state: {lost, toldAt: isTold ? at : state.toldAt}, alert: null};
	}
	const names = lost.map(({server}) => server).sort();
	const alert: Alert = {
		id: `${at.toString(36)}-session_wave`,
		at,
		kind: 'session_wave',
		severity: 'warning',
		server: names[0] ?? session.server,
		message: `sessions lost on ${names.length} servers within a minute: ${names.join(', ')}`,
		affects: [...new Set(lost.flatMap(({affects = []}) => affects))],
		isSilenced: lost.every(({isSilenced}) => isSilenced),
		phase: 'noted',
		about: 'session_wave',
		startedAt: lost[0]?.at ?? at,
		details: {durationMs: at - (lost[0]?.at ?? at)},
	};
	return {state: {lost, toldAt: at}, alert};
}
