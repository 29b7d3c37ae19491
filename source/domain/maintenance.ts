import {Cron} from 'croner';
import {maintainer, type Silence} from './silence.ts';

/** A time in which nobody is to be paged. Plain data. */
export interface MaintenanceWindow {
	/** Which servers, in the query language; empty is all of them. */
	readonly query: string;
	readonly reason: string | null;
	readonly when: MaintenanceTime;
}

export type MaintenanceTime =
	/** Ms since the epoch. */
	| {readonly kind: 'once'; readonly from: number; readonly until: number}
	/** From each time that the five fields name, in that IANA time zone, for so long. */
	| {readonly kind: 'repeated'; readonly cron: string; readonly timeZone: string; readonly durationMs: number};

/** Why the five fields or the zone cannot be used; null where they can. */
export function describeBadCron(cron: string, timeZone: string): {cron: string} | {timeZone: string} | null {
	try {
		new Intl.DateTimeFormat('en', {timeZone});
	} catch {
		return {timeZone: 'must be a time zone such as Europe/Berlin or UTC'};
	}
	try {
		const next = toCron(cron, timeZone).nextRun(new Date(0));
		return next === null ? {cron: 'names a time that never comes'} : null;
	} catch {
		return {cron: 'must be five fields of cron: minute, hour, day, month, weekday, such as "0 3 * * 0"'};
	}
}

/** The time of a window that holds at `at`, or else the next one; null where none is to come. */
export function occurrenceAt(
	when: MaintenanceTime,
	at: number,
): {readonly from: number; readonly until: number} | null {
	if (when.kind === 'once') return at < when.until ? {from: when.from, until: when.until} : null;
	// Whatever began no longer ago than it lasts is not over.
	const next = toCron(when.cron, when.timeZone).nextRun(new Date(at - when.durationMs));
	return next && {from: next.getTime(), until: next.getTime() + when.durationMs};
}

/** Of the windows of a fleet, what follows from the time. */
export interface Calendar {
	/** Those that hold, as silences: that is what they are to the servers they cover. */
	active(at: number): readonly Silence[];
	/** When the next one begins or ends after `at`; infinite where none does. */
	nextChange(at: number): number;
}

/** Works the times out only when one has passed, for the calendar is looked at all the time. */
export function createCalendar(windows: readonly MaintenanceWindow[]): Calendar {
	let active: readonly Silence[] = [];
	let validFrom = Number.POSITIVE_INFINITY;
	let validUntil = Number.NEGATIVE_INFINITY;

	function look(at: number): void {
		if (at >= validFrom && at < validUntil) return;
		const times = windows.map(({when}) => occurrenceAt(when, at));
		const held: Silence[] = [];
		validFrom = at;
		validUntil = Number.POSITIVE_INFINITY;
		for (const [index, time] of times.entries()) {
			const window = windows[index];
			if (!time || !window) continue;
			const isActive = at >= time.from;
			if (isActive) held.push(toSilence(window, index, time));
			validUntil = Math.min(validUntil, isActive ? time.until : time.from);
		}
		active = held;
	}

	return {
		active(at) {
			look(at);
			return active;
		},
		nextChange(at) {
			look(at);
			return validUntil;
		},
	};
}

const toSilence = (
	{query, reason}: MaintenanceWindow,
	index: number,
	time: {from: number; until: number},
): Silence => ({
	id: `m${index + 1}`,
	query,
	...time,
	reason,
	by: maintainer,
});

/** Nothing is scheduled here: it is only asked for times. */
const toCron = (cron: string, timeZone: string): Cron =>
	new Cron(cron, {timezone: timeZone, mode: '5-part', paused: true});
