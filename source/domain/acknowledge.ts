import {type Acknowledgement, type Incident, isOpen} from './incident.ts';

/** Everything that is wrong and was told has been taken on by somebody. */
export function isAcknowledged(incidents: readonly Incident[]): boolean {
	const told = incidents.filter(incident => isOpen(incident) && incident.announcedAt !== null);
	return told.length > 0 && told.every(({acknowledgement}) => acknowledgement !== null);
}

/** Open incidents that nobody has taken on. */
export const unacknowledged = (incidents: readonly Incident[]): readonly Incident[] =>
	incidents.filter(incident => isOpen(incident) && incident.acknowledgement === null);

/** Open incidents that somebody has taken on. */
export const acknowledged = (incidents: readonly Incident[]): readonly Incident[] =>
	incidents.filter(incident => isOpen(incident) && incident.acknowledgement !== null);

/** Somebody takes on what is open; who came first stays. What opens later is not taken on. */
export const acknowledgeOpen = (
	incidents: readonly Incident[],
	acknowledgement: Acknowledgement,
): readonly Incident[] =>
	incidents.map(incident =>
		isOpen(incident) && incident.acknowledgement === null ? {...incident, acknowledgement} : incident,
	);

/** Nobody has taken on what is open any more. */
export const unacknowledgeOpen = (incidents: readonly Incident[]): readonly Incident[] =>
	incidents.map(incident =>
		isOpen(incident) && incident.acknowledgement !== null ? {...incident, acknowledgement: null} : incident,
	);
