/** What an alert can be about. */
export const alertKinds = [
	'down',
	'stale',
	'restarted',
	'agent_process_gone',
	'tool_failure',
	'fresh_session_fails',
	'reconnect_storm',
	'session_wave',
	'latency_spike',
	'schema_drift',
	'flapping',
	'error_rate',
	'recovery',
] as const;
export type AlertKind = (typeof alertKinds)[number];

export type Severity = 'critical' | 'warning' | 'info';

/** Something a person should know, said once. */
export interface Alert {
	/** Unique; rises with time. */
	readonly id: string;
	readonly at: number;
	readonly kind: AlertKind;
	readonly severity: Severity;
	readonly server: string;
	/** One line, without the server's name. */
	readonly message: string;
	/** Agents that depend on the server. */
	readonly affects: readonly string[];
	/** A silence covered the server when it was raised: shown here, sent nowhere. */
	readonly isSilenced: boolean;
}
