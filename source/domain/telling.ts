import {severityOf} from './alert-severity.ts';
import {isExpiringSoon} from './cert-expiry.ts';
import type {ServerState} from './fleet.ts';
import {type Incident, isOpen, lastSentAt} from './incident.ts';

/**
 * Marks the open incidents that everybody is to be told of now: those that nobody was told of yet, and those whose
 * reminder is due. While a silence covers the server that waits. The same list where there is nothing to tell.
 */
export function tellIncidents(state: ServerState, at: number, remindAfterMs: number | null): readonly Incident[] {
	const {incidents, silenced} = state;
	if (silenced || !incidents.some(incident => isDue(incident, state, at, remindAfterMs))) return incidents;
	return incidents.map(incident => (isDue(incident, state, at, remindAfterMs) ? {...incident, sentAt: at} : incident));
}

function isDue(incident: Incident, state: ServerState, at: number, remindAfterMs: number | null): boolean {
	if (!isOpen(incident) || incident.announcedAt === null) return false;
	const sentAt = lastSentAt(incident);
	return (
		sentAt === null ||
		hasBecomeUrgent(incident, state, sentAt, at) ||
		isReminderDue(incident, state, sentAt, at, remindAfterMs)
	);
}

/** What somebody has taken on, and what only informs, needs no reminder. */
const isReminderDue = (
	incident: Incident,
	state: ServerState,
	sentAt: number,
	at: number,
	remindAfterMs: number | null,
) =>
	remindAfterMs !== null &&
	at - sentAt >= remindAfterMs &&
	incident.acknowledgement === null &&
	severityOf(incident, state, at) !== 'info';

/** A certificate that was told of weeks ago is about to expire: that is news, also to whoever has taken it on. */
const hasBecomeUrgent = ({kind}: Incident, {tls}: ServerState, sentAt: number, at: number): boolean =>
	kind === 'cert_expiry' && tls !== null && isExpiringSoon(tls, at) && !isExpiringSoon(tls, sentAt);
