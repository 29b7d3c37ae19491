import type {Sample} from './probe-result.ts';

/** What the time between two checks counts as. */
export type Watch = 'available' | 'unavailable' | 'unknown';

/** Watched time of one kind, ms since the epoch. */
export type Stretch = readonly [from: number, to: number, watch: Watch];

/** What must be known of a server's checks so far to judge the time up to the next one. Plain data. */
export interface Cursor {
	/** When the last check was made. */
	readonly at: number;
	readonly isGood: boolean;
	/** It has failed, and no two good checks in a row have ended that yet. */
	readonly isOut: boolean;
	/** It wants credentials that it has never had. */
	readonly isLockedOut: boolean;
	/** Some check has been good before. */
	readonly wasGood: boolean;
	/** The watched time of the last day, oldest first, as far as it fits. One for a server that is well. */
	readonly stretches: readonly Stretch[];
}

/** A day in which a pause of the monitor can be told, and a little more: a clock may have been put back. */
const keptMs = 27 * 3_600_000;
/** An hour's worth of checks every ten seconds that turn each time. */
const mostKept = 400;

/**
 * What became of the time since the check before; null where nobody watched: longer than `longestGapMs`, or a clock
 * that went back. Time counts as the earlier check turned out. Within an outage a lone good answer is no recovery, so
 * what follows it counts as unavailable unless the next check is good too.
 */
export function judge(cursor: Cursor | null, sample: Sample, longestGapMs: number): Stretch | null {
	if (cursor === null || sample.at <= cursor.at || sample.at - cursor.at > longestGapMs) return null;
	const isLoneAnswer = cursor.isOut && sample.category !== null;
	const watch = cursor.isLockedOut ? 'unknown' : cursor.isGood && !isLoneAnswer ? 'available' : 'unavailable';
	return [cursor.at, sample.at, watch];
}

/**
 * Moves on to a check. An outage that nobody watched for longer than the gap is no longer taken for one.
 * `wasGood`: what is known of that without a cursor.
 */
export function moveOn(cursor: Cursor | null, sample: Sample, longestGapMs: number, wasGood = false): Cursor {
	const isGood = sample.category === null;
	const hadBeenGood = cursor?.wasGood ?? wasGood;
	const wasOut = cursor?.isOut === true && sample.at - cursor.at <= longestGapMs;
	const isLockedOut = sample.category === 'auth_required' && !hadBeenGood;
	return {
		at: sample.at,
		isGood,
		isOut: isGood ? wasOut && !cursor.isGood : !isLockedOut,
		isLockedOut,
		wasGood: isGood || hadBeenGood,
		stretches: extend(cursor?.stretches ?? [], judge(cursor, sample, longestGapMs)),
	};
}

function extend(stretches: readonly Stretch[], next: Stretch | null): readonly Stretch[] {
	if (next === null) return stretches;
	const last = stretches.at(-1);
	const [from, to, watch] = next;
	if (last?.[1] === from && last[2] === watch) return [...stretches.slice(0, -1), [last[0], to, watch]];
	return [...stretches.slice(firstKept(stretches)), next];
}

/** By how long they lasted, not by when: the clock may have been in the future for a moment. */
function firstKept(stretches: readonly Stretch[]): number {
	const first = Math.max(0, stretches.length - mostKept);
	let ms = 0;
	for (let index = stretches.length - 1; index > first; index--) {
		const [from, to] = stretches[index] ?? [0, 0];
		ms += to - from;
		if (ms >= keptMs) return index;
	}
	return first;
}
