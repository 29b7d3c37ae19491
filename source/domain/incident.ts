import type {Category} from './categories.ts';

/** What an incident can be about; one open incident per server and kind at most. */
export const incidentKinds = ['down', 'stale', 'schema_drift', 'slow', 'flapping'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** A span of trouble with one server. */
export interface Incident {
	readonly kind: IncidentKind;
	/** When it began: for an outage the first failed check, ms since the epoch. */
	readonly startedAt: number;
	/** Null while it is open. */
	readonly endedAt: number | null;
	/** The cause as it was first told. */
	readonly cause: string;
	readonly category: Category | null;
	/** Why it ended; null while open. */
	readonly ending: 'recovered' | 'worsened' | 'accepted' | 'removed' | null;
}
