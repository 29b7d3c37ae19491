import type {Alert} from '../domain/alert.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {Cancel, Clock, CreateAgentWatch, CreateProber, History, LookUpTls, Monitor} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {addLostSession, noWave} from '../domain/session-wave.ts';
import type {Hash} from '../domain/snapshot.ts';
import {createSlots} from './slots.ts';
import {createStore} from './store.ts';
import {watchAgents} from './watch-agents.ts';
import {watchCertificates} from './watch-certificates.ts';
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
	/** Absent where agents' own processes cannot or need not be seen. */
	readonly createAgentWatch?: CreateAgentWatch;
	readonly lookUpTls?: LookUpTls;
	/** What the fleet is called and where it is watched from. */
	readonly about: Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;
}

const keptAlerts = 500;
/** A start that has not answered by then hangs rather than works. */
const longestStartMs = 2000;
const lapseTickMs = 5000;

/** Reads the past and starts to watch: every server is checked at once, then each at its interval. */
export async function startMonitor(servers: readonly Server[], parts: MonitorParts): Promise<RunningMonitor> {
	const {clock, history} = parts;
	const pasts = await history.open(servers);
	const positions = new Map(servers.map(({name}, index) => [name, index]));
	let wave = noWave;
	const watcherParts: WatcherParts = {
		...parts,
		slots: {
			stdio: createSlots(clock, parts.maxConcurrentSpawns, longestStartMs),
			http: createSlots(clock, parts.maxConcurrentChecks, longestStartMs),
		},
		publish(state) {
			const current = fleet.getSnapshot();
			const index = positions.get(state.server.name);
			if (index !== undefined) fleet.set({...current, servers: current.servers.with(index, state)});
		},
		sessionLost(session) {
			const next = addLostSession(wave, session);
			wave = next.state;
			if (next.alert) watcherParts.tell(next.alert);
		},
		tell(alert: Alert) {
			const current = fleet.getSnapshot();
			history.addAlert(alert);
			fleet.set({...current, alerts: [alert, ...current.alerts].slice(0, keptAlerts)});
		},
	};
	const watchers = new Map<string, Watcher>(
		servers.map(server => [server.name, createWatcher(server, pasts.get(server.name), watcherParts)]),
	);
	const fleet = createStore<Fleet>({
		...parts.about,
		servers: [...watchers.values()].map(watcher => watcher.state()),
		alerts: history.alerts().slice(0, keptAlerts),
		silences: [],
		pause: null,
		attachedTo: null,
	});
	const unsubscribe = history.problem.subscribe(showProblem);
	function showProblem(): void {
		const problem = history.problem.getSnapshot();
		const warnings = problem === null ? parts.about.warnings : [...parts.about.warnings, problem];
		fleet.set({...fleet.getSnapshot(), warnings});
	}
	showProblem();

	let cancelTick: Cancel = () => {};
	function tick(): void {
		for (const watcher of watchers.values()) watcher.noticeLapse();
		cancelTick = clock.after(lapseTickMs, tick);
	}
	for (const watcher of watchers.values()) watcher.start();
	tick();
	const stopAgents = watchAgents(servers, watchers, parts);
	const stopCertificates = watchCertificates(servers, watchers, parts);

	return {
		fleet,
		async act(action) {
			if (action.do === 'check') {
				for (const name of action.servers) watchers.get(name)?.checkNow();
				return {ok: true, message: `checking ${action.servers.join(', ')}`, undo: null};
			}
			if (action.do !== 'accept') return {ok: false, message: `cannot ${action.do} yet`};
			const isDone = watchers.get(action.server)?.accept() ?? false;
			return isDone
				? {ok: true, message: `accepted the tools of ${action.server}`, undo: null}
				: {ok: false, message: `the tools of ${action.server} have not changed`};
		},
		log: async name => watchers.get(name)?.log() ?? [],
		record: async () => null,
		timelines: async () => new Map(),
		async stop() {
			cancelTick();
			stopAgents();
			stopCertificates();
			unsubscribe();
			await Promise.all([...watchers.values()].map(watcher => watcher.stop()));
			await history.close();
		},
	};
}
