import type {Alert} from './alert.ts';
import type {Category} from './categories.ts';
import {formatDuration, plural} from './format.ts';
import type {Failure, ProbeResult} from './probe-result.ts';

/** Whom the alerts about the monitor itself are about. */
export const monitorName = 'langsight';

/**
 * What a check says of this machine's own network. `cut`: nothing came of it that any other host could have said;
 * `local`: what failed is near (no route, no DNS); `alive`: somebody answered; `unclear`: it can be either.
 */
export type Sign = 'alive' | 'cut' | 'local' | 'unclear';

export function signOf(result: ProbeResult): Sign {
	return result.ok ? 'alive' : signOfFailure(result.failure);
}

/** By category, as everything: EAI_AGAIN is a passing `dns`, ENETUNREACH and EHOSTUNREACH are `network`. */
export function signOfFailure({category, transient, phase}: Pick<Failure, 'category' | 'transient' | 'phase'>): Sign {
	if (category === 'network') return 'local';
	if (category === 'dns') return transient ? 'local' : 'cut';
	if (category === 'timeout') return phase === 'connect' ? 'cut' : 'unclear';
	return saysNothing.has(category) ? 'unclear' : 'alive';
}

/** What also comes of a connection that the network has cut, and what fails before anybody is asked. */
const saysNothing: ReadonlySet<Category> = new Set<Category>([
	'connection_reset',
	'stream_dropped',
	'stream_stalled',
	'bad_config',
	'command_not_found',
]);

/** A remote host that has failed since anybody last answered. */
interface CutHost {
	/** Failures in a row. */
	readonly count: number;
	readonly isLocal: boolean;
}

/** What is known of the monitor's network. Immutable. */
export interface NetworkState {
	readonly cut: ReadonlyMap<string, CutHost>;
	/** The first failure since anybody last answered, ms since the epoch; null while all is well. */
	readonly cutSince: number | null;
	/** The words of the last failure. */
	readonly message: string;
	/** It was decided that the network is lost. */
	readonly isOffline: boolean;
}

export const wellConnected: NetworkState = {cut: new Map(), cutSince: null, message: '', isOffline: false};

/** As many failures in a row as make a server down. */
const confirmingFailures = 3;
const mostNeeded = 5;
const mostNeededWithoutEvidence = 8;

/**
 * Takes in what one remote host has shown.
 * @param hosts how many remote hosts the fleet has
 */
export function learnSign(
	state: NetworkState,
	{
		host,
		sign,
		at,
		message,
	}: {readonly host: string; readonly sign: Sign; readonly at: number; readonly message: string},
	hosts: number,
): NetworkState {
	if (sign === 'alive') return state.cutSince === null && !state.isOffline ? state : wellConnected;
	if (sign === 'unclear') return state;
	const before = state.cut.get(host);
	const cut = new Map(state.cut).set(host, {
		count: (before?.count ?? 0) + 1,
		isLocal: sign === 'local' && (before?.isLocal ?? true),
	});
	const next = {...state, cut, cutSince: state.cutSince ?? at, message};
	return {...next, isOffline: state.isOffline || isLost(cut, hosts)};
}

/** The fault may be the monitor's own: nothing has answered since, and too few hosts were asked to be sure. */
export const isSuspected = ({cut, cutSince, isOffline}: NetworkState, hosts: number): boolean =>
	cutSince !== null && !isOffline && cut.size < hosts && needed(cut, hosts) <= hosts;

function isLost(cut: NetworkState['cut'], hosts: number): boolean {
	const isConfirmed = [...cut.values()].some(({count}) => count >= confirmingFailures);
	return isConfirmed && cut.size >= needed(cut, hosts);
}

/** How many hosts have to fail together. One alone is at fault itself, unless what fails is near. */
function needed(cut: NetworkState['cut'], hosts: number): number {
	const signs = [...cut.values()];
	if (hosts <= 1) return signs.every(({isLocal}) => isLocal) ? 1 : Number.POSITIVE_INFINITY;
	if (signs.some(({isLocal}) => isLocal)) return Math.max(2, Math.min(mostNeeded, Math.ceil(hosts / 2)));
	return hosts >= 3 ? Math.min(hosts, mostNeededWithoutEvidence) : Number.POSITIVE_INFINITY;
}

/** Said once, when it is decided. @param servers how many remote servers there are */
export const offlineAlert = ({cutSince, message}: NetworkState, servers: number, at: number): Alert => ({
	...alertOfMonitor(at, cutSince ?? at),
	id: `${at.toString(36)}-monitor_offline`,
	kind: 'monitor_offline',
	severity: 'critical',
	message: `has lost its own network: none of ${plural(servers, 'remote server')} can be reached (${message})`,
	phase: 'opened',
	details: {
		durationMs: Math.max(0, at - (cutSince ?? at)),
		hint: "check this machine's network and DNS; outages of remote servers are told once it is back",
	},
});

/** @param startedAt of the alert that it closes */
export const onlineAlert = (startedAt: number, at: number): Alert => ({
	...alertOfMonitor(at, startedAt),
	id: `${at.toString(36)}-monitor_offline-recovery`,
	kind: 'recovery',
	severity: 'info',
	message: `has its network back after ${formatDuration(at - startedAt)}`,
	phase: 'closed',
	details: {durationMs: Math.max(0, at - startedAt), ending: 'recovered'},
});

const alertOfMonitor = (at: number, startedAt: number) =>
	({at, server: monitorName, affects: [], isSilenced: false, about: 'monitor_offline', startedAt}) as const;
