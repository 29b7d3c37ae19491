import {UserError} from '../domain/errors.ts';
import {actOnFleet, whoAmI} from './act-on-fleet.ts';
import type {Command} from './command.ts';

/** `langsight ack SERVER…`: someone is on it. */
export const ack: Command = async (servers, flags, outside) => {
	if (servers.length === 0) throw new UserError('Which servers?', 'langsight ack SERVER… [--reason TEXT] [--undo]');
	const by = whoAmI(outside);
	return flags.undo
		? actOnFleet({do: 'unacknowledge', servers, by}, servers, flags, outside)
		: actOnFleet({do: 'acknowledge', servers, by, reason: flags.reason ?? null}, servers, flags, outside);
};
