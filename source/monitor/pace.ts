import {type Health, isUnsettled} from '../domain/health.ts';
import type {Server} from '../domain/server.ts';

const longestRetryAfterMs = 5 * 60_000;
const longestRespawnMs = 5 * 60_000;
const longestReconnectMs = 60_000;

/** What decides when a server is checked next. */
export interface Pace {
	readonly health: Health;
	readonly server: Server;
	readonly confirmIntervalMs: number;
	/** Checks ended so far in this process. */
	readonly checks: number;
	/** A difference of the tools waits for its second look. */
	readonly hasUnconfirmedDrift: boolean;
	/** From 0 to 1, for jitter. */
	readonly random: number;
	/** Whether one more check out of turn may be made; asked only where one is wanted. */
	readonly mayHurry: () => boolean;
}

/** How long to wait before the next check, ms. Jittered always, so that a fleet never moves in step. */
export function nextDelayMs(pace: Pace): number {
	const {health, server, random} = pace;
	const jitter = 0.9 + 0.2 * random;
	const failures = health.run?.verdict === 'failed' ? health.run.count : 0;
	const retryAfterMs = failures > 0 ? Math.min(health.failure?.retryAfterMs ?? 0, longestRetryAfterMs) : 0;
	if (pace.hasUnconfirmedDrift && pace.mayHurry()) return 0;
	if (isUnsettled(health) && pace.mayHurry()) return Math.max(pace.confirmIntervalMs * jitter, retryAfterMs);
	// The first round is over in one go; the second is what spreads the fleet over the interval.
	if (pace.checks <= 1 && failures === 0) return server.intervalMs * Math.max(random, 0.1);
	const backoffMs = failures > 0 ? backoff(server, failures) : 0;
	return Math.max(server.intervalMs * jitter, backoffMs * jitter, retryAfterMs);
}

function backoff(server: Server, failures: number): number {
	const exponent = Math.min(failures, 16);
	return server.transport === 'stdio'
		? Math.min(1000 * 2 ** exponent, longestRespawnMs)
		: Math.min(500 * 2 ** exponent, longestReconnectMs);
}
