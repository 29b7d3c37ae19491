import {isAcknowledged} from '../domain/acknowledge.ts';
import type {ServerState} from '../domain/fleet.ts';
import {nextHealth, unknownHealth} from '../domain/health.ts';
import {type Lock, schemaAgainst} from '../domain/lock.ts';
import {createCalendar} from '../domain/maintenance.ts';
import type {Cancel, Clock, CreateProber, History, Past} from '../domain/ports.ts';
import type {ProbeResult} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import type {Alerting} from '../domain/settings.ts';
import {coverOf} from '../domain/silence-cover.ts';
import {type Hash, type SchemaState, takeSnapshot, unknownSchema} from '../domain/snapshot.ts';
import {addResult, heldSymptoms} from '../domain/symptoms.ts';
import {createSchemaTracker} from './schema-tracker.ts';
import {absorb, addSample, initialState, isWatched, toOutcome, toSample} from './server-state.ts';
import {createSlots, type Slots} from './slots.ts';

export interface OnceParts {
	readonly clock: Clock;
	readonly createProber: CreateProber;
	readonly history: History;
	readonly hash: Hash;
	readonly maxConcurrentSpawns: number;
	readonly maxConcurrentChecks: number;
	/** Further tries before a failure counts. */
	readonly retries: number;
	readonly confirmIntervalMs: number;
	readonly signal: AbortSignal;
	/** Only its maintenance matters here; absent is none. */
	readonly alerting?: Alerting;
	/** What the tools are compared with, instead of what history keeps; null or absent where that is to decide. */
	readonly expected?: Lock | null;
	/** Called after each server. */
	readonly progress: (done: number, total: number) => void;
}

/** A start that has not answered by then hangs rather than works. */
const longestStartMs = 2000;

export interface Once {
	readonly states: readonly ServerState[];
	/** Ends the sessions and writes history, in bounded time; a report need not wait for it. */
	close(): Promise<void>;
}

/** Checks every server once. One try decides: there is no past to confirm a failure against. */
export async function checkOnce(servers: readonly Server[], parts: OnceParts): Promise<Once> {
	const pasts = await parts.history.open(servers);
	const slots = {
		stdio: createSlots(parts.clock, parts.maxConcurrentSpawns, longestStartMs),
		http: createSlots(parts.clock, parts.maxConcurrentChecks, longestStartMs),
	};
	const now = parts.clock.now();
	const maintenance = createCalendar(parts.alerting?.maintenance ?? []).active(now);
	const isSilenced = coverOf([...parts.history.silences(), ...maintenance], now);
	const closing: Promise<void>[] = [];
	let done = 0;
	const states = await Promise.all(
		servers.map(async server => {
			const result = isWatched(server)
				? await probe(server, slots[server.transport === 'stdio' ? 'stdio' : 'http'])
				: null;
			parts.progress(++done, servers.length);
			const state = judge(server, pasts.get(server.name), result, parts);
			return {...state, silenced: isSilenced(state)};
		}),
	);
	return {
		states,
		async close() {
			await Promise.all([...closing, parts.history.close()]);
		},
	};

	/** Null where the user did not want to wait for its turn. */
	async function probe(server: Server, gate: Slots): Promise<ProbeResult | null> {
		let giveBack: Cancel = () => {};
		const prober = parts.createProber(server, {interrupted() {}, toolsChanged() {}, opened: () => giveBack()});
		for (let retriesLeft = parts.retries; ; retriesLeft--) {
			giveBack = prober.isOpen ? () => {} : await gate.take(parts.signal);
			const result = parts.signal.aborted ? null : await prober.check(parts.signal);
			giveBack();
			if (!result || result.ok || retriesLeft <= 0 || parts.signal.aborted) {
				closing.push(prober.close());
				return result;
			}
			await pause(parts);
		}
	}
}

function judge(server: Server, past: Past | undefined, result: ProbeResult | null, parts: OnceParts): ServerState {
	const {history} = parts;
	const tracker = createSchemaTracker(past?.kept?.schema ?? null, parts.hash);
	const initial = initialState(server, past, schemaState(), history.stats(server.name, parts.clock.now()));
	if (!result) return initial;
	const sample = toSample(result);
	history.append(server.name, sample);
	if (result.ok) see(result.listing, result.at);
	const schema = schemaState();
	const state = absorb(addSample(initial, sample, history.stats(server.name, result.at)), result, schema);
	const {health: before, incidents} = past?.kept ?? {health: unknownHealth, incidents: []};
	const kept = {...before, wasUp: before.wasUp || result.ok};
	history.keep(server.name, {health: kept, incidents, schema: tracker.record()}, false);
	const limits = {...server.limits, consecutiveFailuresBeforeDown: 1, consecutiveSlowBeforeDegraded: 1};
	const symptoms = addResult(state.symptoms, result);
	const held = heldSymptoms(symptoms, result.at, {consecutiveFailures: 1});
	const conditions = {hasBreakingDrift: schema.class === 'breaking', symptoms: held};
	const health = nextHealth({...unknownHealth, wasUp: before.wasUp}, toOutcome(result), limits, conditions);
	const acknowledged = isAcknowledged(incidents);
	return {...state, schema, symptoms, health, acknowledged};

	function schemaState(): SchemaState {
		if (!parts.expected) return tracker.state();
		if (!result?.ok) return unknownSchema;
		return schemaAgainst(parts.expected.get(server.name), takeSnapshot(result.listing, result.at, parts.hash));
	}

	/** One look has to do here, so it stands for the confirming one too. */
	function see(listing: Parameters<typeof tracker.see>[0], at: number): void {
		tracker.see(listing, at);
		if (tracker.isUnsure()) tracker.see(listing, at);
	}
}

const pause = ({clock, confirmIntervalMs, signal}: OnceParts): Promise<void> =>
	new Promise(resolve => {
		const settle = () => {
			cancel();
			signal.removeEventListener('abort', settle);
			resolve();
		};
		const cancel = clock.after(confirmIntervalMs, settle);
		signal.addEventListener('abort', settle, {once: true});
	});
