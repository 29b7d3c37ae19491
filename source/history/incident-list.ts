import {closeAll, type Incident, isOpen} from '../domain/incident.ts';

const mostClosed = 200;
/** As many as the monitor holds itself. */
const mostHanded = 50;

/**
 * The incidents to keep once the monitor has told its own, newest first: it holds the last few, and is right about
 * them; older ones are kept here. One that is open here alone belongs to nobody any more.
 */
export function joinIncidents(kept: readonly Incident[], told: readonly Incident[], at: number): readonly Incident[] {
	const known = new Set(told.map(keyOf));
	const older = kept.filter(incident => !known.has(keyOf(incident)));
	const all = [...told, ...closeAll(older, at)].sort((a, b) => b.startedAt - a.startedAt);
	let left = mostClosed;
	return all.filter(incident => isOpen(incident) || left-- > 0);
}

/** Those that the monitor goes on with. */
export const latestIncidents = (incidents: readonly Incident[]): readonly Incident[] =>
	incidents.filter((incident, index) => index < mostHanded || isOpen(incident));

const keyOf = ({kind, startedAt}: Incident): string => `${kind} ${startedAt}`;
