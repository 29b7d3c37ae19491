import type {Category} from './categories.ts';
import {describeErrorRate} from './error-rate.ts';
import {type Health, isLockedOut} from './health.ts';
import {describeChanges} from './schema-diff.ts';
import type {SchemaState} from './snapshot.ts';
import {describeSymptom, type Symptoms, symptomKinds} from './symptoms.ts';

/** What an incident can be about; at most one of each kind is open for a server. */
export const incidentKinds = [
	'down',
	'stale',
	'schema_drift',
	'slow',
	'flapping',
	...symptomKinds,
	'error_rate',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

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
	readonly ending: 'recovered' | 'worsened' | 'accepted' | 'removed' | null;
	/** When people were told of it; null while that waits, as for a crashed child whose respawn may work. */
	readonly announcedAt: number | null;
	/** Someone has taken it on; null while nobody has. */
	readonly acknowledgement: Acknowledgement | null;
}

/** Who has taken an incident on. */
export interface Acknowledgement {
	readonly at: number;
	readonly by: string;
	readonly reason: string | null;
}

/** What incidents are judged by. */
export interface Situation {
	readonly health: Health;
	readonly schema: SchemaState;
	readonly symptoms: Symptoms;
	readonly at: number;
}

const keptPerServer = 50;

/** Opens, announces and closes a server's incidents. Newest first; the oldest closed ones are dropped. */
export function nextIncidents(incidents: readonly Incident[], situation: Situation): readonly Incident[] {
	const next = incidentKinds.reduce((list, kind) => advance(list, kind, situation), incidents);
	return next === incidents ? incidents : next.filter((incident, index) => index < keptPerServer || isOpen(incident));
}

/** Closes what is open because the server is no longer watched. */
export const closeAll = (incidents: readonly Incident[], at: number): readonly Incident[] =>
	incidents.some(isOpen)
		? incidents.map(incident => (isOpen(incident) ? {...incident, endedAt: at, ending: 'removed'} : incident))
		: incidents;

/** Closes the drift incident because a person has accepted the new tools. */
export const closeDrift = (incidents: readonly Incident[], at: number): readonly Incident[] =>
	incidents.map(incident =>
		incident.kind === 'schema_drift' && isOpen(incident) ? {...incident, endedAt: at, ending: 'accepted'} : incident,
	);

/** Opens the last drift incident again because the acceptance that closed it was taken back. */
export function reopenDrift(incidents: readonly Incident[]): readonly Incident[] {
	const last = incidents.find(({kind}) => kind === 'schema_drift');
	if (last?.ending !== 'accepted') return incidents;
	return incidents.map(incident => (incident === last ? {...last, endedAt: null, ending: null} : incident));
}

export const isOpen = (incident: Incident): boolean => incident.endedAt === null;

function advance(incidents: readonly Incident[], kind: IncidentKind, situation: Situation): readonly Incident[] {
	const open = incidents.find(incident => incident.kind === kind && isOpen(incident));
	const holds = isHeld(kind, situation);
	if (!open) return holds ? [begin(kind, situation), ...incidents] : incidents;
	const changed = holds ? announce(open, situation) : end(open, situation);
	return changed === open ? incidents : incidents.map(incident => (incident === open ? changed : incident));
}

function isHeld(kind: IncidentKind, {health, schema}: Situation): boolean {
	switch (kind) {
		case 'down':
		case 'stale':
			return health.standing === kind;
		case 'schema_drift':
			return schema.state === 'drifted';
		default:
			return health.reasons.includes(kind);
	}
}

function begin(kind: IncidentKind, situation: Situation): Incident {
	const {health, at} = situation;
	const startedAt = beganAt(kind, situation);
	const category = isOutage(kind) ? (health.failure?.category ?? null) : null;
	return {
		kind,
		startedAt,
		endedAt: null,
		cause: causeOf(kind, situation),
		category,
		ending: null,
		// A crash is told only once its respawn has failed too: what came straight back is a smaller matter.
		announcedAt: category === 'process_exited' || category === 'process_killed' ? null : at,
		acknowledgement: null,
	};
}

function beganAt(kind: IncidentKind, {health, symptoms, at}: Situation): number {
	if (isOutage(kind)) return health.since ?? at;
	if (kind === 'slow') return health.slow?.startedAt ?? at;
	return kind === 'agents_failing' ? (symptoms.failingCalls?.since ?? at) : at;
}

export const isOutage = (kind: IncidentKind): boolean => kind === 'down' || kind === 'stale';

function causeOf(kind: IncidentKind, {health, schema, symptoms}: Situation): string {
	switch (kind) {
		case 'down':
		case 'stale':
			return health.failure?.message ?? 'no answer';
		case 'schema_drift':
			return describeChanges(schema.changes);
		case 'slow':
			return 'answers slowly';
		case 'flapping':
			return 'goes up and down';
		case 'error_rate':
			return symptoms.errorRate ? describeErrorRate(symptoms.errorRate) : 'too many checks failed in the last hour';
		default:
			return describeSymptom(kind, symptoms);
	}
}

/** Any failure after the first one ends the wait. */
const announce = (incident: Incident, {health, at}: Situation): Incident =>
	incident.announcedAt === null && health.run?.verdict === 'failed' ? {...incident, announcedAt: at} : incident;

function end(incident: Incident, {health, schema, at}: Situation): Incident {
	const isAnswering = health.standing === 'up';
	if (incident.kind === 'schema_drift') {
		// Drift does not pass by itself: a person has accepted it elsewhere, or what it drifted from is gone.
		if (schema.state === 'unknown') return incident;
		return {...incident, endedAt: at, ending: schema.accepted ? 'accepted' : 'removed'};
	}
	// It is seen apart from the checks, so it ends apart from them.
	if (incident.kind === 'agent_process_gone') return {...incident, endedAt: at, ending: 'recovered'};
	if (incident.kind === 'agents_failing') {
		const isWorse =
			health.standing === 'down' || health.standing === 'stale' || health.reasons.includes('tool_failing');
		return {...incident, endedAt: at, ending: isWorse ? 'worsened' : 'recovered'};
	}
	// What nobody watched any more (the monitor slept) goes on until the next check that shows otherwise.
	if (health.standing === 'unknown' && !isLockedOut(health)) return incident;
	if (!isOutage(incident.kind)) return {...incident, endedAt: at, ending: isAnswering ? 'recovered' : 'worsened'};
	if (health.standing === 'down' || health.standing === 'stale') return {...incident, endedAt: at, ending: 'worsened'};
	const answeredAt = isAnswering ? (health.run?.startedAt ?? at) : at;
	return {...incident, endedAt: answeredAt, ending: 'recovered'};
}
