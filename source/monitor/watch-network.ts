import type {Alert} from '../domain/alert.ts';
import {closeAlert, openAlerts} from '../domain/alert-log.ts';
import type {ServerState} from '../domain/fleet.ts';
import {isOpen, isOutage} from '../domain/incident.ts';
import {
	isSuspected,
	learnSign,
	type NetworkState,
	offlineAlert,
	onlineAlert,
	type Sign,
	signOfFailure,
	wellConnected,
} from '../domain/monitor-offline.ts';
import type {Cancel, Clock, History} from '../domain/ports.ts';
import {remoteHostOf} from '../domain/remote-host.ts';
import type {Server} from '../domain/server.ts';
import {isWatched} from './server-state.ts';
import type {Watcher} from './watcher.ts';

/** Tells the monitor's own lost network from servers that are down. */
export interface NetworkWatch {
	/** Takes in what a check of a server says of it. */
	sign(server: Server, sign: Sign, at: number, message: string): void;
	/** An outage of this server may be the monitor's own, so it is not told for now. */
	isCutOff(state: ServerState): boolean;
	/** The fleet is another one: what was said of the network is closed where no remote server is left to show its end. */
	reloaded(): void;
	stop: Cancel;
}

interface Parts {
	readonly clock: Clock;
	readonly history: History;
	readonly watchers: ReadonlyMap<string, Watcher>;
	/** Adds an alert about the monitor itself. */
	readonly tell: (alert: Alert) => void;
}

/** So long an outage waits for what other hosts say: longer than one check may take. */
const longestDoubtMs = 10_000;
/** Hosts that are asked at once when one cannot be reached. */
const mostWitnesses = 8;

export function watchNetwork({clock, history, watchers, tell}: Parts): NetworkWatch {
	/** The alert that says so, where the network is lost: also one of before a restart. */
	let told = openAlerts(history.alerts()).find(({about}) => about === 'monitor_offline') ?? null;
	let state: NetworkState =
		told === null ? wellConnected : {...wellConnected, cutSince: told.startedAt, isOffline: true};
	/** Checks that began before say nothing of servers. */
	let backAt = Number.NEGATIVE_INFINITY;
	let cancelTimer: Cancel = () => {};

	const remote = (): readonly Watcher[] =>
		[...watchers.values()].filter(({account}) => {
			const {server} = account.state();
			return isWatched(server) && remoteHostOf(server) !== null;
		});
	const serverOf = ({account}: Watcher): Server => account.state().server;
	const countHosts = (list: readonly Watcher[]): number => new Set(list.map(one => remoteHostOf(serverOf(one)))).size;
	const hasDoubt = (): boolean =>
		isSuspected(state, countHosts(remote())) && clock.now() - (state.cutSince ?? 0) < longestDoubtMs;

	function lookAgain(): void {
		for (const {account} of watchers.values()) account.refresh();
	}

	function doubt(host: string): void {
		cancelTimer();
		cancelTimer = clock.after(longestDoubtMs, lookAgain);
		const others = new Map(remote().map(watcher => [remoteHostOf(serverOf(watcher)), watcher]));
		others.delete(host);
		for (const watcher of [...others.values()].slice(0, mostWitnesses)) watcher.hurry();
	}

	function settle(before: NetworkState): void {
		const now = clock.now();
		if (state.isOffline && told === null) {
			told = offlineAlert(state, remote().length, now);
			tell(told);
		} else if (!state.isOffline && told !== null) {
			backAt = now;
			tell(onlineAlert(told.startedAt, now));
			told = null;
			for (const watcher of remote()) if (watcher.account.state().health.standing !== 'up') watcher.hurry();
		}
		// Whoever waits for the answer is told at once.
		if (before.cutSince !== null && state.cutSince === null) {
			cancelTimer();
			cancelTimer = clock.after(0, lookAgain);
		}
	}

	return {
		sign(server, sign, at, message) {
			const host = remoteHostOf(server);
			if (host === null || (sign === 'alive' && state.cutSince === null && told === null)) return;
			const before = state;
			state = learnSign(state, {host, sign, at, message}, countHosts(remote()));
			const isNew = before.cutSince === null && state.cutSince !== null;
			const isKnownToBeDown = watchers
				.get(server.name)
				?.account.state()
				.incidents.some(one => isOutage(one.kind) && isOpen(one) && one.announcedAt !== null);
			if (isNew && !isKnownToBeDown && !state.isOffline) doubt(host);
			settle(before);
		},
		isCutOff({server, health, lastCheck}) {
			if (health.failure === null || remoteHostOf(server) === null) return false;
			const sign = signOfFailure(health.failure);
			if (sign === 'alive') return false;
			if (state.isOffline || (lastCheck?.at ?? backAt) <= backAt) return true;
			return sign !== 'unclear' && hasDoubt();
		},
		reloaded() {
			const left = new Set(remote().map(one => remoteHostOf(serverOf(one))));
			state = {...state, cut: new Map([...state.cut].filter(([host]) => left.has(host)))};
			if (left.size > 0) return;
			state = wellConnected;
			if (told !== null) tell(closeAlert(told, clock.now(), 'no remote server is watched any more'));
			told = null;
		},
		stop: () => cancelTimer(),
	};
}
