import {formatDuration} from '../../../domain/format.ts';
import type {Incident} from '../../../domain/incident.ts';
import {foreign} from '../../draw/line.ts';
import {formatMoment} from '../../draw/time.ts';

/** An incident in words, a text for each column of a table. */
export interface IncidentRow {
	readonly kind: string;
	readonly began: string;
	readonly lasted: string;
	readonly ended: string;
	readonly acknowledged: string;
	readonly cause: string;
}

/** The incidents as rows of plain text, in their order. */
export const incidentRows = (incidents: readonly Incident[], now: number): readonly IncidentRow[] =>
	incidents.map(incident => ({
		kind: wordKind(incident.kind),
		began: formatMoment(incident.startedAt, now),
		lasted: formatDuration((incident.endedAt ?? now) - incident.startedAt),
		ended: wordEnding(incident.ending),
		acknowledged: incident.acknowledgement ? foreign(incident.acknowledgement.by) : '',
		cause: foreign(incident.cause),
	}));

/** `schema_drift` reads as "schema drift". */
export const wordKind = (kind: Incident['kind']): string => kind.replaceAll('_', ' ');

function wordEnding(ending: Incident['ending']): string {
	switch (ending) {
		case null:
			return 'goes on';
		case 'recovered':
		case 'worsened':
		case 'accepted':
			return ending;
		case 'removed':
			return 'not watched';
	}
}

/** What the outages of a server have come to. */
export interface OutageTotals {
	readonly outages: number;
	/** In which the server was not there, whatever it was called, ms. */
	readonly downMs: number;
	/** Mean time to repair, of those that have ended; null without one. */
	readonly mttrMs: number | null;
}

/** Counts outages: what began as a stall and became a crash is one. */
export function totalsOf(incidents: readonly Incident[], now: number): OutageTotals {
	const spans = incidents
		.filter(({kind}) => kind === 'down' || kind === 'stale')
		.map(({startedAt, endedAt}) => ({from: startedAt, to: endedAt ?? now, isOpen: endedAt === null}))
		.toSorted((a, b) => a.from - b.from);
	const outages: {from: number; to: number; isOpen: boolean}[] = [];
	for (const one of spans) {
		const last = outages.at(-1);
		if (last && one.from <= last.to) {
			last.to = Math.max(last.to, one.to);
			last.isOpen ||= one.isOpen;
		} else {
			outages.push({...one});
		}
	}
	const ended = outages.filter(({isOpen}) => !isOpen);
	const sum = (list: typeof outages) => list.reduce((total, {from, to}) => total + Math.max(0, to - from), 0);
	return {outages: outages.length, downMs: sum(outages), mttrMs: ended.length > 0 ? sum(ended) / ended.length : null};
}
