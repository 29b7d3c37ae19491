/** Alerts of these servers are not sent until it ends. */
export interface Silence {
	/** Short, for people to type. */
	readonly id: string;
	/** Which servers, in the query language. */
	readonly query: string;
	readonly from: number;
	readonly until: number;
	readonly reason: string | null;
	readonly by: string;
}

/** Who silences during maintenance. */
export const maintainer = 'maintenance';

const dayMs = 24 * 3_600_000;

/** The farthest end that a silence, or a pause, may be given. */
export const longestSilenceMs = 30 * dayMs;

/** For so long one that has ended is remembered, and no more than so many in all. */
const rememberedMs = 30 * dayMs;
const mostRemembered = 1000;

/** It holds at this time. */
export const isActive = ({until}: Silence, at: number): boolean => at < until;

/** Without those that ended long ago; the same list when there are none. */
export function forgetEnded(silences: readonly Silence[], at: number): readonly Silence[] {
	const kept = silences.filter(
		({until}, index) => at < until || (at - until < rememberedMs && index >= silences.length - mostRemembered),
	);
	return kept.length === silences.length ? silences : kept;
}

/** Why something cannot end then, in words that follow "the end"; null when it can. */
export function describeBadEnd(until: number, at: number): string | null {
	if (!Number.isFinite(until)) return 'is not a time';
	if (until <= at) return 'is in the past';
	return until - at > longestSilenceMs ? 'is more than 30 days ahead' : null;
}

const digits = 36;
const idCount = digits ** 3;

/** A short id that none of these has: `s7k2`. @param random from 0 to 1. */
export function nameSilence(silences: readonly Silence[], random: number): string {
	const taken = new Set(silences.map(({id}) => id));
	let place = Math.floor(random * idCount);
	while (taken.has(toId(place))) place = (place + 1) % idCount;
	return toId(place);
}

const toId = (place: number): string => `s${place.toString(digits).padStart(3, '0')}`;
