import {joinStore} from '../control/join-store.ts';
import type {OwnedStore} from '../control/ownership.ts';
import {createSwitchableMonitor} from '../control/switchable.ts';
import {UserError} from '../domain/errors.ts';
import type {Monitor} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {systemClock} from '../monitor/system-clock.ts';
import type {Outside} from './command.ts';
import type {FleetSource} from './fleet-source.ts';
import type {Manner} from './manner.ts';
import {toRefusal} from './refusal.ts';
import type {Reading} from './reloading.ts';
import {watchHere} from './watch-here.ts';

/** The live fleet, whoever watches it. */
export interface LiveMonitor {
	readonly monitor: Monitor;
	/** Ends what runs here and lets go of what runs elsewhere. */
	stop(): Promise<void>;
}

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
	const first: Reading = {source, servers};
	let watch = await findWatch(first, outside, manner);
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
			const next = await findWatch(await readAgain(first, manner), outside, manner).catch(toNull);
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

async function findWatch(reading: Reading, outside: Outside, manner: Manner): Promise<Watch> {
	const {storeFolder} = reading.source;
	const here = async (claim: OwnedStore | null): Promise<Watch> => ({
		...(await watchHere(reading, outside, manner, claim)),
		ended: new Promise(() => {}),
	});
	const joined = await joinStore(storeFolder, {clock: systemClock, version: outside.version});
	if (joined.as === 'owner') return here(joined.claim);
	if (joined.as === 'guest') {
		const {monitor, ended, close} = joined.attachment;
		return {monitor, ended, stop: async () => close()};
	}
	if (joined.reason !== null) throw new UserError(joined.reason);
	if (joined.pid === null) return here(null);
	throw new UserError(`Process ${joined.pid} keeps ${storeFolder} and does not answer`, 'End it, or try again.');
}

/** The configuration as it is now, which may be long after the start; as it was then, where it cannot be used any more. */
async function readAgain(first: Reading, {reread}: Manner): Promise<Reading> {
	if (!reread) return first;
	const {source, servers} = first;
	try {
		const next = await reread();
		// The history that was looked at is the one that goes on.
		return {...next, source: {...next.source, storeFolder: source.storeFolder}};
	} catch (error) {
		return {source: {...source, warnings: [...source.warnings, toRefusal(error).warning]}, servers};
	}
}
