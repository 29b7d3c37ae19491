import type {Severity} from './alert.ts';
import {aboutOf, alertFacts} from './alert-kinds.ts';
import {isExpiringSoon} from './cert-expiry.ts';
import type {ServerState} from './fleet.ts';
import type {Incident} from './incident.ts';
import type {Json} from './json.ts';
import {recentLatency} from './latency-spike.ts';
import {speaksToModel} from './poison.ts';

/** How grave an open incident is, as things stand: the table's word, unless the case is a special one. */
export function severityOf({kind}: Pick<Incident, 'kind'>, state: ServerState, at: number): Severity {
	const {severity} = alertFacts[aboutOf(kind)];
	switch (kind) {
		case 'slow':
			return isCriticallySlow(state) ? 'critical' : severity;
		case 'schema_drift':
			return severityOfDrift(state.schema) ?? severity;
		case 'cert_expiry':
			return state.tls && isExpiringSoon(state.tls, at) ? 'critical' : severity;
		case 'down':
		case 'stale':
		case 'flapping':
		case 'agent_process_gone':
		case 'tool_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
		case 'error_rate':
			return severity;
	}
}

const isCriticallySlow = ({health, samples, server}: ServerState): boolean =>
	health.isCriticallySlow || (!health.isSlow && (recentLatency(samples)?.p95Ms ?? 0) > server.limits.latencyCriticalMs);

/** Text that gives orders to the model is the start of an attack, whatever else has changed (OWASP MCP03:2025). */
function severityOfDrift({class: gravest, changes}: ServerState['schema']): Severity | null {
	if (changes.some(({after}) => after !== undefined && speaksToModel(textOf(after)))) return 'critical';
	return gravest === 'compatible' ? 'info' : null;
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
