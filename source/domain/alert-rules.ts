import type {Alert, AlertDetails, AlertKind, AlertPhase, Severity} from './alert.ts';
import {detailsOfDrift, detailsOfLatency, detailsOfServer} from './alert-details.ts';
import {aboutOf} from './alert-kinds.ts';
import {severityOf} from './alert-severity.ts';
import {hintFor, wordAcknowledgement, wordClosing, wordOpening, wordReminder, wordRestart} from './alert-words.ts';
import type {ServerState} from './fleet.ts';
import type {Status} from './health.ts';
import {type Incident, isOpen, isOutage, keyOfIncident, lastSentAt} from './incident.ts';
import {isCrash} from './incident-rules.ts';

/** What the wording needs to know beside the states. */
export interface Background {
	/** The latency that is usual at this hour, ms; asked only where it is told. Absent or null: not known. */
	readonly usualLatencyMs?: () => number | null;
	/** Why the server is no longer watched, where it is not. */
	readonly removal?: string;
}

/** What people are told when a server's incidents have moved on from `previous` to `next`. */
export function alertsFor(
	previous: ServerState,
	next: ServerState,
	at: number,
	background: Background = {},
): readonly Alert[] {
	const before = new Map(previous.incidents.map(incident => [keyOfIncident(incident), incident]));
	return next.incidents.flatMap(incident =>
		movesOf(before.get(keyOfIncident(incident)), incident, next).map(move =>
			toAlert(move, incident, next, at, {...background, previousStatus: previous.health.status}),
		),
	);
}

/** What has become of an incident. */
export type Move = 'opened' | 'reminded' | 'acknowledged' | 'closed' | 'restarted';

function movesOf(before: Incident | undefined, incident: Incident, {health}: ServerState): Move[] {
	if (before === incident) return [];
	const wasAnnounced = before !== undefined && before.announcedAt !== null;
	if (!isOpen(incident)) {
		if (!before || !isOpen(before)) return [];
		if (wasAnnounced) return ['closed'];
		// It ended before anyone was told. A server that flaps does so all the time.
		const isNews = incident.ending === 'recovered' && isCrash(incident) && !health.reasons.includes('flapping');
		return isNews ? ['restarted'] : [];
	}
	if (incident.announcedAt === null) return [];
	const sentAt = lastSentAt(incident);
	const sentBefore = wasAnnounced ? lastSentAt(before) : null;
	const isOpening = !wasAnnounced || (sentAt !== null && sentBefore === null);
	const isReminder = sentAt !== null && sentBefore !== null && sentAt !== sentBefore;
	const isTaken = incident.acknowledgement !== null && (isOpening || !before?.acknowledgement);
	return [
		...(isOpening ? ['opened' as const] : []),
		...(isReminder ? ['reminded' as const] : []),
		...(isTaken ? ['acknowledged' as const] : []),
	];
}

/** One move of an incident, as it is told. */
export function toAlert(
	move: Move,
	incident: Incident,
	state: ServerState,
	at: number,
	background: Background & {readonly previousStatus?: Status},
): Alert {
	const {kind, severity, message, phase} = draft(move, incident, state, at, background);
	const {server} = state;
	return {
		kind,
		severity,
		message,
		phase,
		id: [at.toString(36), incident.kind, move, incident.startedAt.toString(36), server.name].join('-'),
		at,
		server: server.name,
		affects: server.usedBy,
		// Whoever was told of it hears of its end, silence or not; of what nobody was told nobody hears.
		isSilenced: move === 'restarted' ? state.silenced : lastSentAt(incident) === null,
		about: move === 'restarted' ? kind : aboutOf(incident.kind),
		startedAt: incident.startedAt,
		details: detailsOf(move, incident, state, at, background),
	};
}

interface Draft {
	readonly kind: AlertKind;
	readonly severity: Severity;
	readonly phase: AlertPhase;
	readonly message: string;
}

function draft(move: Move, incident: Incident, state: ServerState, at: number, {removal}: Background): Draft {
	const kind = aboutOf(incident.kind);
	switch (move) {
		case 'opened':
			return {kind, severity: severityOf(incident, state, at), phase: move, message: wordOpening(incident, state, at)};
		case 'reminded':
			return {kind, severity: severityOf(incident, state, at), phase: move, message: wordReminder(incident, state, at)};
		case 'acknowledged':
			return {kind, severity: 'info', phase: move, message: wordAcknowledgement(incident)};
		case 'closed':
			return {
				// What did not recover is no recovery, though it is over.
				kind: incident.ending === 'recovered' ? 'recovery' : kind,
				severity: 'info',
				phase: move,
				message: wordClosing(incident, state, removal ?? describeRemoval(incident, state)),
			};
		case 'restarted':
			return {kind: 'restarted', severity: 'warning', phase: 'noted', message: wordRestart(incident, state)};
	}
}

function describeRemoval({kind}: Incident, {server}: ServerState): string {
	if (!server.enabled) return 'the server is disabled';
	return kind === 'schema_drift' ? 'what it had drifted from is gone' : 'the server is no longer checked';
}

function detailsOf(
	move: Move,
	incident: Incident,
	state: ServerState,
	at: number,
	{previousStatus, usualLatencyMs}: Background & {readonly previousStatus?: Status},
): AlertDetails {
	const isNews = move === 'opened' || move === 'reminded';
	const {acknowledgement: taken, category, kind} = incident;
	const before = move === 'closed' ? previousStatus : (incident.previousStatus ?? previousStatus);
	const hint = isNews ? hintFor(incident, state) : null;
	const latency = isNews && kind === 'slow' ? detailsOfLatency(state, usualLatencyMs?.() ?? null) : null;
	const acceptedBy = move === 'closed' && incident.ending === 'accepted' ? state.schema.accepted?.by : undefined;
	const by = move === 'acknowledged' ? taken?.by : acceptedBy;
	return {
		...detailsOfServer(state),
		status: state.health.status,
		...(before !== undefined && {previousStatus: before}),
		...(isOutage(kind) && category !== null && {category}),
		...(hint !== null && {hint}),
		durationMs: Math.max(0, (incident.endedAt ?? at) - incident.startedAt),
		...(by !== undefined && {by}),
		...(move === 'acknowledged' && taken?.reason && {reason: taken.reason}),
		...(move === 'closed' && incident.ending !== null && {ending: incident.ending}),
		...(isNews && kind === 'schema_drift' && {drift: detailsOfDrift(state.schema)}),
		...(latency && {latency}),
	};
}
