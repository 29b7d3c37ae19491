import {affectedAgents, callersOf} from './affected-agents.ts';
import type {Alert, AlertKind, Severity} from './alert.ts';
import type {ServerState} from './fleet.ts';
import {formatDuration, formatLatency} from './format.ts';
import {isLockedOut} from './health.ts';
import {type Incident, type IncidentKind, isOpen} from './incident.ts';
import type {Json} from './json.ts';
import {speaksToModel} from './poison.ts';

/** What people are told when a server's incidents have moved on from `previous` to `next`. */
export function alertsFor(previous: ServerState, next: ServerState, at: number): readonly Alert[] {
	const before = new Map(previous.incidents.map(incident => [keyOf(incident), incident]));
	return next.incidents
		.filter(incident => before.get(keyOf(incident)) !== incident)
		.flatMap(incident =>
			alertFor(before.get(keyOf(incident)), incident, next).map(draft => toAlert(draft, incident, next, at)),
		);
}

interface Draft {
	readonly kind: AlertKind;
	readonly severity: Severity;
	readonly message: string;
}

function alertFor(before: Incident | undefined, incident: Incident, state: ServerState): Draft[] {
	const wasAnnounced = before !== undefined && before.announcedAt !== null;
	if (!isOpen(incident)) return wasAnnounced ? closing(incident, state) : unannounced(incident, state);
	return !wasAnnounced && incident.announcedAt !== null ? [opening(incident, state)] : [];
}

const keyOf = (incident: Incident): string => `${incident.kind} ${incident.startedAt}`;

const openingKind = {
	down: 'down',
	stale: 'stale',
	slow: 'latency_spike',
	schema_drift: 'schema_drift',
	flapping: 'flapping',
	error_rate: 'error_rate',
	agent_process_gone: 'agent_process_gone',
	tool_failing: 'tool_failure',
	agents_failing: 'tool_failure',
	fresh_session_fails: 'fresh_session_fails',
	reconnect_storm: 'reconnect_storm',
} as const satisfies Record<IncidentKind, AlertKind>;

function opening(incident: Incident, state: ServerState): Draft {
	const kind = openingKind[incident.kind];
	switch (incident.kind) {
		case 'down':
		case 'stale':
			return {kind, severity: 'critical', message: `${incident.kind}: ${incident.cause}`};
		case 'slow':
			return {kind, severity: state.health.isCriticallySlow ? 'critical' : 'warning', message: slowness(state)};
		case 'schema_drift':
			return {kind, severity: severityOfDrift(state.schema), message: `drifted: ${incident.cause}`};
		case 'agent_process_gone':
			return {kind, severity: 'critical', message: incident.cause};
		case 'flapping':
		case 'tool_failing':
		case 'agents_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
		case 'error_rate':
			return {kind, severity: 'warning', message: incident.cause};
	}
}

/** Text that gives orders to the model is the start of an attack, whatever else has changed (OWASP MCP03:2025). */
function severityOfDrift({class: gravest, changes}: ServerState['schema']): Severity {
	if (changes.some(({after}) => after !== undefined && speaksToModel(textOf(after)))) return 'critical';
	return gravest === 'compatible' ? 'info' : 'warning';
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function closing(incident: Incident, state: ServerState): Draft[] {
	if (incident.ending !== 'recovered' || incident.endedAt === null) return [];
	const lasted = formatDuration(incident.endedAt - incident.startedAt);
	switch (incident.kind) {
		case 'down':
		case 'stale':
			return [{kind: 'recovery', severity: 'info', message: `${nowOf(state)} after ${lasted} ${incident.kind}`}];
		case 'slow':
			return [{kind: 'recovery', severity: 'info', message: `fast again after ${lasted}`}];
		case 'agent_process_gone':
			return [{kind: 'recovery', severity: 'info', message: `no agent misses it any more, after ${lasted}`}];
		case 'tool_failing':
			return [{kind: 'recovery', severity: 'info', message: `tools work again after ${lasted}`}];
		case 'agents_failing':
			return [{kind: 'recovery', severity: 'info', message: `agents' calls no longer fail, after ${lasted}`}];
		case 'fresh_session_fails':
			return [{kind: 'recovery', severity: 'info', message: `new sessions work again after ${lasted}`}];
		case 'error_rate':
			return [{kind: 'recovery', severity: 'info', message: `checks fail less often again after ${lasted}`}];
		// The first does not end by itself, the others are not told of at their end.
		case 'schema_drift':
		case 'reconnect_storm':
		case 'flapping':
			return [];
	}
}

/** An incident that ended before anyone was told: the child crashed and its respawn worked. */
function unannounced(incident: Incident, state: ServerState): Draft[] {
	if (incident.ending !== 'recovered') return [];
	return [{kind: 'restarted', severity: 'warning', message: `restarted: ${incident.cause}, ${nowOf(state)}`}];
}

const nowOf = ({health}: ServerState): string =>
	isLockedOut(health) ? 'reachable again, but wants credentials' : `${health.status} again`;

function slowness({lastCheck, server}: ServerState): string {
	const latency = lastCheck?.latencyMs;
	const limit = `limit ${formatLatency(server.limits.latencyWarningMs)}`;
	return latency == null ? `slow (${limit})` : `slow: ${formatLatency(latency)} (${limit})`;
}

const toAlert = (draft: Draft, incident: Incident, state: ServerState, at: number): Alert => ({
	...draft,
	id: `${at.toString(36)}-${incident.kind}-${draft.kind}-${state.server.name}`,
	at,
	server: state.server.name,
	affects: affectedAgents(state),
	isSilenced: state.silenced,
	phase: draft.kind === 'recovery' ? 'closed' : draft.kind === 'restarted' ? 'noted' : 'opened',
	about: draft.kind === 'recovery' ? openingKind[incident.kind] : draft.kind,
	startedAt: incident.startedAt,
	details: callersOf(state),
});
