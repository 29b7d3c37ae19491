import type {Warn} from '../domain/ports.ts';
import type {RunningMonitor} from '../monitor/monitor.ts';
import type {Outside} from './command.ts';
import type {FleetParts} from './fleet-parts.ts';
import type {FleetSource} from './fleet-source.ts';

/** Something that runs beside the monitor for as long as this process watches the fleet. */
export interface Companion {
	/** Ends it, in bounded time. */
	close(): Promise<void>;
}

/** What a companion is given. */
export interface Beside {
	readonly source: FleetSource;
	readonly monitor: RunningMonitor;
	readonly parts: FleetParts;
	readonly outside: Outside;
	/** A companion that cannot do its work says so here; it never keeps the monitor from running. */
	readonly warn: Warn;
}

/** Null where the configuration wants none. */
export type StartCompanion = (beside: Beside) => Promise<Companion | null>;

/** Each loads what it needs only when it is wanted. */
const companions: readonly StartCompanion[] = [];

export async function startCompanions(beside: Beside): Promise<Companion> {
	const started = await Promise.all(companions.map(start => start(beside)));
	return {
		async close() {
			await Promise.all(started.map(one => one?.close()));
		},
	};
}
