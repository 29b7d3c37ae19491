import type {Warn} from '../domain/ports.ts';
import type {RunningMonitor} from '../monitor/monitor.ts';
import type {Outside} from './command.ts';
import {metricsCompanion} from './companions/metrics.ts';
import {otlp} from './companions/otlp.ts';
import type {FleetParts} from './fleet-parts.ts';
import type {FleetSource} from './fleet-source.ts';

/** Something that can run beside the monitor for as long as this process watches the fleet. */
export interface Companion {
	/** What of the source it is made from, as plain data: where that changes, it is started anew. Null where none is wanted. */
	settingsOf(source: FleetSource): unknown;
	/** Never rejects: one that cannot do its work says so with `warn`, and does not keep the monitor from running. */
	start(beside: Beside): Promise<RunningCompanion>;
}

export interface RunningCompanion {
	/** Ends it, in bounded time. */
	close(): Promise<void>;
}

/** What a companion is given. */
export interface Beside {
	readonly source: FleetSource;
	readonly monitor: RunningMonitor;
	readonly parts: FleetParts;
	readonly outside: Outside;
	/** No screen shows the fleet in this process. */
	readonly isHeadless: boolean;
	readonly warn: Warn;
}

/** Each loads what it needs only when it is wanted. */
const companions: readonly Companion[] = [metricsCompanion, otlp];

export async function startCompanions(beside: Beside): Promise<RunningCompanion> {
	const wanted = companions.filter(({settingsOf}) => settingsOf(beside.source) !== null);
	const running = await Promise.all(wanted.map(({start}) => start(beside)));
	return {
		async close() {
			await Promise.all(running.map(one => one.close()));
		},
	};
}
