import {askStatus, askUpkeep} from '../control/ask-owner.ts';
import {findOwner} from '../control/find-owner.ts';
import {isRunning} from '../control/is-running.ts';
import {pidFilePath} from '../control/pid-file.ts';
import {UserError} from '../domain/errors.ts';
import {plural} from '../domain/format.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderNotRunning} from '../report/status.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import {findStore} from './find-store.ts';

/** A monitor that closes many servers takes its time. */
const longestWaitMs = 30_000;
const lookEveryMs = 50;

/** `langsight stop`: ends the monitor that runs, and waits until it is gone. */
export const stop: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`stop takes no "${args[0]}"`, 'langsight stop');
	const store = await findStore(flags, outside);
	const caller = {clock: systemClock, version: outside.version};
	const owner = await findOwner(store);
	if (owner === null) {
		outside.stdout.write(renderNotRunning(store));
		return exitCodes.fine;
	}
	if (owner.pid === null) {
		outside.stderr.write(`what keeps ${store} does not answer: end it by hand, ${pidFilePath(store)} may name it\n`);
		return exitCodes.troubled;
	}
	const status = await askStatus(store, caller);
	const result = await askUpkeep(store, 'stop', caller);
	if (result !== null && !('refused' in result) && !result.ok) {
		outside.stderr.write(`process ${owner.pid} goes on: ${result.message}\n`);
		return exitCodes.troubled;
	}
	const isDeaf = result !== null && 'refused' in result;
	if (isDeaf) outside.stderr.write(`${result.refused}\n`);
	if (isDeaf && !terminate(owner.pid)) {
		outside.stderr.write(`process ${owner.pid} cannot be ended from here\n`);
		return exitCodes.troubled;
	}
	if (!(await waitForEnd(store, owner.pid, outside))) {
		outside.stderr.write(`process ${owner.pid} has been asked to end and is still there\n`);
		return exitCodes.troubled;
	}
	const screens = status !== null && 'screens' in status ? status.screens : 0;
	const heirs =
		screens > 0 ? `; ${plural(screens, 'screen')} that looked at it watch${screens === 1 ? 'es' : ''} on` : '';
	outside.stdout.write(`stopped process ${owner.pid}${heirs}\n`);
	return exitCodes.fine;
};

/** Only ever the process that the store's own socket has named. False where it is not ours to end. */
function terminate(pid: number): boolean {
	try {
		return process.kill(pid, 'SIGTERM');
	} catch {
		return false;
	}
}

/** Until it has given the store up and is gone, as far as its process can be seen from here. */
async function waitForEnd(store: string, pid: number, {signal}: Outside): Promise<boolean> {
	const until = systemClock.ticks() + longestWaitMs;
	while (systemClock.ticks() < until && !signal.aborted) {
		const owner = await findOwner(store);
		if (owner?.pid !== pid && !isRunning(pid)) return true;
		await new Promise<void>(resolve => systemClock.after(lookEveryMs, resolve));
	}
	return false;
}
