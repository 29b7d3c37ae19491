import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {usualMetrics} from '../config/to-metrics.ts';
import {startDemoFleet} from '../demo/fleet.ts';
import {usualChannels} from '../domain/channel.ts';
import {usualUi} from '../domain/ui.ts';
import type {Outside} from './command.ts';
import {readInterval} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import type {FleetSource} from './fleet-source.ts';

const usualIntervalMs = 5000;

/** The demo's servers, and a store that goes when they go. */
export async function startDemo(flags: Flags, {signal}: Outside): Promise<FleetSource> {
	const intervalMs = readInterval(flags) ?? usualIntervalMs;
	const demo = await startDemoFleet({programs: new URL('.', import.meta.url), signal});
	const storeFolder = await mkdtemp(join(tmpdir(), 'langsight-demo-'));
	return {
		name: 'demo',
		isDemo: true,
		servers: demo.servers.map(server => ({...server, intervalMs})),
		intervalMs,
		confirmIntervalMs: 1500,
		maxConcurrentChecks: 32,
		storeFolder,
		removedAfterDays: null,
		alerting: {remindAfterMs: null, maintenance: []},
		ui: usualUi,
		security: {
			settings: {isEnabled: true, osv: false, ignore: []},
			written: new Map(),
			file: null,
			folder: storeFolder,
		},
		channels: usualChannels,
		heartbeat: null,
		metrics: usualMetrics,
		warnings: [],
		async close() {
			await demo.stop();
			await rm(storeFolder, {recursive: true, force: true});
		},
	};
}
