import {askUpkeep} from '../control/ask-owner.ts';
import {UserError} from '../domain/errors.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderNotRunning} from '../report/status.ts';
import {type Command, exitCodes} from './command.ts';
import {findStore} from './find-store.ts';

/** `langsight reload`: has the monitor that runs read its configuration again, and says what came of it. */
export const reload: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`reload takes no "${args[0]}"`, 'langsight reload');
	const store = await findStore(flags, outside);
	const result = await askUpkeep(store, 'reload', {clock: systemClock, version: outside.version});
	if (result === null) {
		outside.stderr.write(renderNotRunning(store));
		return exitCodes.troubled;
	}
	const [isFine, lines] =
		'refused' in result ? [false, [result.refused]] : [result.ok, [result.message, ...result.details]];
	(isFine ? outside.stdout : outside.stderr).write(`${lines.join('\n')}\n`);
	return isFine ? exitCodes.fine : exitCodes.troubled;
};
