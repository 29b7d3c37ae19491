import type {Fleet} from '../domain/fleet.ts';
import type {Cancel, Monitor} from '../domain/ports.ts';
import type {Upkeep} from '../domain/upkeep.ts';
import {attend, type Client, type Host, type Screen} from './attend.ts';
import type {Caller} from './call-owner.ts';
import {diffFleet} from './fleet-diff.ts';
import type {OwnedStore} from './ownership.ts';
import {mostScreens, protocolVersion} from './protocol.ts';

/** A monitor that other processes can see and ask. */
export interface ServedMonitor {
	/** How many screens are attached. */
	screens(): number;
	/** Sends everybody away, in bounded time. Who comes then waits until the store is given up. Closing twice does no harm. */
	close(): Promise<void>;
}

/** At most ten times a second. */
const flushPauseMs = 100;
const beatMs = 10_000;

/** Shows a monitor at the door of the store that it owns. */
export function serveMonitor(
	{door}: Pick<OwnedStore, 'door'>,
	monitor: Monitor,
	{clock, version, pid, upkeep = null}: Caller & {readonly pid: number; readonly upkeep?: Upkeep | null},
): ServedMonitor {
	const clients = new Set<Client>();
	const screens = new Set<Screen>();
	let cancelFlush: Cancel | null = null;
	let cancelBeat: Cancel | null = null;
	let nextFlushAt = clock.ticks();

	function schedule(): void {
		if (screens.size > 0) cancelFlush ??= clock.after(Math.max(0, nextFlushAt - clock.ticks()), flush);
	}
	function flush(): void {
		cancelFlush = null;
		nextFlushAt = clock.ticks() + flushPauseMs;
		const fleet = monitor.fleet.getSnapshot();
		for (const screen of screens) screen.show(fleet);
	}
	function beat(): void {
		cancelBeat = screens.size > 0 ? clock.after(beatMs, beat) : null;
		for (const screen of screens) screen.beat();
	}
	const host: Host = {
		clock,
		monitor,
		upkeep,
		us: {protocol: protocolVersion, version, pid},
		admit(screen) {
			if (screens.size >= mostScreens) {
				return `${mostScreens} screens are attached to the running monitor (process ${pid}) already: close one of them`;
			}
			screens.add(screen);
			cancelBeat ??= clock.after(beatMs, beat);
			return null;
		},
		wake: schedule,
		diff: rememberLast(diffFleet),
		closed(client) {
			clients.delete(client);
			screens.delete(client as Screen);
		},
	};
	door.receive(visitor => clients.add(attend(visitor, host)));
	const unsubscribe = monitor.fleet.subscribe(schedule);

	return {
		screens: () => screens.size,
		async close() {
			unsubscribe();
			cancelFlush?.();
			cancelBeat?.();
			door.receive(null);
			flush();
			cancelFlush = null;
			await Promise.all([...clients].map(client => client.close()));
		},
	};
}

/** Screens that are up to date all need the same lines, so they are made once. A whole fleet is too much to keep. */
function rememberLast(diff: Host['diff']): Host['diff'] {
	let last: {readonly before: Fleet | null; readonly next: Fleet; readonly lines: readonly string[]} | null = null;
	return (before, next) => {
		if (before === null) return diff(before, next);
		if (last?.before !== before || last.next !== next) last = {before, next, lines: diff(before, next)};
		return last.lines;
	};
}
