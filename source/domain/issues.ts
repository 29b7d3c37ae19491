import type {Severity} from './alert.ts';
import type {ServerState} from './fleet.ts';
import {formatExactMs} from './format.ts';
import type {Status} from './health.ts';
import {notesOf} from './notes.ts';

/** Something a report points out. */
export interface Issue {
	readonly severity: Severity;
	readonly server: string;
	readonly status: Status;
	readonly message: string;
}

/** What is wrong in the fleet, the gravest first, else in the given order. */
export function issuesOf(states: readonly ServerState[], now: number): readonly Issue[] {
	const issues = states.filter(isTroubled).map(state => toIssue(state, now));
	return (['critical', 'warning', 'info'] as const).flatMap(severity =>
		issues.filter(issue => issue.severity === severity),
	);
}

/** Something about it needs a person: an outage, a degradation, drift, or missing credentials. */
export const isTroubled = ({server, health, schema}: ServerState): boolean =>
	server.enabled &&
	(health.status === 'down' || health.status === 'stale' || health.reasons.length > 0 || schema.state === 'drifted');

function toIssue(state: ServerState, now: number): Issue {
	const {server, health} = state;
	return {severity: severityOf(state), server: server.name, status: health.status, message: messageOf(state, now)};
}

function severityOf({health, schema}: ServerState): Severity {
	if (health.status === 'down' || health.status === 'stale') return 'critical';
	if (health.reasons.includes('agent_process_gone')) return 'critical';
	if (health.reasons.includes('slow') && health.isCriticallySlow) return 'critical';
	return health.reasons.length === 0 && schema.class === 'compatible' ? 'info' : 'warning';
}

function messageOf(state: ServerState, now: number): string {
	const {server, health, stats, lastCheck} = state;
	const [note = health.status] = notesOf(state, now);
	if (health.reasons[0] === 'slow') {
		const warningMs = server.limits.latencyWarningMs;
		const [label, latency] =
			(stats['1h'].p99Ms ?? 0) > warningMs ? ['p99 latency', stats['1h'].p99Ms] : ['latency', lastCheck?.latencyMs];
		return `${label} ${formatExactMs(latency ?? warningMs)} (threshold: ${formatExactMs(warningMs)})`;
	}
	if (health.reasons[0] === 'connection_refused' && server.transport !== 'stdio')
		return `${note} (port ${portOf(server.url)})`;
	return note;
}

function portOf(url: string): string {
	const [, scheme = 'http', port] = /^(https?):\/\/[^/]*?(?::(\d+))?(?:[/?#]|$)/i.exec(url) ?? [];
	return port ?? (scheme.toLowerCase() === 'https' ? '443' : '80');
}
