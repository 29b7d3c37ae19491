import {UserError} from '../domain/errors.ts';
import {actOnFleet, whoAmI} from './act-on-fleet.ts';
import type {Command} from './command.ts';

/** `langsight accept SERVER`: what its tools are now is what they should be. */
export const accept: Command = async ([server, ...rest], flags, outside) => {
	if (server === undefined || rest.length > 0)
		throw new UserError('Which server?', 'langsight accept SERVER [--expect HASH] [--undo]');
	const by = whoAmI(outside);
	return flags.undo
		? actOnFleet({do: 'undoAccept', server, by}, [server], flags, outside)
		: actOnFleet({do: 'accept', server, expect: flags.expect ?? null, by}, [server], flags, outside);
};
