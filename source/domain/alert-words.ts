import {describeCertificate, describeRenewal} from './cert-expiry.ts';
import type {ServerState} from './fleet.ts';
import {formatDuration, formatLatency} from './format.ts';
import {isLockedOut} from './health.ts';
import {type Incident, type IncidentKind, isOutage} from './incident.ts';
import {recentLatency} from './latency-spike.ts';

/** That it has begun. */
export function wordOpening(incident: Incident, state: ServerState, at: number): string {
	switch (incident.kind) {
		case 'down':
		case 'stale':
			return `${incident.kind}: ${incident.cause}`;
		case 'slow':
			return wordSlowness(state);
		case 'schema_drift':
			return `drifted: ${incident.cause}`;
		case 'cert_expiry':
			return state.tls ? describeCertificate(state.tls, at) : incident.cause;
		case 'agent_process_gone':
		case 'flapping':
		case 'tool_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
		case 'error_rate':
			return incident.cause;
	}
}

/** That it goes on. */
export function wordReminder(incident: Incident, state: ServerState, at: number): string {
	const lasted = formatDuration(at - incident.startedAt);
	return isOutage(incident.kind)
		? `still ${incident.kind} after ${lasted}: ${incident.cause}`
		: `still, after ${lasted}: ${wordOpening(incident, state, at)}`;
}

/** That somebody has taken it on. */
export function wordAcknowledgement({kind, acknowledgement}: Incident): string {
	const reason = acknowledgement?.reason ? `: ${acknowledgement.reason}` : '';
	return `${kind.replaceAll('_', ' ')} acknowledged by ${acknowledgement?.by ?? 'somebody'}${reason}`;
}

/** That it is over, and why. @param removal why the server is no longer watched */
export function wordClosing(incident: Incident, state: ServerState, removal: string): string {
	const lasted = formatDuration((incident.endedAt ?? incident.startedAt) - incident.startedAt);
	const trouble = incident.kind.replaceAll('_', ' ');
	switch (incident.ending) {
		case null:
		case 'recovered':
			return wordRecovery(incident.kind, lasted, state);
		case 'worsened':
			return `${trouble} closed after ${lasted}: ${state.health.status} now`;
		case 'accepted': {
			const by = state.schema.accepted?.by;
			return `new tools accepted${by ? ` by ${by}` : ''}, after ${lasted}`;
		}
		case 'removed':
			return `${trouble} closed after ${lasted}: ${removal}`;
	}
}

function wordRecovery(kind: IncidentKind, lasted: string, state: ServerState): string {
	switch (kind) {
		case 'down':
		case 'stale':
			return `${wordNow(state)} after ${lasted} ${kind}`;
		case 'slow':
			return `fast again after ${lasted}`;
		case 'agent_process_gone':
			return `no agent misses it any more, after ${lasted}`;
		case 'tool_failing':
			return `no tool calls fail any more, after ${lasted}`;
		case 'fresh_session_fails':
			return `new sessions work again after ${lasted}`;
		case 'error_rate':
			return `checks fail less often again after ${lasted}`;
		case 'reconnect_storm':
			return `connections hold again after ${lasted}`;
		case 'flapping':
			return `steady again after ${lasted}`;
		case 'cert_expiry':
			return state.tls ? describeRenewal(state.tls) : 'the certificate was renewed';
		case 'schema_drift':
			return `as before again after ${lasted}`;
	}
}

/** That a crashed process came straight back. */
export const wordRestart = ({cause}: Incident, state: ServerState): string => `restarted: ${cause}, ${wordNow(state)}`;

/** What is to be done about it, where anything is known. */
export const hintFor = ({kind}: Incident, {health}: ServerState): string | null =>
	isOutage(kind) ? (health.failure?.hint ?? null) : null;

const wordNow = ({health}: ServerState): string =>
	isLockedOut(health) ? 'reachable again, but wants credentials' : `${health.status} again`;

/** By its last answer where that is slow, else by its last 20. */
function wordSlowness({lastCheck, server, samples, health}: ServerState): string {
	const limit = formatLatency(server.limits.latencyWarningMs);
	const latency = lastCheck?.latencyMs ?? null;
	if (latency !== null && health.isSlow) return `slow: ${formatLatency(latency)} (limit ${limit})`;
	const recent = recentLatency(samples);
	if (health.isSlow || recent === null) return `slow (limit ${limit})`;
	return `slow: p95 ${formatLatency(recent.p95Ms)} over the last ${recent.trendMs.length} checks (limit ${limit})`;
}
