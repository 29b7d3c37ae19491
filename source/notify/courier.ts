import type {Alert} from '../domain/alert.ts';
import {type Channel, describeChannel} from '../domain/channel.ts';
import {plural} from '../domain/format.ts';
import {buried, type ChannelBox, delivered} from '../domain/outbox.ts';
import type {Cancel, Clock, Warn} from '../domain/ports.ts';
import {attempt} from './attempt.ts';
import {concealIn} from './conceal.ts';
import {nextBatch} from './next-batch.ts';
import {isGivenUp, retryDelay} from './retry-delay.ts';
import type {Delivery, Sender} from './sender.ts';

/** Brings one channel's queue to where it belongs, in order. */
export interface Courier {
	/** Something may be in the queue. */
	wake(): void;
	/** Sends what it can within a moment; the rest stays in the queue. */
	close(): Promise<void>;
}

export interface CourierParts {
	readonly channel: Channel;
	readonly sender: Sender;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	box(): ChannelBox;
	/** Changes the box and keeps it. */
	keep(change: (box: ChannelBox) => ChannelBox): void;
	readonly warn: Warn;
}

/** So long may it take to send what is left when everything ends. */
const graceMs = 2000;

export function createCourier(parts: CourierParts): Courier {
	const {channel, sender, clock} = parts;
	const {holdMs, renewal} = sender;
	const ending = new AbortController();
	/** When alerts came; those of before came long ago. */
	const arrivals = new WeakMap<Alert, number>(parts.box().queue.map(({alert}) => [alert, Number.NEGATIVE_INFINITY]));
	let cancelTimer: Cancel = () => {};
	let running: Promise<void> | null = null;
	let isClosed = false;
	let tries = 0;
	let notBefore = Number.NEGATIVE_INFINITY;
	let renewAt = Number.NEGATIVE_INFINITY;

	function wake(): void {
		for (const {alert} of parts.box().queue) {
			if (!arrivals.has(alert)) arrivals.set(alert, clock.ticks());
		}
		schedule();
	}

	function schedule(): void {
		if (isClosed || running) return;
		cancelTimer();
		const dueAt = nextAt();
		if (dueAt === null) return;
		if (dueAt <= clock.ticks()) run();
		else cancelTimer = clock.after(dueAt - clock.ticks(), run);
	}

	/** In ticks; null where there is nothing to do. */
	function nextAt(): number | null {
		const {queue, told} = parts.box();
		if (queue[0]) return Math.max((arrivals.get(queue[0].alert) ?? 0) + holdMs, notBefore);
		return renewal && told.length > 0 ? Math.max(renewAt, notBefore) : null;
	}

	function run(): void {
		running = work().finally(() => {
			running = null;
			schedule();
		});
	}

	async function work(): Promise<void> {
		const {queue, told} = parts.box();
		const batch = nextBatch(queue, holdMs > 0);
		if (batch.length === 0) {
			if (renewal) take(await attempt(signal => renewal.send(told, signal), clock, ending.signal), renewed);
			return;
		}
		const outcome = await attempt(signal => sender.send(batch, signal), clock, ending.signal);
		take(outcome, () => parts.keep(box => delivered(box, batch)));
		if (!outcome.isDelivered && isGivenUp(outcome, tries, clock.now() - batch[0]!.alert.at)) {
			tries = 0;
			const reason = concealIn(channel, outcome.reason);
			parts.keep(box => buried(box, batch, reason, clock.now()));
			warn(`does not take alerts: ${reason}; ${plural(parts.box().dead.length, 'alert')} could not be delivered`);
		}
	}

	function renewed(): void {
		renewAt = clock.ticks() + (renewal?.everyMs ?? 0);
	}

	function take(outcome: Delivery, done: () => void): void {
		if (outcome.isDelivered) {
			tries = 0;
			notBefore = Number.NEGATIVE_INFINITY;
			parts.warn(about, null);
			done();
			return;
		}
		// What was broken off when everything ends says nothing of the channel.
		if (isClosed) return;
		tries++;
		notBefore = clock.ticks() + retryDelay(tries, outcome.retryAfterMs, parts.random());
		const waiting = parts.box().queue.length;
		const queued = waiting > 0 ? `; ${plural(waiting, 'alert waits', 'alerts wait')}` : '';
		warn(`does not take alerts: ${concealIn(channel, outcome.reason)}${queued}`);
	}

	/** What is held back, or has just come, may be the last that is heard of this monitor for a while. */
	async function flush(): Promise<void> {
		let before = Number.POSITIVE_INFINITY;
		while (parts.box().queue.length > 0 && parts.box().queue.length < before) {
			before = parts.box().queue.length;
			await work();
		}
	}

	const about = `channel ${channel.name}`;
	const warn = (words: string) => parts.warn(about, `channel ${channel.name} (${describeChannel(channel)}) ${words}`);

	return {
		wake,
		async close() {
			isClosed = true;
			cancelTimer();
			const cancelGrace = clock.after(graceMs, () => ending.abort());
			await running;
			if (tries === 0) await flush();
			cancelGrace();
			parts.warn(about, null);
		},
	};
}
