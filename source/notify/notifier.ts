import type {Channel} from '../domain/channel.ts';
import type {Fleet} from '../domain/fleet.ts';
import {boxOf, newAlerts, type Outbox, takeIn, withBox} from '../domain/outbox.ts';
import type {Clock, History, Readable, Warn} from '../domain/ports.ts';
import {createCourier} from './courier.ts';
import {createSender} from './registry.ts';
import type {SenderTools} from './sender.ts';

export interface NotifierParts {
	readonly channels: readonly Channel[];
	readonly fleet: Readable<Fleet>;
	/** Keeps what is on its way. */
	readonly history: Pick<History, 'outbox' | 'keepOutbox'>;
	readonly clock: Clock;
	readonly random: () => number;
	readonly tools: SenderTools;
	readonly warn: Warn;
}

/** Sees that is told what the fleet's alerts say, and what was still to be told when the last one ended. */
export interface Notifier {
	/** In bounded time. What is not told yet stays in the outbox. */
	close(): Promise<void>;
}

export function startNotifier({channels, fleet, history, tools, ...parts}: NotifierParts): Notifier {
	const {clock, warn} = parts;
	let outbox: Outbox = history.outbox();
	let seen: Fleet['alerts'] | null = null;

	function keep(next: Outbox): void {
		outbox = next;
		history.keepOutbox(next);
	}

	const couriers = channels
		.filter(({isEnabled, problem}) => isEnabled && problem === null)
		.map(channel =>
			createCourier({
				...parts,
				channel,
				sender: createSender(channel, tools),
				box: () => boxOf(outbox, channel.name),
				keep: change => keep(withBox(outbox, change(boxOf(outbox, channel.name)))),
			}),
		);
	const useless = channels.filter(({isEnabled, problem}) => isEnabled && problem !== null);
	for (const {name, problem} of useless) warn(`channel ${name}`, `channel ${name} is not configured: ${problem}`);

	function look(): void {
		const {alerts} = fleet.getSnapshot();
		if (alerts === seen) return;
		seen = alerts;
		const fresh = newAlerts(outbox, alerts, clock.now());
		if (fresh.length === 0) return;
		const intake = {channels, tagsOf, now: clock.now()};
		keep(fresh.reduce((next, alert) => takeIn(next, alert, intake), outbox));
		for (const courier of couriers) courier.wake();
	}

	function tagsOf(name: string): readonly string[] {
		return fleet.getSnapshot().servers.find(({server}) => server.name === name)?.server.tags ?? [];
	}

	const unsubscribe = fleet.subscribe(look);
	look();
	for (const courier of couriers) courier.wake();

	return {
		async close() {
			unsubscribe();
			await Promise.all(couriers.map(courier => courier.close()));
			for (const {name} of useless) warn(`channel ${name}`, null);
		},
	};
}
