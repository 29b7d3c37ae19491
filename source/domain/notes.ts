import {describeErrorRate} from './error-rate.ts';
import type {ServerState} from './fleet.ts';
import {formatDuration, plural} from './format.ts';
import type {Reason} from './health.ts';
import {describeChanges} from './schema-diff.ts';
import {describeSymptom} from './symptoms.ts';

/** What there is to say about a server, the gravest first; the first is the one that fits into a table row. */
export function notesOf(state: ServerState, now: number): readonly string[] {
	const {health, lastCheck, server} = state;
	if (!server.enabled) return ['disabled'];
	if (server.transport === 'stdio' && server.probe === 'off' && health.reasons.length === 0)
		return [describeUnprobed(state)];
	const notes = health.reasons.map(reason => describeReason(reason, state, now));
	return [
		...pendingNotes(state),
		...notes,
		...(lastCheck?.notes ?? []),
		...(notes.length === 0 ? schemaNotes(state) : []),
	];
}

function describeUnprobed({agentProcesses}: ServerState): string {
	const copies = agentProcesses.length;
	return copies === 0
		? 'not probed, and no agent runs it'
		: `not probed; agents run ${plural(copies, 'copy', 'copies')}`;
}

function pendingNotes({health}: ServerState): string[] {
	const {pending, failure} = health;
	if (!pending) return [];
	if (pending.kind === 'recovering') return [`recovering ${pending.count}/${pending.of}`];
	return [`pending ${pending.count}/${pending.of}${failure ? `: ${failure.message}` : ''}`];
}

function describeReason(reason: Reason, state: ServerState, now: number): string {
	const {health, schema, server, lastCheck} = state;
	switch (reason) {
		case 'slow':
			return `latency > ${server.limits.latencyWarningMs}ms threshold`;
		case 'schema_drift':
			return describeDrift(schema);
		case 'flapping':
			return 'flapping: goes up and down';
		case 'error_rate':
			return state.symptoms.errorRate ? describeErrorRate(state.symptoms.errorRate) : 'too many checks fail';
		case 'agent_process_gone':
		case 'tool_failing':
		case 'agents_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
			return describeSymptom(reason, state.symptoms);
		case 'not_checked':
			return lastCheck ? `last check ${formatDuration(now - lastCheck.at)} ago` : 'not checked yet';
		case 'auth_required':
			return describeLogin(health);
		default:
			return health.failure?.message ?? reason;
	}
}

/** A server that went back by itself was still another one for a while, and nobody has said that this is fine. */
function describeDrift({changes, revertedAt}: ServerState['schema']): string {
	const now = revertedAt == null ? '' : 'is as before again, not accepted yet: ';
	return `schema drifted: ${now}${describeChanges(changes)}`;
}

/** A refusal after having been let in means that the credentials ended, unless it was not the server that refused. */
function describeLogin({failure, wasUp}: ServerState['health']): string {
	const message = failure?.message ?? 'authentication required';
	return wasUp && message === 'authentication required' ? 'credentials expired or revoked' : message;
}

function schemaNotes({schema, health}: ServerState): string[] {
	switch (schema.state) {
		case 'new':
			return ['first schema snapshot'];
		case 'unchanged':
			return ['schema unchanged'];
		case 'drifted':
			return [`schema changed: ${describeChanges(schema.changes)}`];
		case 'unknown':
			return health.status === 'unknown' && !health.pending ? ['not checked yet'] : [];
	}
}
