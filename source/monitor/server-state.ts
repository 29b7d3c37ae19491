import type {ServerState} from '../domain/fleet.ts';
import {lapse, type Outcome, unknownHealth} from '../domain/health.ts';
import {closeAll} from '../domain/incident.ts';
import {cutDepth} from '../domain/json.ts';
import type {Past} from '../domain/ports.ts';
import type {Listing, ProbeResult, Sample, Tool, ToolCallResult} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import type {SchemaState} from '../domain/snapshot.ts';
import {emptyStats, type Stats} from '../domain/stats.ts';
import {noSymptoms} from '../domain/symptoms.ts';

const keptSamples = 120;

/** False for what is switched off, and for a process that must not be started beside the agents' own. */
export const isWatched = (server: Server): boolean =>
	server.enabled && !(server.transport === 'stdio' && server.probe === 'off');

/** A server as it stands before its first check: with nothing known but what history kept. */
export function initialState(server: Server, past: Past | undefined, schema: SchemaState, stats?: Stats): ServerState {
	return {
		server,
		health: unknownHealth,
		lastCheck: null,
		samples: past?.samples.slice(-keptSamples) ?? [],
		stats: stats ?? emptyStats,
		listing: null,
		schema,
		symptoms: noSymptoms,
		agentProcesses: [],
		tls: null,
		incidents: [],
		reinitialisations: 0,
		isChecking: false,
		acknowledged: false,
		silenced: false,
	};
}

/** Goes on from where the monitor before stopped, unless that is too long ago to be true still, or nobody watches it any more. */
export function resume(state: ServerState, past: Past | undefined, now: number): ServerState {
	if (!past?.kept) return state;
	const last = past.samples.at(-1);
	const isOld = last === undefined || now - last.at >= 3 * state.server.intervalMs;
	const {health, incidents} = past.kept;
	if (!isWatched(state.server)) {
		// Where nothing is probed the agents' own processes are seen all the same.
		const left = closeAll(incidents, now, state.server.enabled ? 'agent_process_gone' : undefined);
		return {...state, incidents: left, health: {...unknownHealth, wasUp: health.wasUp}};
	}
	return {...state, incidents, health: isOld ? lapse(health, last?.at ?? now) : health};
}

export const addSample = (state: ServerState, sample: Sample, stats: Stats): ServerState => ({
	...state,
	stats,
	samples: [...state.samples, sample].slice(-keptSamples),
});

/** Takes in what a check has shown of the server; what it means for its health is decided elsewhere. */
export function absorb(state: ServerState, result: ProbeResult, schema: SchemaState): ServerState {
	const isNewListing = result.ok && (state.listing === null || schema !== state.schema);
	return {
		...state,
		isChecking: false,
		lastCheck: {
			at: result.at,
			latencyMs: result.ok ? result.latencyMs : null,
			connectMs: result.connectMs ?? state.lastCheck?.connectMs ?? null,
			notes: notesFrom(result),
		},
		listing: isNewListing ? bounded(result.listing) : state.listing,
		reinitialisations: state.reinitialisations + Number(result.ok && result.reinitialised),
	};
}

/** What an agent would notice of a check beyond its outcome comes first. */
function notesFrom(result: ProbeResult): readonly string[] {
	if (result.ok && result.reinitialised) return ['session lost, opened anew', ...result.notes];
	const isOnlyHeldBroken = !result.ok && result.fresh?.failure === null;
	return isOnlyHeldBroken ? ['a new session works: agents on old ones may hang', ...result.notes] : result.notes;
}

/** Whoever draws a tool may walk it without care. */
const bounded = (listing: Listing): Listing => ({
	...listing,
	tools: listing.tools.map(tool => ({...(cutDepth(tool) as Tool), name: tool.name})),
});

export const toOutcome = (result: ProbeResult): Outcome =>
	result.ok
		? {verdict: 'good', at: result.at, latencyMs: result.latencyMs}
		: {verdict: 'failed', at: result.at, failure: result.failure};

export const toSample = (result: ProbeResult): Sample => ({
	at: result.at,
	latencyMs: result.ok ? result.latencyMs : null,
	category: result.ok ? null : result.failure.category,
	counted: result.ok && result.connectMs === null,
	...(result.ok && result.calls && {calls: countCalls(result.calls)}),
});

const countCalls = (calls: readonly ToolCallResult[]) => ({
	total: calls.length,
	failed: calls.filter(({failure}) => failure !== null).length,
});
