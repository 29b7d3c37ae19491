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
}

/** How long to wait before the next check, ms. Jittered always, so that a fleet never moves in step. */
export function nextDelayMs({health, server, confirmIntervalMs, checks, hasUnconfirmedDrift, random}: Pace): number {
	const jitter = 0.9 + 0.2 * random;
	const retryAfterMs = Math.min(health.failure?.retryAfterMs ?? 0, longestRetryAfterMs);
	if (hasUnconfirmedDrift) return 0;
	if (isUnsettled(health)) return Math.max(confirmIntervalMs * jitter, retryAfterMs);
	// The first round is over in one go; the second is what spreads the fleet over the interval.
	if (checks <= 1) return server.intervalMs * Math.max(random, 0.1);
	const isFailing = health.run?.verdict === 'failed';
	const backoffMs = isFailing ? backoff(server, health.run.count) : 0;
	return Math.max(server.intervalMs * jitter, backoffMs * jitter, retryAfterMs);
}

function backoff(server: Server, failures: number): number {
	const exponent = Math.min(failures, 16);
	return server.transport === 'stdio'
		? Math.min(1000 * 2 ** exponent, longestRespawnMs)
		: Math.min(500 * 2 ** exponent, longestReconnectMs);
}
