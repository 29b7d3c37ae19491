import {findFailingCalls, hasUnfitCalls, isOfDrift} from '../domain/agents-failing.ts';
import type {ServerState} from '../domain/fleet.ts';
import type {Incident} from '../domain/incident.ts';
import type {History} from '../domain/ports.ts';
import {describeChanges} from '../domain/schema-diff.ts';
import type {Server} from '../domain/server.ts';
import {addCalls, type CountedCall, dropOld} from '../domain/traffic.ts';
import type {TrafficSummary} from '../domain/traffic-figures.ts';
import {summariseKept} from '../domain/traffic-figures.ts';

/** What agents' own calls of one server come to. */
export interface CallLedger {
	/** Some are known from before. */
	readonly isBegun: boolean;
	/** Takes in calls, or with none only that time has passed. */
	add(calls: readonly CountedCall[], listing: ServerState['listing'], at: number): void;
	/** A state with what the calls come to at an instant. What fails in an outage is the outage's. */
	judge(state: ServerState, at: number): ServerState;
	/** The figures alone, for other incidents. */
	summarise(incidents: readonly Incident[], at: number): TrafficSummary | null;
	/** So many calls do not fit the tools that these should be listed anew. */
	hasUnfit(at: number): boolean;
}

export function createCallLedger(server: Server, history: History, now: number): CallLedger {
	let traffic = dropOld(history.traffic(server.name), now);
	const limits = server.limits.errorRate;
	const summarise = (incidents: readonly Incident[], at: number) => summariseKept(traffic, incidents, at);
	return {
		isBegun: traffic.hours.length > 0,
		add(calls, listing, at) {
			traffic = addCalls(
				dropOld(traffic, at),
				calls.map(call => named(call, listing)),
				at,
			);
			if (calls.length > 0) history.keepTraffic(server.name, traffic);
		},
		judge(state, at) {
			const {health, incidents, schema, symptoms} = state;
			const isOut = health.standing === 'down' || health.standing === 'stale' || !server.enabled;
			const found = isOut ? null : findFailingCalls(traffic.minutes, {limits, incidents, at});
			const drift = found && isOfDrift(found) && schema.state === 'drifted' ? describeChanges(schema.changes) : null;
			const failingCalls = found && {...found, drift};
			return {
				...state,
				traffic: summarise(incidents, at),
				...(failingCalls === (symptoms.failingCalls ?? null) ? {} : {symptoms: {...symptoms, failingCalls}}),
			};
		},
		summarise,
		hasUnfit: at => hasUnfitCalls(traffic.minutes, limits, at),
	};
}

/**
 * JSON-RPC has one code (-32602) for arguments that do not fit and for a tool that is not there, and some servers answer
 * both with a result that is an error: the list tells which it was.
 */
function named(call: CountedCall, listing: ServerState['listing']): CountedCall {
	const isUnclear = call.category === 'invalid_arguments' || call.category === 'tool_error';
	if (!isUnclear || listing === null) return call;
	return listing.tools.some(({name}) => name === call.tool) ? call : {...call, category: 'tool_not_found'};
}
