import {describeCertificate, isExpiring} from './cert-expiry.ts';
import {describeErrorRate} from './error-rate.ts';
import type {ServerState} from './fleet.ts';
import {type Degradation, isLockedOut, type Status} from './health.ts';
import {type Incident, type IncidentKind, incidentKinds, isOpen, isOutage} from './incident.ts';
import {hasSpike, isStillSlow} from './latency-spike.ts';
import {describeChanges} from './schema-diff.ts';
import {describeSymptom, type SymptomKind} from './symptoms.ts';

/** What incidents are judged by. */
export interface Situation
	extends Pick<ServerState, 'health' | 'schema' | 'symptoms' | 'samples' | 'tls' | 'server' | 'incidents'> {
	readonly at: number;
	/** The status before what has happened now; absent is as it is. */
	readonly previousStatus?: Status;
	/** Something other than a check has happened. */
	readonly isAside?: boolean;
	/** The fault may be the monitor's own network: an outage of this server is not told for now. */
	readonly isCutOff?: boolean;
}

const keptPerServer = 50;

/** Opens, announces and closes a server's incidents. Newest first; the oldest closed ones are dropped. */
export function nextIncidents(incidents: readonly Incident[], situation: Situation): readonly Incident[] {
	const next = incidentKinds.reduce((list, kind) => advance(list, kind, situation), incidents);
	return next === incidents ? incidents : next.filter((incident, index) => index < keptPerServer || isOpen(incident));
}

function advance(incidents: readonly Incident[], kind: IncidentKind, situation: Situation): readonly Incident[] {
	const open = incidents.find(incident => incident.kind === kind && isOpen(incident));
	const holds = isHeld(kind, situation, open);
	if (!open) return holds ? [begin(kind, situation, incidents), ...incidents] : incidents;
	const changed = holds ? announce(open, situation) : end(open, situation);
	return changed === open ? incidents : incidents.map(incident => (incident === open ? changed : incident));
}

/** The incident that each reason for a degraded status belongs to: several reasons can be one trouble. */
const incidentBehind = {
	schema_drift: 'schema_drift',
	agent_process_gone: 'agent_process_gone',
	tool_failing: 'tool_failing',
	fresh_session_fails: 'fresh_session_fails',
	reconnect_storm: 'reconnect_storm',
	slow: 'slow',
	flapping: 'flapping',
	error_rate: 'error_rate',
} as const satisfies Record<Degradation, IncidentKind>;

const reasonsFor = (kind: IncidentKind): readonly Degradation[] =>
	(Object.keys(incidentBehind) as Degradation[]).filter(reason => incidentBehind[reason] === kind);

function isHeld(kind: IncidentKind, situation: Situation, open: Incident | undefined): boolean {
	const {health, schema, tls, at} = situation;
	switch (kind) {
		case 'down':
		case 'stale':
			return health.standing === kind;
		case 'schema_drift':
			return schema.state === 'drifted';
		case 'cert_expiry':
			return tls === null ? open !== undefined : isExpiring(tls, at);
		case 'slow':
			return health.reasons.includes('slow') || isSlowByPast(situation, open);
		case 'flapping':
		case 'agent_process_gone':
		case 'tool_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
		case 'error_rate':
			return reasonsFor(kind).some(reason => health.reasons.includes(reason));
	}
}

/** Slow on the whole, though not every time. In an outage there is nothing to be slow. */
function isSlowByPast({health, samples, server, incidents}: Situation, open: Incident | undefined): boolean {
	if (health.standing !== 'up') return false;
	const {latencyWarningMs} = server.limits;
	if (open) return isStillSlow(samples, latencyWarningMs);
	const before = incidents.find(({kind, endedAt}) => kind === 'slow' && endedAt !== null);
	return hasSpike(samples, latencyWarningMs, before?.endedAt ?? 0);
}

function begin(kind: IncidentKind, situation: Situation, before: readonly Incident[]): Incident {
	const {health, at} = situation;
	const incident: Incident = {
		kind,
		startedAt: distinct(began(kind, situation), kind, before),
		endedAt: null,
		cause: causeOf(kind, situation),
		category: categoryOf(kind, situation),
		ending: null,
		announcedAt: null,
		sentAt: null,
		previousStatus: situation.previousStatus ?? health.status,
		acknowledgement: null,
	};
	// A crash is told only once its respawn has failed too: what came straight back is a smaller matter.
	return isCrash(incident) || isHeldBack(incident, situation) ? incident : {...incident, announcedAt: at};
}

const categoryOf = (kind: IncidentKind, {health}: Situation) =>
	isOutage(kind) ? (health.failure?.category ?? null) : null;

const began = (kind: IncidentKind, {health, at}: Situation): number =>
	isOutage(kind) ? (health.since ?? at) : kind === 'slow' ? (health.slow?.startedAt ?? at) : at;

/** An incident is known by its kind and its beginning, and two can begin with the same check where the clock went back. */
function distinct(startedAt: number, kind: IncidentKind, before: readonly Incident[]): number {
	let at = startedAt;
	while (before.some(other => other.kind === kind && other.startedAt === at)) at++;
	return at;
}

function causeOf(kind: IncidentKind, situation: Situation): string {
	const {health, schema, symptoms, tls, at} = situation;
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
		case 'cert_expiry':
			return tls ? describeCertificate(tls, at) : 'the certificate expires';
		case 'agent_process_gone':
		case 'tool_failing':
		case 'fresh_session_fails':
		case 'reconnect_storm':
			return reasonsFor(kind)
				.filter(reason => health.reasons.includes(reason))
				.map(reason => describeSymptom(reason as SymptomKind, symptoms))
				.join(', ');
	}
}

/** Any failure after the first one ends the wait. */
function announce(incident: Incident, situation: Situation): Incident {
	const {health, at, isAside = false} = situation;
	if (incident.announcedAt !== null || isHeldBack(incident, situation)) return incident;
	if (isOutage(incident.kind) && health.run?.verdict !== 'failed') return incident;
	if (isCrash(incident)) return isAside ? incident : {...incident, announcedAt: at};
	// Nobody has heard of it yet, so what is told is how it stands now.
	return {
		...incident,
		announcedAt: at,
		cause: causeOf(incident.kind, situation),
		category: categoryOf(incident.kind, situation),
	};
}

export const isCrash = ({category}: Incident): boolean =>
	category === 'process_exited' || category === 'process_killed';

/** While a server flaps, an outage is told one by one only once it has lasted longer than a swing. */
const longestSwingMs = 5 * 60_000;

function isHeldBack({kind, startedAt}: Incident, {health, at, isCutOff = false}: Situation): boolean {
	if (!isOutage(kind)) return false;
	return isCutOff || (health.reasons.includes('flapping') && at - startedAt < longestSwingMs);
}

function end(incident: Incident, {health, schema, at}: Situation): Incident {
	const isAnswering = health.standing === 'up';
	const endedAt = Math.max(at, incident.startedAt);
	if (incident.kind === 'schema_drift') {
		// Drift does not pass by itself: a person has accepted it elsewhere, or what it drifted from is gone.
		if (schema.state === 'unknown') return incident;
		return {...incident, endedAt, ending: schema.accepted ? 'accepted' : 'removed'};
	}
	// They are seen apart from the checks, so they end apart from them.
	if (incident.kind === 'agent_process_gone' || incident.kind === 'cert_expiry')
		return {...incident, endedAt, ending: 'recovered'};
	// What nobody watched any more (the monitor slept) goes on until the next check that shows otherwise.
	if (health.standing === 'unknown' && !isLockedOut(health)) return incident;
	if (!isOutage(incident.kind)) return {...incident, endedAt, ending: isAnswering ? 'recovered' : 'worsened'};
	if (health.standing === 'down' || health.standing === 'stale') return {...incident, endedAt, ending: 'worsened'};
	const answeredAt = isAnswering ? (health.run?.startedAt ?? at) : at;
	return {...incident, endedAt: answeredAt >= incident.startedAt ? answeredAt : endedAt, ending: 'recovered'};
}
