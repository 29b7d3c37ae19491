import {formatCheckJson, formatCheckText, checkConfig as inspect} from '../config/check-report.ts';
import {UserError} from '../domain/errors.ts';
import {type Command, exitCodes} from './command.ts';
import {findConfigFile} from './config-fleet.ts';

/** `langsight config check [FILE]`: every mistake with its line, and what is worth knowing. */
export const checkConfig: Command = async ([verb, file, ...rest], flags, outside) => {
	if (verb !== 'check' || rest.length > 0)
		throw new UserError('What about the configuration?', 'langsight config check [FILE]');
	const check = await inspect(file ?? findConfigFile(flags, outside), outside.env);
	outside.stdout.write(flags.json ? formatCheckJson(check) : formatCheckText(check));
	return check.isUsable ? exitCodes.fine : exitCodes.usage;
};
