import {watchFile} from '../config/watch-file.ts';
import type {OwnedStore} from '../control/ownership.ts';
import {writePidFile} from '../control/pid-file.ts';
import {type ServedMonitor, serveMonitor} from '../control/serve-monitor.ts';
import type {Monitor} from '../domain/ports.ts';
import type {Upkeep, UpkeepResult} from '../domain/upkeep.ts';
import {startMonitor} from '../monitor/monitor.ts';
import {createTroubles} from '../monitor/troubles.ts';
import type {Outside} from './command.ts';
import {startCompanions} from './companions.ts';
import {createParts} from './fleet-parts.ts';
import {aboutSource, type FleetSource, reap} from './fleet-source.ts';
import type {Manner} from './manner.ts';
import {createReloading, type Reading, type Reloading} from './reloading.ts';
import {statusOf} from './status-of.ts';

/** A fleet that this process watches. */
export interface OwnWatch {
	readonly monitor: Monitor;
	stop(): Promise<void>;
}

/**
 * Watches the fleet in this process, by the configuration as it is and as it will be.
 * @param claim null where the store cannot be written: the fleet is watched all the same
 */
export async function watchHere(
	first: Reading,
	outside: Outside,
	manner: Manner,
	claim: OwnedStore | null,
): Promise<OwnWatch> {
	const {source, servers} = first;
	const warningsOf = (one: FleetSource) => (claim ? one.warnings : [...one.warnings, describeReadOnly(source)]);
	await reap(outside);
	const parts = createParts(source, claim !== null, outside);
	const {clock} = parts;
	const {warn, current: troubles} = createTroubles();
	const about = aboutSource(source, warningsOf(source));
	const monitor = await startMonitor(servers, {...parts, troubles, about});
	const {isHeadless, reread, log} = manner;
	const companions = await startCompanions({source, monitor, parts, outside, isHeadless, warn});
	const scanWith = {lookUpTls: parts.lookUpTls, signal: outside.signal};
	const reloading = reread
		? createReloading({clock, first, reread, monitor, companions, scanWith, warningsOf, warn, log})
		: nothingToReload;
	const {reload} = reloading;
	const {file} = source.security;
	const unwatch = reread && file !== null ? watchFile(file, clock, () => void reload()) : () => {};
	const stopListening = isHeadless ? outside.onHangUp(() => void reload()) : () => {};
	const startedAt = clock.now();
	const {version} = outside;
	const pid = process.pid;
	let served: ServedMonitor | null = null;
	const upkeep: Upkeep = {
		status: () => ({
			...statusOf(monitor.fleet.getSnapshot(), clock.now()),
			...{pid, version, startedAt, isHeadless, log: manner.logFile, config: file, store: source.storeFolder},
			screens: served?.screens() ?? 0,
		}),
		reload,
		stop() {
			if (!manner.end) return onlyByItsUser;
			log.info('asked to stop');
			manner.end();
			return {ok: true, message: 'stopping', details: []};
		},
	};
	const removePidFile = claim && isHeadless ? await writePidFile(source.storeFolder, pid).catch(() => null) : null;
	served = claim && serveMonitor(claim, monitor, {clock, version, pid, upkeep});
	return {
		monitor,
		async stop() {
			stopListening();
			unwatch();
			await reloading.stop();
			await companions.close();
			// In this order: what is pending is written before anybody else can own the store.
			await monitor.stop();
			await served?.close();
			await removePidFile?.();
			await claim?.release();
		},
	};
}

const describeReadOnly = ({storeFolder}: FleetSource): string =>
	`history in ${storeFolder} cannot be written: this run leaves no trace there`;

const nothingToReload: Reloading = {
	reload: async () => ({ok: false, message: 'the demo has no configuration to read again', details: []}),
	stop: async () => {},
};

const onlyByItsUser: UpkeepResult = {
	ok: false,
	message: 'what watches this fleet is a screen that somebody has open: it is quit there, with q',
	details: [],
};
