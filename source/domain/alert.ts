import type {Category} from './categories.ts';
import type {Status} from './health.ts';
import type {Ending} from './incident.ts';
import type {SchemaChange} from './schema/schema-change.ts';

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
	'cert_expiry',
	'monitor_offline',
	'recovery',
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Where in the life of a trouble an alert stands; `noted` is for what has no end of its own. */
export const alertPhases = ['opened', 'reminded', 'acknowledged', 'closed', 'noted'] as const;
export type AlertPhase = (typeof alertPhases)[number];

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
	/** A silence or a maintenance window covered the server when it was raised: shown here, sent nowhere. */
	readonly isSilenced: boolean;
	readonly phase: AlertPhase;
	/** The trouble: of a recovery the kind that is over, else the alert's own. */
	readonly about: AlertKind;
	/** When the trouble began, ms since the epoch. */
	readonly startedAt: number;
	readonly details: AlertDetails;
}

/** What a channel can tell beside the line. Every field is absent where it does not apply or is not known. */
export interface AlertDetails {
	readonly status?: Status;
	readonly previousStatus?: Status;
	/** Of the failure behind an outage. */
	readonly category?: Category;
	/** What to do about it. */
	readonly hint?: string;
	/** How long the trouble has lasted, or did, ms. */
	readonly durationMs?: number;
	readonly runbookUrl?: string;
	readonly tags?: readonly string[];
	readonly project?: string;
	/** Who has taken it on, and what they said. */
	readonly by?: string;
	readonly reason?: string;
	/** Of what is over: why. Only `recovered` is good news. */
	readonly ending?: Ending;
	/** The same for alerts that have one cause, such as a host. */
	readonly groupId?: string;
	/** That cause in words: `all on mcp.internal`. */
	readonly group?: string;
	readonly drift?: DriftDetails;
	readonly latency?: LatencyDetails;
}

/** How a server's tools have changed. Times are ms since the epoch. */
export interface DriftDetails {
	readonly toolsAdded: readonly string[];
	readonly toolsRemoved: readonly string[];
	/** `changes` in words: `Added required field: draft (boolean)`. */
	readonly toolsModified: readonly {readonly name: string; readonly changes: string}[];
	readonly previousSnapshot: number | null;
	readonly currentSnapshot: number | null;
	/** Bounded. */
	readonly diff: readonly SchemaChange[];
}

/** How slow a server has become, ms. */
export interface LatencyDetails {
	readonly p95Ms: number;
	readonly limitMs: number;
	/** Of the last checks, oldest first, bounded. */
	readonly trendMs: readonly number[];
	/** What is usual at the same hour; null where that is not known. */
	readonly usualMs: number | null;
}

/** One for each server and kind of trouble, the same from its beginning to its end: what others file it under. */
export const dedupKeyOf = ({server, about}: Pick<Alert, 'server' | 'about'>): string => `langsight/${server}/${about}`;
