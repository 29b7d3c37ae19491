import {UserError} from '../domain/errors.ts';
import {closeDrift} from '../domain/incident.ts';
import {describeChanges} from '../domain/schema-diff.ts';
import {acceptDrift, schemaStateOf} from '../domain/schema-record.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {openFleet} from './open-fleet.ts';

/** `langsight accept SERVER`: what its tools are now is what they should be. */
export const accept: Command = async ([name, ...rest], flags, outside) => {
	if (name === undefined || rest.length > 0) throw new UserError('Which server?', 'langsight accept SERVER');
	const opened = await openFleet(flags, outside);
	const {history, clock} = opened.parts;
	try {
		const {servers} = chooseServers(opened.servers, {server: [name], tag: [], filter: undefined});
		const kept = (await history.open(servers)).get(name)?.kept;
		if (!kept?.schema?.drifted) {
			outside.stdout.write(`${name}: nothing to accept, its tools are as they were\n`);
			return exitCodes.fine;
		}
		if (opened.about.warnings.length > 0)
			throw new UserError(opened.about.warnings.join('\n'), 'Accept it there: A on the screen.');
		const {changes} = schemaStateOf(kept.schema, true);
		const incidents = closeDrift(kept.incidents, clock.now());
		history.keep(name, {...kept, incidents, schema: acceptDrift(kept.schema)}, true);
		outside.stdout.write(`${name}: accepted: ${describeChanges(changes)}\n`);
		return exitCodes.fine;
	} finally {
		await history.close();
		await opened.close();
	}
};
