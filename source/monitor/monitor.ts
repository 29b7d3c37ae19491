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
import type {Hash} from '../domain/snapshot.ts';
import type {ToolCall} from '../domain/tool-call.ts';
import {act} from './acting.ts';
import {gradeServers} from './grade-servers.ts';
import {keepTime} from './keep-time.ts';
import {createPausing} from './pausing.ts';
import {createShownFleet} from './shown-fleet.ts';
import {createSilences} from './silences.ts';
import {createSlots} from './slots.ts';
import {watchAgents} from './watch-agents.ts';
import {watchCalls} from './watch-calls.ts';
import {watchCertificates} from './watch-certificates.ts';
import {createWatcher, type Watcher, type WatcherParts} from './watcher.ts';

/** A running fleet. */
export interface RunningMonitor extends Monitor {
	/** Takes in calls that agents made. Cheap: they are counted and shown once a second. */
	observe(calls: readonly ToolCall[]): void;
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
	const silences = createSilences(parts);
	const pausing = createPausing(clock);
	const watchers = new Map<string, Watcher>();
	const shown = createShownFleet({...parts, watchers, silences, pausing});
	let wave = noWave;
	const watcherParts: WatcherParts = {
		...parts,
		slots: {
			stdio: createSlots(clock, parts.maxConcurrentSpawns, longestStartMs),
			http: createSlots(clock, parts.maxConcurrentChecks, longestStartMs),
		},
		isPaused: () => pausing.current() !== null,
		isSilenced: silences.covers,
		publish: shown.publish,
		tell: shown.tell,
		sessionLost(session) {
			const next = addLostSession(wave, session);
			wave = next.state;
			if (next.alert) shown.tell(next.alert);
		},
	};
	for (const server of servers) watchers.set(server.name, createWatcher(server, pasts.get(server.name), watcherParts));
	shown.show();

	if (!parts.isIdle) for (const watcher of watchers.values()) watcher.start();
	const time = keepTime({clock, watchers, silences, pausing, shown});
	const stopAgents = parts.isIdle ? () => {} : watchAgents(servers, watchers, parts);
	const stopGrades = parts.isIdle ? () => {} : gradeServers(watchers, parts);
	const stopCertificates = parts.isIdle ? () => {} : watchCertificates(servers, watchers, watcherParts);

	const calls = watchCalls(watchers, {clock, showUnattributed: shown.showUnattributed});

	return {
		fleet: shown.fleet,
		observe: calls.observe,
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
			stopAgents();
			stopCertificates();
			stopGrades();
			calls.close();
			shown.close();
			await Promise.all([...watchers.values()].map(watcher => watcher.stop()));
			await history.close();
		},
	};
}
