import type {Category} from './categories.ts';
import type {Status} from './health.ts';

/** What an incident can be about; at most one of each kind is open for a server. */
export const incidentKinds = [
	'down',
	'stale',
	'schema_drift',
	'slow',
	'flapping',
	'agent_process_gone',
	'tool_failing',
	'fresh_session_fails',
	'reconnect_storm',
	'error_rate',
	'cert_expiry',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Why an incident is over. `worsened`: another one took its place. `removed`: nobody watches for it any more. */
export const endings = ['recovered', 'worsened', 'accepted', 'removed'] as const;
export type Ending = (typeof endings)[number];

/** A span of trouble with one server. */
export interface Incident {
	readonly kind: IncidentKind;
	/** When it began: for an outage the first failed check, ms since the epoch. */
	readonly startedAt: number;
	/** Null while it is open. */
	readonly endedAt: number | null;
	/** The cause as it was first told. */
	readonly cause: string;
	readonly category: Category | null;
	/** Why it ended; null while open. */
	readonly ending: Ending | null;
	/** When it was told, at least here; null while that waits, as for a crashed child whose respawn may work. */
	readonly announcedAt: number | null;
	/**
	 * When it was last told to everybody, its opening or a reminder; null while a silence has kept it from that. Absent
	 * in files of before this was kept: then as `announcedAt`.
	 */
	readonly sentAt?: number | null;
	/** The server's status before it; absent in files of before this was kept. */
	readonly previousStatus?: Status;
	/** Someone has taken it on; null while nobody has. */
	readonly acknowledgement: Acknowledgement | null;
}

/** Who has taken an incident on. */
export interface Acknowledgement {
	readonly at: number;
	readonly by: string;
	readonly reason: string | null;
}

export const isOpen = (incident: Incident): boolean => incident.endedAt === null;

export const isOutage = (kind: IncidentKind): boolean => kind === 'down' || kind === 'stale';

/** What tells an incident of a server from its others. */
export const keyOfIncident = ({kind, startedAt}: Incident): string => `${kind} ${startedAt}`;

/** When everybody was last told of it; null while a silence has kept it from that. */
export const lastSentAt = ({sentAt, announcedAt}: Incident): number | null =>
	sentAt === undefined ? announcedAt : sentAt;

/** Closes what is open because the server is no longer watched. @param except the kind that is still seen */
export function closeAll(incidents: readonly Incident[], at: number, except?: IncidentKind): readonly Incident[] {
	const isLeft = (incident: Incident) => isOpen(incident) && incident.kind !== except;
	return incidents.some(isLeft)
		? incidents.map(incident => (isLeft(incident) ? close(incident, at) : incident))
		: incidents;
}

const close = (incident: Incident, at: number): Incident => ({
	...incident,
	endedAt: at,
	ending: 'removed',
});

/** Closes the drift incident because a person has accepted the new tools. */
export const closeDrift = (incidents: readonly Incident[], at: number): readonly Incident[] =>
	incidents.map(incident =>
		incident.kind === 'schema_drift' && isOpen(incident) ? {...incident, endedAt: at, ending: 'accepted'} : incident,
	);
