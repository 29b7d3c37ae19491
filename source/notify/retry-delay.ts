import type {Delivery} from './sender.ts';

const firstMs = 1000;
const longestMs = 5 * 60_000;
const mostRefusals = 3;
/** What nobody could be told for so long is no news any more. */
const oldMs = 24 * 3_600_000;

/**
 * How long to wait after so many failed tries in a row, ms: twice as long each time up to five minutes, half of it by
 * chance, so that many monitors do not come at once. What the other side asks for counts instead.
 * @param random from 0 to 1
 */
export function retryDelay(tries: number, retryAfterMs: number | null, random: number): number {
	if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, firstMs), longestMs);
	const full = Math.min(firstMs * 2 ** Math.min(tries - 1, 20), longestMs);
	return Math.round(full * (0.5 + random / 2));
}

/** An alert is given up: it was refused again and again, or is too old. */
export const isGivenUp = (outcome: Delivery, tries: number, ageMs: number): boolean =>
	!outcome.isDelivered && tries >= mostRefusals && (outcome.isPermanent || ageMs > oldMs);
