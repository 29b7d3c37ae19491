import {type HeartbeatTarget, hostOf} from '../domain/channel.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import type {Cancel, Clock, Readable, SendRequest, Warn} from '../domain/ports.ts';
import {judgeAnswer, tryMs} from './sender.ts';

export interface HeartbeatParts {
	readonly target: HeartbeatTarget;
	readonly fleet: Readable<Fleet>;
	readonly clock: Clock;
	readonly sendRequest: SendRequest;
	readonly warn: Warn;
}

/** Whoever is told that the monitor lives need not hear it oftener. */
const shortestMs = 5000;
/** The fleet changes with each check; whether a round is over is looked at no oftener than this. */
const lookMs = 1000;
/** A server that is down is tried less and less often, up to every five minutes. */
const backOffMs = 6 * 60_000;

/** Requests an address after each round of checks, so that its owner notices when the rounds end. */
export function startHeartbeat({target, fleet, clock, sendRequest, warn}: HeartbeatParts): {close(): Promise<void>} {
	const ending = new AbortController();
	let since = Number.NEGATIVE_INFINITY;
	let nextAt = clock.ticks();
	let cancelTimer: Cancel | null = null;
	let beating: Promise<void> | null = null;

	function lookSoon(): void {
		cancelTimer ??= clock.after(Math.max(lookMs, nextAt - clock.ticks()), look);
	}

	function look(): void {
		cancelTimer = null;
		if (beating || ending.signal.aborted || !isRoundOver(fleet.getSnapshot(), since, clock.now())) return;
		since = clock.now();
		nextAt = clock.ticks() + shortestMs;
		beating = beat().finally(() => {
			beating = null;
		});
	}

	async function beat(): Promise<void> {
		const {url, tls, proxy} = target;
		const request = {method: 'GET', url, headers: {}, body: null, tls, proxy, timeoutMs: tryMs} as const;
		const outcome = judgeAnswer(await sendRequest(request, ending.signal));
		if (ending.signal.aborted) return;
		// What it says may repeat the address, which is a secret; its status, or the error, says enough.
		const reason = outcome.isDelivered ? null : outcome.reason.replace(/^(HTTP \d+): .*$/s, '$1');
		warn('heartbeat', reason === null ? null : `the heartbeat does not reach ${hostOf(url)}: ${reason}`);
	}

	if (target.problem !== null) {
		warn('heartbeat', `the heartbeat is not configured: ${target.problem}`);
		return {close: async () => warn('heartbeat', null)};
	}
	const unsubscribe = fleet.subscribe(lookSoon);
	lookSoon();
	return {
		async close() {
			unsubscribe();
			cancelTimer?.();
			ending.abort();
			await beating;
			warn('heartbeat', null);
		},
	};
}

/** All that is to be checked has been since then, or is not due. */
const isRoundOver = ({servers, intervalMs}: Fleet, since: number, now: number): boolean => {
	const watched = servers.filter(({server}) => server.enabled && !isNeverStarted(server));
	return (
		watched.some(({lastCheck}) => lastCheck !== null && lastCheck.at >= since) &&
		watched.every(state => isCovered(state, {since, now, intervalMs}))
	);
};

/** One that is failing is tried less often, and one with a longer interval of its own is not due in each round. */
function isCovered(
	{server, health, lastCheck}: ServerState,
	{since, now, intervalMs}: {since: number; now: number; intervalMs: number},
): boolean {
	if (lastCheck === null) return false;
	if (lastCheck.at >= since) return true;
	const isFailing = health.run?.verdict === 'failed';
	const mayWaitMs = Math.max(isFailing ? backOffMs : 0, server.intervalMs > intervalMs ? server.intervalMs * 1.5 : 0);
	return now - lastCheck.at <= mayWaitMs;
}

const isNeverStarted = (server: ServerState['server']): boolean =>
	server.transport === 'stdio' && server.probe === 'off';
