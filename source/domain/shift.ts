import type {Alert} from './alert.ts';
import {type Incident, isOpen, isOutage} from './incident.ts';
import type {Server} from './server.ts';
import {isActive, type Silence} from './silence.ts';

/** What happened in a fleet in a span of time, and what is still going on. Times are ms since the epoch. */
export interface Shift {
	readonly from: number;
	readonly until: number;
	/** Oldest first. */
	readonly alerts: readonly Alert[];
	/** What is wrong now, however long it has been: the gravest kinds first, then the oldest. */
	readonly open: readonly ServerIncident[];
	/** What has ended since, in the order in which it began. */
	readonly ended: readonly ServerIncident[];
	/** Those that hold now. */
	readonly silences: readonly Silence[];
	/** Of the servers that were down in that time, the longest first. */
	readonly downtimes: readonly Downtime[];
}

export interface ServerIncident {
	readonly server: string;
	readonly incident: Incident;
}

/** How long a server was down or stale within the time. */
export interface Downtime {
	readonly server: string;
	readonly ms: number;
	readonly outages: number;
}

interface Kept {
	/** Those that it is about. */
	readonly servers: readonly Server[];
	readonly incidentsOf: (server: string) => readonly Incident[];
	/** When it was checked last; null where that is not known. What nobody has watched since is no downtime. */
	readonly checkedAt: (server: string) => number | null;
	/** In any order. */
	readonly alerts: readonly Alert[];
	readonly silences: readonly Silence[];
}

/** Looks back over a span of time. */
export function shiftOf({servers, incidentsOf, checkedAt, alerts, silences}: Kept, from: number, until: number): Shift {
	const names = new Set(servers.map(({name}) => name));
	const watched = servers.filter(({enabled}) => enabled);
	const all = watched.flatMap(({name}) => incidentsOf(name).map(incident => ({server: name, incident})));
	const began = (one: ServerIncident, other: ServerIncident) => one.incident.startedAt - other.incident.startedAt;
	return {
		from,
		until,
		alerts: alerts
			.filter(({at, server}) => at >= from && at <= until && names.has(server))
			.sort((one, other) => one.at - other.at),
		open: all.filter(({incident}) => isOpen(incident)).sort((a, b) => rank(a) - rank(b) || began(a, b)),
		ended: all.filter(({incident: {endedAt}}) => endedAt !== null && endedAt >= from).sort(began),
		silences: silences.filter(silence => isActive(silence, until)),
		downtimes: watched
			.map(({name}) => downtimeOf(name, incidentsOf(name), from, Math.min(until, checkedAt(name) ?? until)))
			.filter(({ms}) => ms > 0)
			.sort((a, b) => b.ms - a.ms),
	};
}

const rank = ({incident}: ServerIncident): number => Number(!isOutage(incident.kind));

/** Two outages that overlap, one that went over into the other, are down once. */
function downtimeOf(server: string, incidents: readonly Incident[], from: number, until: number): Downtime {
	const stretches = incidents
		.filter(({kind, endedAt}) => isOutage(kind) && (endedAt ?? until) > from)
		.map(({startedAt, endedAt}) => ({start: Math.max(from, startedAt), end: Math.min(until, endedAt ?? until)}))
		.sort((a, b) => a.start - b.start);
	let ms = 0;
	let covered = from;
	for (const {start, end} of stretches) {
		ms += Math.max(0, end - Math.max(start, covered));
		covered = Math.max(covered, end);
	}
	return {server, ms, outages: stretches.length};
}
