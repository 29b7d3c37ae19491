import {type Alert, type AlertKind, dedupKeyOf} from './alert.ts';
import {aboutOf, incidentOf} from './alert-kinds.ts';
import {type Background, type Move, toAlert} from './alert-rules.ts';
import type {ServerState} from './fleet.ts';
import {type Incident, isOpen, keyOfIncident, lastSentAt} from './incident.ts';

const keptAlerts = 500;
/** Openings whose end has not been told are kept beyond that, for they say what is still to be closed. */
const keptOpenings = 200;

/** Adds an alert to the log, newest first, and lets old ones go. */
export function addToLog(log: readonly Alert[], alert: Alert): readonly Alert[] {
	const next = [alert, ...log];
	if (next.length <= keptAlerts) return next;
	const open = new Set(openAlerts(next));
	let left = keptOpenings;
	return next.filter((one, index) => index < keptAlerts || (open.has(one) && left-- > 0));
}

/** Of each trouble that was told and is not over, by the log, the alert that was told last. */
export function openAlerts(log: readonly Alert[]): readonly Alert[] {
	const seen = new Set<string>();
	return log.filter(alert => {
		if (alert.phase === 'noted' || seen.has(dedupKeyOf(alert))) return false;
		seen.add(dedupKeyOf(alert));
		return alert.phase !== 'closed';
	});
}

/** What a monitor that starts finds in the log of its servers' alerts. */
export interface Reconciled {
	/** With those that the log knows and the store has lost. */
	readonly incidents: readonly Incident[];
	/** What should have been told and was not, for the monitor before was killed, or the server was no longer watched. */
	readonly missing: readonly Alert[];
}

/**
 * Brings a server's incidents and the log of alerts together: a monitor that is killed can have written one without
 * the other. What was told is not told again.
 * @param log of the whole fleet, newest first
 */
export function reconcile(state: ServerState, log: readonly Alert[], at: number, background: Background): Reconciled {
	const mine = log.filter(({server, phase}) => server === state.server.name && phase !== 'noted');
	const told = openAlerts(mine).filter(({about}) => incidentOf(about) !== null);
	const incidents = heal(state.incidents, mine, told);
	const next = incidents === state.incidents ? state : {...state, incidents};
	// Where the log has let go of its oldest, what it does not hold may have been told all the same.
	const oldest = log.length < keptAlerts ? Number.NEGATIVE_INFINITY : (log.at(-1)?.at ?? 0);
	const say = (move: Move, incident: Incident) => toAlert(move, incident, next, at, background);
	const closings = told.flatMap(alert => {
		const incident = incidents.find(one => keyOfIncident(one) === keyOfAlert(alert));
		return incident && !isOpen(incident) ? say('closed', {...incident, sentAt: sentAtOf(alert)}) : [];
	});
	const openings = incidents.flatMap(incident => {
		if (!isOpen(incident) || incident.announcedAt === null || incident.announcedAt < oldest) return [];
		const own = log.filter(alert => alert.server === state.server.name && isAbout(alert, incident));
		const isQuiet = lastSentAt(incident) === null;
		const isOpened = own.some(({phase, isSilenced}) => phase !== 'acknowledged' && (isQuiet || !isSilenced));
		const isTaken = incident.acknowledgement === null || own.some(({phase}) => phase === 'acknowledged');
		return [...(isOpened ? [] : [say('opened', incident)]), ...(isTaken ? [] : [say('acknowledged', incident)])];
	});
	return {incidents, missing: [...closings, ...openings]};
}

/** Closes what the log says is over, and brings back what it says is open. The same list where both agree. */
function heal(incidents: readonly Incident[], log: readonly Alert[], told: readonly Alert[]): readonly Incident[] {
	const lost = told.filter(alert => isLost(alert, incidents));
	const healed = incidents.map(incident => (isOpen(incident) ? agree(incident, log) : incident));
	const hasChanged = lost.length > 0 || healed.some((incident, index) => incident !== incidents[index]);
	return hasChanged ? [...lost.map(toIncident), ...healed].sort((a, b) => b.startedAt - a.startedAt) : incidents;
}

/** An open incident as the log knows it. */
function agree(incident: Incident, log: readonly Alert[]): Incident {
	const own = log.filter(alert => keyOfAlert(alert) === keyOfIncident(incident));
	const end = own.find(({phase}) => phase === 'closed');
	if (end) return {...incident, endedAt: end.at, ending: end.details.ending ?? 'recovered'};
	const shown = own.at(-1);
	if (!shown) return incident;
	const sent = own.find(({phase, isSilenced}) => phase !== 'acknowledged' && !isSilenced);
	const sentAt = lastSentAt(incident);
	const isBehind =
		incident.announcedAt === null || (sent !== undefined && sent.at > (sentAt ?? Number.NEGATIVE_INFINITY));
	return isBehind ? {...incident, announcedAt: incident.announcedAt ?? shown.at, sentAt: sent?.at ?? sentAt} : incident;
}

/** Ends what the log says of servers that are configured no more. */
export const closeLeft = (log: readonly Alert[], configured: ReadonlySet<string>, at: number): readonly Alert[] =>
	openAlerts(log)
		.filter(({server, about}) => incidentOf(about) !== null && !configured.has(server))
		.map(alert => closeAlert(alert, at, 'removed from the configuration'));

/** The end of what an alert tells, where nothing else is known of it. */
export function closeAlert(alert: Alert, at: number, why: string): Alert {
	const {runbookUrl, tags, project, group, groupId} = alert.details;
	return {
		...alert,
		id: [at.toString(36), alert.about, 'closed', alert.startedAt.toString(36), alert.server].join('-'),
		at,
		kind: alert.about,
		severity: 'info',
		phase: 'closed',
		message: `${alert.about.replaceAll('_', ' ')} closed: ${why}`,
		details: {
			...(runbookUrl !== undefined && {runbookUrl}),
			...(tags && {tags}),
			...(project !== undefined && {project}),
			...(groupId !== undefined && {groupId}),
			...(group !== undefined && {group}),
			durationMs: Math.max(0, at - alert.startedAt),
			ending: 'removed',
		},
	};
}

/** Older logs know when an alert was raised, not when its trouble began. */
const isAbout = (alert: Alert, incident: Incident): boolean =>
	incidentOf(alert.about) === incident.kind &&
	(alert.startedAt === incident.startedAt || alert.at === incident.announcedAt);

/** As the incident that it tells of. */
const keyOfAlert = ({about, startedAt}: Alert): string => `${incidentOf(about) ?? about} ${startedAt}`;

/** The store may have let go of an incident that is over; one that is open it never does. */
const isLost = (alert: Alert, incidents: readonly Incident[]): boolean => {
	const own = incidents.filter(({kind}) => aboutOf(kind) === alert.about);
	return !own.some(incident => isOpen(incident) || incident.startedAt >= alert.startedAt);
};

const sentAtOf = ({isSilenced, at}: Alert): number | null => (isSilenced ? null : at);

const toIncident = (alert: Alert): Incident => ({
	kind: incidentOf(alert.about as AlertKind) ?? 'down',
	startedAt: alert.startedAt,
	endedAt: null,
	cause: alert.message,
	category: alert.details.category ?? null,
	ending: null,
	announcedAt: alert.at,
	sentAt: sentAtOf(alert),
	...(alert.details.previousStatus && {previousStatus: alert.details.previousStatus}),
	acknowledgement: null,
});
