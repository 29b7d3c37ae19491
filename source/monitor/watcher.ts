import type {AgentProcess} from '../domain/agent-process.ts';
import type {Alert} from '../domain/alert.ts';
import {alertsFor} from '../domain/alert-rules.ts';
import type {ServerState} from '../domain/fleet.ts';
import {type Conditions, lapse, nextHealth, type Outcome, withStatus} from '../domain/health.ts';
import {closeDrift, nextIncidents} from '../domain/incident.ts';
import type {Cancel, Clock, CreateProber, History, Past} from '../domain/ports.ts';
import type {ProbeResult, Sample} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import type {LostSession} from '../domain/session-wave.ts';
import type {Hash, SchemaState} from '../domain/snapshot.ts';
import {addDrop, addResult, heldSymptoms} from '../domain/symptoms.ts';
import type {TlsFacts} from '../domain/tls-facts.ts';
import {createHaste} from './haste.ts';
import {nextDelayMs} from './pace.ts';
import {createSchemaTracker} from './schema-tracker.ts';
import {absorb, addSample, initialState, isWatched, resume, toOutcome, toSample} from './server-state.ts';
import type {Slots} from './slots.ts';

/** What every watcher shares. */
export interface WatcherParts {
	readonly clock: Clock;
	readonly createProber: CreateProber;
	readonly history: History;
	readonly hash: Hash;
	readonly random: () => number;
	readonly confirmIntervalMs: number;
	/** Bounds new processes, and new connections. */
	readonly slots: {readonly stdio: Slots; readonly http: Slots};
	readonly publish: (state: ServerState) => void;
	readonly tell: (alert: Alert) => void;
	/** A session was lost and opened anew. */
	readonly sessionLost: (session: LostSession) => void;
}

/** Watches one server for as long as the monitor runs: one check at a time, each at its due time. */
export interface Watcher {
	state(): ServerState;
	start(): void;
	/** Checks at once, or right after the check that is under way. */
	checkNow(): void;
	/** Takes in what is seen of the agents' own processes of this server. */
	seeAgents(processes: readonly AgentProcess[], lost: string | null): void;
	/** Takes in what its certificate says. */
	seeTls(facts: TlsFacts | null): void;
	/** Notices that the checks have not been coming: the machine slept. */
	noticeLapse(): void;
	accept(): boolean;
	log(): readonly string[];
	stop(): Promise<void>;
}

export function createWatcher(server: Server, past: Past | undefined, parts: WatcherParts): Watcher {
	const {clock, history} = parts;
	const stopping = new AbortController();
	const tracker = createSchemaTracker(past?.kept?.schema ?? null, parts.hash);
	const now = clock.now();
	let state = resume(initialState(server, past, tracker.state(), history.stats(server.name, now)), past, now);
	let checks = 0;
	let dueAt = clock.now();
	let cancelTimer: Cancel = () => {};
	let giveBack: Cancel = () => {};
	let running: Promise<void> | null = null;
	let isNudged = false;
	const haste = createHaste(clock);

	const prober = parts.createProber(server, {
		interrupted: (failure, at) => {
			if (running || stopping.signal.aborted) return;
			add({at, latencyMs: null, category: failure.category, counted: false});
			state = {...state, symptoms: addDrop(state.symptoms, at)};
			take({verdict: 'failed', at, failure});
			schedule(haste.allows() ? 0 : nextDelayMs(pace()));
		},
		toolsChanged: () => {
			if (haste.allows()) checkNow();
		},
		opened: () => giveBack(),
	});

	function schedule(delayMs: number): void {
		cancelTimer();
		if (stopping.signal.aborted) return;
		dueAt = clock.now() + delayMs;
		cancelTimer = clock.after(delayMs, () => {
			running = check().finally(() => {
				running = null;
			});
		});
	}

	async function check(): Promise<void> {
		update({isChecking: true});
		const slots = server.transport === 'stdio' ? parts.slots.stdio : parts.slots.http;
		giveBack = prober.isOpen ? () => {} : await slots.take(stopping.signal);
		if (stopping.signal.aborted) return giveBack();
		const result = await prober.check(stopping.signal).finally(giveBack);
		if (stopping.signal.aborted) return;
		checks++;
		learn(result);
		schedule(isNudged ? 0 : nextDelayMs(pace()));
		isNudged = false;
	}

	const pace = () => ({
		health: state.health,
		server,
		checks,
		confirmIntervalMs: parts.confirmIntervalMs,
		hasUnconfirmedDrift: tracker.isUnsure(),
		random: parts.random(),
		mayHurry: haste.allows,
	});

	function learn(result: ProbeResult): void {
		add(toSample(result));
		if (result.ok) tracker.see(result.listing, result.at);
		state = {...absorb(state, result, tracker.state()), symptoms: addResult(state.symptoms, result)};
		take(toOutcome(result));
		if (result.ok && result.reinitialised) parts.sessionLost({server: server.name, at: result.at});
	}

	function add(sample: Sample): void {
		history.append(server.name, sample);
		state = addSample(state, sample, history.stats(server.name, sample.at));
	}

	/** Lets an outcome bear on health, incidents and alerts, and keeps what came of it. */
	function take(outcome: Outcome): void {
		const schema = tracker.state();
		const health = nextHealth(state.health, outcome, server.limits, conditionsOf(state, schema, outcome.at));
		settle({...state, health, schema}, outcome.at);
	}

	function settle(next: ServerState, at: number): void {
		const previous = state;
		const incidents = nextIncidents(next.incidents, {...next, at});
		state = {...next, incidents};
		for (const alert of alertsFor(previous, state, clock.now())) parts.tell(alert);
		const hasTurned =
			state.health.status !== previous.health.status ||
			incidents !== previous.incidents ||
			state.schema !== previous.schema;
		history.keep(server.name, {health: state.health, schema: tracker.record(), incidents}, hasTurned);
		parts.publish(state);
	}

	function update(change: Partial<ServerState>): void {
		state = {...state, ...change};
		parts.publish(state);
	}

	function checkNow(): void {
		if (!isWatched(server)) return;
		if (running) isNudged = true;
		else schedule(0);
	}

	return {
		state: () => state,
		start: () => isWatched(server) && schedule(0),
		checkNow,
		seeAgents(agentProcesses, lostProcess) {
			const at = clock.now();
			if (lostProcess === state.symptoms.lostProcess) return update({agentProcesses});
			const next = {...state, agentProcesses, symptoms: {...state.symptoms, lostProcess}};
			settle({...next, health: withStatus(next.health, conditionsOf(next, next.schema, at), at)}, at);
		},
		seeTls: tls => update({tls}),
		noticeLapse() {
			const isOverdue = clock.now() - dueAt >= 2 * server.intervalMs;
			if (!isWatched(server) || !isOverdue || running) return;
			update({health: lapse(state.health, state.lastCheck?.at ?? dueAt)});
			schedule(0);
		},
		accept() {
			if (!tracker.accept()) return false;
			const at = clock.now();
			const schema = tracker.state();
			const health = withStatus(state.health, conditionsOf(state, schema, at), at);
			settle({...state, schema, health, incidents: closeDrift(state.incidents, at)}, at);
			return true;
		},
		log: () => prober.log(),
		async stop() {
			stopping.abort();
			cancelTimer();
			await Promise.all([running, prober.close()]);
		},
	};
}

const conditionsOf = ({symptoms}: ServerState, schema: SchemaState, at: number): Conditions => ({
	hasBreakingDrift: schema.class === 'breaking',
	symptoms: heldSymptoms(symptoms, at),
});
