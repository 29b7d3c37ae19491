import type {Alert} from '../domain/alert.ts';
import {joinGroup, noGroups} from '../domain/alert-groups.ts';
import {closeLeft} from '../domain/alert-log.ts';
import type {
	Clock,
	CreateAgentWatch,
	CreateProber,
	History,
	LookUpTls,
	Monitor,
	Past,
	Readable,
	ScanSecurity,
} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {addLostSession, noWave} from '../domain/session-wave.ts';
import type {Alerting} from '../domain/settings.ts';
import type {Hash} from '../domain/snapshot.ts';
import {act} from './acting.ts';
import {keepTime} from './keep-time.ts';
import {createPausing} from './pausing.ts';
import {planReload, type ReloadPlan} from './plan-reload.ts';
import {reloadServers} from './reload-servers.ts';
import {type About, createShownFleet} from './shown-fleet.ts';
import {createSilences} from './silences.ts';
import {createSlots} from './slots.ts';
import {watchNetwork} from './watch-network.ts';
import {watchSurroundings} from './watch-surroundings.ts';
import {createWatcher, type Watcher, type WatcherParts} from './watcher.ts';

/** A running fleet. */
export interface RunningMonitor extends Monitor {
	/**
	 * Watches these servers from now on, by these settings, and says what that has changed. What is configured as before
	 * goes on untouched. One at a time: the next one waits.
	 */
	reload(servers: readonly Server[], settings: MonitorSettings): Promise<ReloadPlan>;
	/** Ends every session and writes what is pending. */
	stop(): Promise<void>;
}

/** What can change while a monitor runs. */
export interface MonitorSettings {
	readonly maxConcurrentChecks: number;
	readonly confirmIntervalMs: number;
	/** Absent where the configuration wants no security checks. */
	readonly scanSecurity?: ScanSecurity;
	/** Reminders, and times in which nobody is paged; absent where there are none. */
	readonly alerting?: Alerting;
	/** Every configured server, also those that are not watched here; absent where that is not known. */
	readonly configured?: readonly string[];
	readonly about: About;
}

export interface MonitorParts extends MonitorSettings {
	readonly clock: Clock;
	readonly createProber: CreateProber;
	readonly history: History;
	readonly hash: Hash;
	readonly random: () => number;
	/** Processes that may start at once: more than the machine has cores only makes all of them slower. */
	readonly maxConcurrentSpawns: number;
	/** True for a monitor that checks nothing: it is there to do what a person asks for and to keep it. */
	readonly isIdle?: boolean;
	/** Absent where agents' own processes cannot or need not be seen. */
	readonly createAgentWatch?: CreateAgentWatch;
	readonly lookUpTls?: LookUpTls;
	/** Of what runs beside the monitor; absent where nothing does. */
	readonly troubles?: Readable<readonly string[]>;
}

/** A start that has not answered by then hangs rather than works. */
const longestStartMs = 2000;
const mostCells = 1000;

/** Reads the past and starts to watch: every server is checked at once, then each at its interval. */
export async function startMonitor(servers: readonly Server[], parts: MonitorParts): Promise<RunningMonitor> {
	const {clock, history} = parts;
	const pasts = await history.open(servers);
	const mayTell = !parts.isIdle;
	const silences = createSilences({...parts, maintenance: parts.alerting?.maintenance ?? []});
	const pausing = createPausing(clock);
	const watchers = new Map<string, Watcher>();
	const shown = createShownFleet({...parts, watchers, silences, pausing});
	const slots = {
		stdio: createSlots(clock, parts.maxConcurrentSpawns, longestStartMs),
		http: createSlots(clock, parts.maxConcurrentChecks, longestStartMs),
	};
	let settings: MonitorSettings = parts;
	let wave = noWave;
	let groups = noGroups;
	const tell = (alert: Alert): void => {
		if (mayTell) shown.tell(alert);
	};
	const network = watchNetwork({clock, history, watchers, tell});
	const watcherParts: WatcherParts = {
		...parts,
		slots,
		confirmIntervalMs: () => settings.confirmIntervalMs,
		isPaused: () => pausing.current() !== null,
		isSilenced: silences.covers,
		publish: shown.publish,
		tell(alert, state) {
			const joined = joinGroup(groups, alert, state);
			groups = joined.groups;
			tell(joined.alert);
		},
		remindAfterMs: () => settings.alerting?.remindAfterMs ?? null,
		sign: network.sign,
		isCutOff: network.isCutOff,
		mayTell,
		sessionLost(session) {
			const next = addLostSession(wave, session);
			wave = next.state;
			if (next.alert) tell(next.alert);
		},
	};
	/** What was told of servers that are there no more, and of a network that no server needs any more, is over. */
	function closeWhatLeft(now: readonly Server[]): void {
		const configured = new Set([...(settings.configured ?? []), ...now.map(({name}) => name)]);
		const left = settings.configured ? closeLeft(history.alerts(), configured, clock.now()) : [];
		for (const alert of left) tell(alert);
		network.reloaded();
	}
	const create = (server: Server, past: Past | undefined) => createWatcher(server, past, watcherParts);
	for (const server of servers) watchers.set(server.name, create(server, pasts.get(server.name)));
	closeWhatLeft(servers);
	shown.show();

	if (!parts.isIdle) for (const watcher of watchers.values()) watcher.start();
	const time = keepTime({clock, watchers, silences, pausing, shown});
	const surroundings = parts.isIdle
		? null
		: watchSurroundings(servers, watchers, {...parts, isPaused: watcherParts.isPaused});
	let reloading: Promise<unknown> = Promise.resolve();
	let isStopped = false;

	async function reload(next: readonly Server[], wanted: MonitorSettings): Promise<ReloadPlan> {
		if (isStopped) return planReload([], []);
		const plan = await reloadServers(next, {history, watchers, create});
		settings = wanted;
		silences.plan(wanted.alerting?.maintenance ?? []);
		silences.expire();
		closeWhatLeft(next);
		slots.http.resize(wanted.maxConcurrentChecks);
		shown.describe(wanted.about);
		shown.show();
		time.arm();
		if (!parts.isIdle) for (const name of [...plan.added, ...plan.changed]) watchers.get(name)?.start();
		surroundings?.reload(next, wanted);
		return plan;
	}

	return {
		fleet: shown.fleet,
		async act(action) {
			const result = shown.together(() => act(action, {clock, watchers, silences, pausing}));
			time.arm();
			return result;
		},
		log: async name => watchers.get(name)?.log() ?? [],
		record: async name => (watchers.has(name) ? history.record(name) : null),
		async timelines(window, cells) {
			const count = Math.max(1, Math.min(mostCells, Math.floor(cells) || 1));
			const now = clock.now();
			return new Map([...watchers.keys()].map(name => [name, history.timeline(name, window, count, now)]));
		},
		reload(next, wanted) {
			const work = reloading.then(() => reload(next, wanted));
			reloading = work.catch(() => {});
			return work;
		},
		async stop() {
			isStopped = true;
			await reloading;
			time.stop();
			network.stop();
			surroundings?.stop();
			shown.close();
			await Promise.all([...watchers.values()].map(watcher => watcher.stop()));
			await history.close();
		},
	};
}
