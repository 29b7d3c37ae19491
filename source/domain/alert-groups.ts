import type {Alert, AlertKind} from './alert.ts';
import {incidentOf} from './alert-kinds.ts';
import type {ServerState} from './fleet.ts';
import {isOutage} from './incident.ts';
import {plainText} from './plain-text.ts';
import {hostOf, isLoopback} from './remote-host.ts';

/** Alerts of one cause that come together. */
interface Group {
	readonly key: string;
	readonly id: string;
	readonly openedAt: number;
}

/** The windows that are open, oldest first. */
export type Groups = readonly Group[];

export const noGroups: Groups = [];

/** Counted from the first alert, so that whoever waits for the rest knows for how long. */
const windowMs = 60_000;

/**
 * Gives an alert the group of those that have the same cause and came less than a minute before; the first one opens
 * it. Openings, reminders and closings have groups of their own. An alert without a cause that others could share stays alone.
 */
export function joinGroup(groups: Groups, alert: Alert, state: ServerState): {groups: Groups; alert: Alert} {
	const cause = alert.phase === 'acknowledged' || alert.phase === 'noted' ? null : sharedCause(alert, state);
	const open = groups.filter(({openedAt}) => alert.at >= openedAt && alert.at - openedAt < windowMs);
	if (!cause) return {groups: open, alert};
	const key = `${alert.phase} ${troubleOf(alert)} ${cause.key}`;
	const found = open.find(group => group.key === key);
	const group = found ?? {key, id: `${alert.at.toString(36)}-${alert.phase}-${alert.server}`, openedAt: alert.at};
	const details = {...alert.details, groupId: group.id, group: cause.words};
	return {groups: found ? open : [...open, group], alert: {...alert, details}};
}

/** "12 of 35 down, all on mcp.internal": alerts of one group in one line. */
export function describeGroup(alerts: readonly Alert[], fleetSize: number): string {
	const servers = new Set(alerts.map(({server}) => server)).size;
	const isOver = alerts.every(({phase}) => phase === 'closed');
	const hasRecovered = isOver && alerts.every(({kind}) => kind === 'recovery');
	const troubles = [...new Set(alerts.map(({about}) => troubleWords[about] ?? about.replaceAll('_', ' ')))].join(
		' or ',
	);
	const isReminder = alerts.every(({phase}) => phase === 'reminded');
	const what = isOver
		? `${hasRecovered ? 'no longer ' : ''}${troubles}${hasRecovered ? '' : ': closed'}`
		: `${isReminder ? 'still ' : ''}${troubles}`;
	const [group] = alerts.flatMap(({details}) => details.group ?? []);
	const count = fleetSize >= servers ? `${servers} of ${fleetSize}` : `${servers}`;
	return `${count} ${what}${group === undefined ? '' : `, ${group}`}`;
}

/** Of servers: "3 of 9 slow". */
const troubleWords: Partial<Record<AlertKind, string>> = {
	latency_spike: 'slow',
	schema_drift: 'drifted',
	tool_failure: 'with failing tools',
	error_rate: 'with many errors',
	cert_expiry: 'with certificates that expire soon',
};

interface Cause {
	readonly key: string;
	readonly words: string;
}

function sharedCause(alert: Alert, state: ServerState): Cause | null {
	const incident = incidentOf(alert.about);
	if (incident === null) return null;
	const host = hostOf(state.server);
	if (host !== null) {
		// On this machine the ports are what tells servers apart.
		const place = isLoopback(host) ? new URL((state.server as {url: string}).url).host : host;
		return {key: `host ${place}`, words: `all on ${plainText(place, 100)}`};
	}
	// A process that is back has no error any more that others could share: it goes by what it had.
	const error = isOutage(incident) ? errorOf(state, incident, alert.startedAt) : null;
	return error ? {key: `error ${error}`, words: `all with: ${plainText(error, 100)}`} : null;
}

const errorOf = ({incidents}: ServerState, incident: string, startedAt: number): string | null =>
	incidents.find(({kind, startedAt: began}) => kind === incident && began === startedAt)?.cause ?? null;

/** A stall and a crash of one host are one trouble. */
const troubleOf = ({about}: Alert): string => (about === 'stale' ? 'down' : about);
