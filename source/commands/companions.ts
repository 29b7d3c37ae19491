import type {Warn} from '../domain/ports.ts';
import type {RunningMonitor} from '../monitor/monitor.ts';
import type {Outside} from './command.ts';
import {heartbeatCompanion} from './companions/heartbeat.ts';
import {metricsCompanion} from './companions/metrics.ts';
import {notifierCompanion} from './companions/notifier.ts';
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

/** All of them. */
export interface RunningCompanions extends RunningCompanion {
	/** The configuration is another one now: ends and starts anew those that are made from what has changed. */
	reload(source: FleetSource): Promise<void>;
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
const companions: readonly Companion[] = [notifierCompanion, heartbeatCompanion, metricsCompanion];

/** Starts those that are wanted. */
export async function startCompanions(beside: Beside, all = companions): Promise<RunningCompanions> {
	const running = all.map(companion => ({companion, settings: 'null', current: null as RunningCompanion | null}));

	async function bring(source: FleetSource): Promise<void> {
		await Promise.all(
			running.map(async one => {
				const settings = JSON.stringify(one.companion.settingsOf(source) ?? null);
				if (settings === one.settings) return;
				one.settings = settings;
				await one.current?.close();
				one.current = settings === 'null' ? null : await one.companion.start({...beside, source});
			}),
		);
	}

	await bring(beside.source);
	return {
		reload: bring,
		async close() {
			await Promise.all(running.map(({current}) => current?.close()));
		},
	};
}
