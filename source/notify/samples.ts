import {type Alert, type AlertDetails, type AlertKind, alertKinds, type Severity} from '../domain/alert.ts';

/** What a made-up alert of each kind says. */
const samples: Readonly<Record<AlertKind, readonly [severity: Severity, message: string, details?: AlertDetails]>> = {
	down: [
		'critical',
		'down: exited with code 1: REDIS_URL refused',
		{status: 'down', previousStatus: 'up', category: 'process_exited', hint: 'start Redis, or correct REDIS_URL'},
	],
	stale: ['critical', 'stale: No events in 120s (SSE)', {status: 'stale', previousStatus: 'up'}],
	restarted: ['warning', 'restarted: killed by SIGKILL, up again'],
	agent_process_gone: ['critical', "support-agent's copy is gone: killed by SIGKILL, possibly out of memory"],
	tool_failure: ['warning', 'list_invoices fails: HTTP 500', {status: 'degraded', previousStatus: 'up'}],
	fresh_session_fails: ['warning', 'the held session works, a new one fails: HTTP 503'],
	reconnect_storm: ['warning', '5 drops in 60s'],
	session_wave: ['warning', 'and 3 other servers lost their sessions within a minute'],
	latency_spike: [
		'warning',
		'slow: p95 4.8s (limit 3.0s)',
		{latency: {p95Ms: 4821, limitMs: 3000, trendMs: [820, 1900, 3300, 4100, 4821], usualMs: 800}},
	],
	schema_drift: [
		'warning',
		'drifted: delete_branch removed, create_pull_request: added required field draft (boolean)',
		{
			drift: {
				toolsAdded: [],
				toolsRemoved: ['delete_branch'],
				toolsModified: [{name: 'create_pull_request', changes: 'Added required field: draft (boolean)'}],
				previousSnapshot: Date.UTC(2026, 2, 30, 14, 22),
				currentSnapshot: Date.UTC(2026, 3, 2, 8, 15),
				diff: [
					{class: 'breaking', tool: 'delete_branch', kind: 'tool_removed', path: [], text: 'removed'},
					{
						class: 'breaking',
						tool: 'create_pull_request',
						kind: 'tool_modified',
						path: ['inputSchema', 'properties', 'draft'],
						text: 'added required field draft (boolean)',
						after: {type: 'boolean'},
					},
				],
			},
		},
	],
	flapping: ['warning', '4 changes in 15 minutes'],
	error_rate: ['warning', '5.2% of the checks of an hour fail for good (limit 0.1%)'],
	cert_expiry: ['warning', 'the certificate expires in 7 days'],
	monitor_offline: ['critical', 'the monitor itself has no network'],
	recovery: ['info', 'up again after 4m down', {status: 'up', previousStatus: 'down', durationMs: 240_000}],
};

/** Kinds without an end of their own. */
const noted: readonly AlertKind[] = ['restarted', 'session_wave'];

const server = 'langsight-test';

/** A made-up alert of each kind, and after it its end, so that nothing stays open on the other side. */
export function sampleAlerts(now: number): readonly Alert[] {
	const make = (kind: AlertKind, changes: Partial<Alert>, number: number): Alert => {
		const [severity, message, details = {}] = samples[kind];
		return {
			id: `test-${now.toString(36)}-${number}`,
			at: now,
			kind,
			severity,
			server,
			message,
			affects: ['support-agent', 'cursor'],
			isSilenced: false,
			phase: 'opened',
			about: kind,
			startedAt: now - 240_000,
			details: {...details, tags: ['test'], runbookUrl: 'https://example.com/runbook'},
			...changes,
		};
	};
	return alertKinds
		.filter(kind => kind !== 'recovery')
		.flatMap((kind, index) =>
			noted.includes(kind)
				? [make(kind, {phase: 'noted'}, 2 * index)]
				: [make(kind, {}, 2 * index), make('recovery', {phase: 'closed', about: kind}, 2 * index + 1)],
		);
}
