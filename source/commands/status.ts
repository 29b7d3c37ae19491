import {askStatus} from '../control/ask-owner.ts';
import {findOwner} from '../control/find-owner.ts';
import {UserError} from '../domain/errors.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderNotRunning, renderStatus, renderStatusJson} from '../report/status.ts';
import {type Command, exitCodes} from './command.ts';
import {findStore} from './find-store.ts';

/** `langsight status`: the monitor that runs, and in short how the fleet is. The exit code says whether one runs. */
export const status: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`status takes no "${args[0]}"`, 'langsight status [--json]');
	const store = await findStore(flags, outside);
	const found = await askStatus(store, {clock: systemClock, version: outside.version});
	if (found === null) {
		outside.stdout.write(flags.json ? renderStatusJson(null, store) : renderNotRunning(store));
		return exitCodes.troubled;
	}
	if ('refused' in found) {
		outside.stderr.write(`${found.refused}\n`);
		return (await findOwner(store)) ? exitCodes.fine : exitCodes.troubled;
	}
	const now = systemClock.now();
	outside.stdout.write(flags.json ? renderStatusJson(found, store) : renderStatus(found, now));
	return exitCodes.fine;
};
