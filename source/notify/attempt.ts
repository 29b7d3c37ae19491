import type {Clock} from '../domain/ports.ts';
import {type Delivery, tryMs} from './sender.ts';

/** A sender says itself when it takes too long; this is for one that does not. */
const patienceMs = 1000;

/** One try, which ends in time whatever the sender does. Never rejects. */
export function attempt(
	send: (signal: AbortSignal) => Promise<Delivery>,
	clock: Clock,
	ending: AbortSignal,
): Promise<Delivery> {
	const controller = new AbortController();
	return new Promise(resolve => {
		const settle = (outcome: Delivery) => {
			cancelTimer();
			ending.removeEventListener('abort', stop);
			controller.abort();
			resolve(outcome);
		};
		const stop = () => settle(failed('it was stopped'));
		const cancelTimer = clock.after(tryMs + patienceMs, () => settle(failed(`no answer within ${tryMs / 1000}s`)));
		ending.addEventListener('abort', stop, {once: true});
		if (ending.aborted) return stop();
		send(controller.signal).then(settle, () => settle(failed('the alert could not be put into words')));
	});
}

const failed = (reason: string): Delivery => ({isDelivered: false, isPermanent: false, reason, retryAfterMs: null});
