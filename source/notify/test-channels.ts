import {type Channel, describeChannel} from '../domain/channel.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';
import {attempt} from './attempt.ts';
import {concealIn} from './conceal.ts';
import {createSender} from './registry.ts';
import {sampleAlerts} from './samples.ts';
import type {Delivery, SenderTools} from './sender.ts';

/** What came of one sample. Fit to print. */
export interface SampleResult {
	readonly channel: string;
	/** Without what is secret about it. */
	readonly target: string;
	/** The kind of alert, or what was wrong before any was sent. */
	readonly kind: string;
	readonly isDelivered: boolean;
	/** Why not; null where it was. */
	readonly reason: string | null;
}

/** An honest wait, as chat services ask for after a few messages, is waited for. */
const longestWaitMs = 30_000;
const mostTries = 4;

/**
 * Sends a made-up alert of each kind, and its end, and says what came of each as it comes. What fails ends the channel's
 * turn, for the rest would fail in the same way.
 */
export async function testChannel(
	channel: Channel,
	tools: SenderTools,
	signal: AbortSignal,
	tell: (result: SampleResult) => void,
): Promise<boolean> {
	const result = (kind: string, reason: string | null) =>
		tell({
			channel: channel.name,
			target: plainText(describeChannel(channel), 200),
			kind,
			isDelivered: reason === null,
			reason,
		});
	if (channel.problem !== null) {
		result('–', `not configured: ${channel.problem}`);
		return false;
	}
	const sender = createSender(channel, tools);
	const alerts = sampleAlerts(tools.clock.now());
	for (const [index, alert] of alerts.entries()) {
		const opening = alert.phase === 'closed' ? (alerts[index - 1] ?? null) : null;
		const send = (ending: AbortSignal) => sender.send([{alert, opening}], ending);
		const outcome = await patiently(() => attempt(send, tools.clock, signal), tools.clock, signal);
		const kind = alert.phase === 'closed' ? `${alert.about}, its end` : alert.kind;
		result(kind, outcome.isDelivered ? null : concealIn(channel, outcome.reason));
		if (!outcome.isDelivered) return false;
	}
	return true;
}

async function patiently(send: () => Promise<Delivery>, clock: Clock, signal: AbortSignal): Promise<Delivery> {
	for (let tries = 1; ; tries++) {
		const outcome = await send();
		if (outcome.isDelivered || outcome.retryAfterMs === null || signal.aborted) return outcome;
		if (tries >= mostTries || outcome.retryAfterMs > longestWaitMs) return outcome;
		const {retryAfterMs} = outcome;
		await new Promise<void>(resolve => void clock.after(retryAfterMs, resolve));
	}
}
