import type {Alert} from '../domain/alert.ts';
import type {Incident} from '../domain/incident.ts';
import {formatDate} from '../domain/local-time.ts';
import type {ServerIncident, Shift} from '../domain/shift.ts';

/** The alerts of a span of time, one in a line, oldest first. */
export function renderAlerts({alerts, from}: Shift): string {
	if (alerts.length === 0) return `no alerts since ${formatDate(from)}\n`;
	const width = Math.max(...alerts.map(({server}) => server.length));
	return alerts.map(alert => `${renderAlert(alert, width)}\n`).join('');
}

function renderAlert({at, severity, server, message, affects, isSilenced}: Alert, width: number): string {
	const whom = affects.length > 0 ? ` (affects ${affects.join(', ')})` : '';
	const silence = isSilenced ? ' (silenced)' : '';
	return `${formatDate(at)}  ${severity.toUpperCase().padEnd(8)}  ${server.padEnd(width)}  ${message}${whom}${silence}`;
}

/** A span of time for programs. Fields may be added within a version, never changed. */
export const renderShiftJson = ({from, until, alerts, open, ended, silences, downtimes}: Shift): string =>
	`${JSON.stringify(
		{
			version: 1,
			from: toTime(from),
			until: toTime(until),
			alerts: alerts.map(toAlert),
			open: open.map(toIncident),
			ended: ended.map(toIncident),
			silences: silences.map(({id, query, from: begin, until: end, by, reason}) => ({
				...{id, query, from: toTime(begin), until: toTime(end), by, reason},
			})),
			downtime: downtimes.map(({server, ms, outages}) => ({server, seconds: Math.round(ms / 1000), outages})),
		},
		null,
		2,
	)}\n`;

const toAlert = ({id, at, kind, severity, server, message, affects, isSilenced, phase, about, startedAt}: Alert) => ({
	...{id, at: toTime(at), kind, severity, server, message, affects},
	...{silenced: isSilenced, phase, about, started_at: toTime(startedAt)},
});

const toIncident = ({server, incident}: ServerIncident) => ({server, ...describe(incident)});

const describe = ({kind, startedAt, endedAt, cause, category, ending, acknowledgement}: Incident) => ({
	...{kind, started_at: toTime(startedAt), ended_at: toTime(endedAt), cause, category, ending},
	acknowledged: acknowledgement && {
		by: acknowledgement.by,
		at: toTime(acknowledgement.at),
		reason: acknowledgement.reason,
	},
});

const toTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
