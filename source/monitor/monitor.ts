import type {Alert} from '../domain/alert.ts';
import {joinGroup, noGroups} from '../domain/alert-groups.ts';
import {closeLeft} from '../domain/alert-log.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {
	Clock,
	CreateAgentWatch,
	CreateProber,
	History,
	LookUpTls,
	Monitor,
	Readable,
	ScanSecurity,
} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {addLostSession, noWave} from '../domain/session-wave.ts';
import type {Alerting} from '../domain/settings.ts';
import type {Hash} from '../domain/snapshot.ts';
import {act} from './acting.ts';
import {gradeServers} from './grade-servers.ts';
import {keepTime} from './keep-time.ts';
import {createPausing} from './pausing.ts';
import {createShownFleet} from './shown-fleet.ts';
import {createSilences} from './silences.ts';
import {createSlots} from './slots.ts';
import {watchAgents} from './watch-agents.ts';
import {watchCertificates} from './watch-certificates.ts';
import {closeWhereNothingIsRemote, watchNetwork} from './watch-network.ts';
import {createWatcher, type Watcher, type WatcherParts} from './watcher.ts';

/** A running fleet. */
export interface RunningMonitor extends Monitor {
	/** Ends every session and writes what is pending. */
	stop(): Promise<void>;
}

export interface MonitorParts {
	readonly clock: Clock;
	readonly createProber: CreateProber;
	readonly history: History;
	readonly hash: Hash;
	readonly random: () => number;
	/** Processes that may start at once: more than the machine has cores only makes all of them slower. */
	readonly maxConcurrentSpawns: number;
	readonly maxConcurrentChecks: number;
	readonly confirmIntervalMs: number;
	/** True for a monitor that checks nothing: it is there to do what a person asks for and to keep it. */
	readonly isIdle?: boolean;
	/** Absent where agents' own processes cannot or need not be seen. */
	readonly createAgentWatch?: CreateAgentWatch;
	readonly lookUpTls?: LookUpTls;
	/** Absent where the configuration wants no security checks. */
	readonly scanSecurity?: ScanSecurity;
	/** Of what runs beside the monitor; absent where nothing does. */
	readonly troubles?: Readable<readonly string[]>;
	/** Reminders, and times in which nobody is paged; absent where there are none. */
	readonly alerting?: Alerting;
	/** Every configured server, also those that are not watched here; absent where that is not known. */
	readonly configured?: readonly string[];
	/** What the fleet is called and where it is watched from. */
	readonly about: Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;
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
	let wave = noWave;
	let groups = noGroups;
	const tell = (alert: Alert): void => {
		if (mayTell) shown.tell(alert);
	};
	const network = watchNetwork({clock, history, watchers, tell});
	const watcherParts: WatcherParts = {
		...parts,
		slots: {
			stdio: createSlots(clock, parts.maxConcurrentSpawns, longestStartMs),
			http: createSlots(clock, parts.maxConcurrentChecks, longestStartMs),
		},
		isPaused: () => pausing.current() !== null,
		isSilenced: silences.covers,
		publish: shown.publish,
		tell(alert, state) {
			const joined = joinGroup(groups, alert, state);
			groups = joined.groups;
			tell(joined.alert);
		},
		remindAfterMs: parts.alerting?.remindAfterMs ?? null,
		sign: network.sign,
		isCutOff: network.isCutOff,
		mayTell,
		sessionLost(session) {
			const next = addLostSession(wave, session);
			wave = next.state;
			if (next.alert) tell(next.alert);
		},
	};
	for (const server of servers) watchers.set(server.name, createWatcher(server, pasts.get(server.name), watcherParts));
	const configured = new Set([...(parts.configured ?? []), ...servers.map(({name}) => name)]);
	const left = parts.configured ? closeLeft(history.alerts(), configured, clock.now()) : [];
	for (const alert of [...left, ...closeWhereNothingIsRemote(servers, history.alerts(), clock.now())]) tell(alert);
	shown.show();

	if (!parts.isIdle) for (const watcher of watchers.values()) watcher.start();
	const time = keepTime({clock, watchers, silences, pausing, shown});
	const stopAgents = parts.isIdle ? () => {} : watchAgents(servers, watchers, parts);
	const stopGrades = parts.isIdle ? () => {} : gradeServers(watchers, parts);
	const stopCertificates = parts.isIdle ? () => {} : watchCertificates(servers, watchers, watcherParts);

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
			return new Map(servers.map(({name}) => [name, history.timeline(name, window, count, now)]));
		},
		async stop() {
			time.stop();
			network.stop();
			stopAgents();
			stopCertificates();
			stopGrades();
			shown.close();
			await Promise.all([...watchers.values()].map(watcher => watcher.stop()));
			await history.close();
		},
	};
}
