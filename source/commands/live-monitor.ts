import {joinStore} from '../control/join-store.ts';
import type {OwnedStore} from '../control/ownership.ts';
import {serveMonitor} from '../control/serve-monitor.ts';
import {createSwitchableMonitor} from '../control/switchable.ts';
import {UserError} from '../domain/errors.ts';
import type {Monitor} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {startMonitor} from '../monitor/monitor.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {createTroubles} from '../monitor/troubles.ts';
import type {Outside} from './command.ts';
import {type Beside, startCompanions} from './companions.ts';
import {createParts} from './fleet-parts.ts';
import {aboutSource, type FleetSource, reap} from './fleet-source.ts';
import {keepHeapSmall} from './small-heap.ts';

/** The live fleet, whoever watches it. */
export interface LiveMonitor {
	readonly monitor: Monitor;
	/** Ends what runs here and lets go of what runs elsewhere. */
	stop(): Promise<void>;
}

/** How this process shows what it watches. */
export type Manner = Pick<Beside, 'isHeadless'>;

/** One who watches for as long as it can. */
interface Watch {
	readonly monitor: Monitor;
	/** Settles when another one has to take over; never where this process watches. */
	readonly ended: Promise<unknown>;
	stop(): Promise<void>;
}

/** Watches the fleet here, or looks at the monitor that does; when that one ends, somebody takes over. */
export async function goLive(
	source: FleetSource,
	servers: readonly Server[],
	outside: Outside,
	manner: Manner,
): Promise<LiveMonitor> {
	keepHeapSmall();
	let watch = await findWatch(source, servers, outside, manner);
	let isStopped = false;
	let changing: Promise<void> = Promise.resolve();
	const monitor = createSwitchableMonitor(watch.monitor);

	function follow({ended}: Watch): void {
		void ended.then(() => {
			if (!isStopped) changing = change();
		});
	}
	/** A screen that is open stays so: what cannot be taken over now is tried again. */
	async function change(): Promise<void> {
		await watch.stop();
		while (!isStopped) {
			const next = await findWatch(source, servers, outside, manner).catch(toNull);
			if (next === null) {
				await pause();
				continue;
			}
			watch = next;
			monitor.switchTo(watch.monitor);
			return follow(watch);
		}
	}
	follow(watch);

	return {
		monitor,
		async stop() {
			isStopped = true;
			await changing.catch(() => {});
			await watch.stop();
		},
	};
}

const retryMs = 2000;

const pause = () => new Promise<void>(resolve => systemClock.after(retryMs, resolve));

/** Only what the user could mend is waited for. */
function toNull(error: unknown): null {
	if (error instanceof UserError) return null;
	throw error;
}

async function findWatch(
	source: FleetSource,
	servers: readonly Server[],
	outside: Outside,
	manner: Manner,
): Promise<Watch> {
	const joined = await joinStore(source.storeFolder, {clock: systemClock, version: outside.version});
	if (joined.as === 'owner') return watchHere(source, servers, outside, manner, joined.claim);
	if (joined.as === 'guest') {
		const {monitor, ended, close} = joined.attachment;
		return {monitor, ended, stop: async () => close()};
	}
	if (joined.reason !== null) throw new UserError(joined.reason);
	if (joined.pid === null) return watchHere(source, servers, outside, manner, null);
	throw new UserError(`Process ${joined.pid} keeps ${source.storeFolder} and does not answer`, 'End it, or try again.');
}

/** @param claim null where the store cannot be written: the fleet is watched all the same */
async function watchHere(
	source: FleetSource,
	servers: readonly Server[],
	outside: Outside,
	{isHeadless}: Manner,
	claim: OwnedStore | null,
): Promise<Watch> {
	const warnings = claim
		? source.warnings
		: [...source.warnings, `history in ${source.storeFolder} cannot be written: this run leaves no trace there`];
	await reap(outside);
	const parts = createParts(source, claim !== null, outside);
	const {warn, current: troubles} = createTroubles();
	const monitor = await startMonitor(servers, {...parts, troubles, about: aboutSource(source, warnings)});
	const companions = await startCompanions({source, monitor, parts, outside, isHeadless, warn});
	const {version} = outside;
	const served = claim && serveMonitor(claim, monitor, {clock: parts.clock, version, pid: process.pid});
	return {
		monitor,
		ended: new Promise(() => {}),
		async stop() {
			await companions.close();
			// In this order: what is pending is written before anybody else can own the store.
			await monitor.stop();
			await served?.close();
			await claim?.release();
		},
	};
}
