import {UserError} from '../domain/errors.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {testChannel} from '../notify/test-channels.ts';
import {createLedger} from '../probe/process-ledger.ts';
import {renderSample, renderSampleJson, renderUndelivered} from '../report/channel-tests.ts';
import {type Command, exitCodes} from './command.ts';
import {type FleetSource, openSource, runFolderOf} from './fleet-source.ts';
import {createSenderTools} from './sender-tools.ts';

/**
 * `langsight alerts test [CHANNEL]`: a made-up alert of each kind to one or all channels. Its arguments are the words
 * after `test`.
 */
export const testAlerts: Command = async ([name, ...rest], flags, outside) => {
	if (rest.length > 0) throw new UserError(`alerts test takes no "${rest[0]}"`, 'langsight alerts test [CHANNEL]');
	const source = await openSource(flags, outside);
	try {
		const channels = chooseChannels(source, name);
		const write = (text: string) => void outside.stdout.write(text);
		const parts = {clock: systemClock, ledger: createLedger(runFolderOf(outside))};
		const tools = createSenderTools(source, parts, {...outside, alertLog: {write, isJson: flags.json}}, {isTest: true});
		const render = flags.json ? renderSampleJson : renderSample;
		const fine = await Promise.all(
			channels.map(channel => testChannel(channel, tools, outside.signal, result => write(render(result)))),
		);
		if (!flags.json) write(renderUndelivered(await undeliveredTo(source, new Set(channels.map(one => one.name)))));
		if (outside.signal.aborted) return exitCodes.interrupted;
		return fine.every(Boolean) ? exitCodes.fine : exitCodes.troubled;
	} finally {
		await source.close();
	}
};

function chooseChannels({channels}: FleetSource, name: string | undefined): FleetSource['channels'] {
	const enabled = channels.filter(({isEnabled}) => isEnabled);
	if (name === undefined) {
		if (enabled.length > 0) return enabled;
		throw new UserError('No channel is configured', 'alerts.channels in the configuration lists them.');
	}
	const chosen = channels.filter(channel => channel.name === name);
	if (chosen.length > 0) return chosen;
	throw new UserError(`There is no channel "${name}"`, `One of: ${channels.map(one => one.name).join(', ') || 'none'}`);
}

/** What the monitor has given up on. */
async function undeliveredTo({storeFolder}: FleetSource, names: ReadonlySet<string>) {
	const history = createJsonHistory({folder: storeFolder, clock: systemClock, isOwner: false});
	await history.open([]);
	await history.close();
	return history
		.outbox()
		.boxes.filter(({name}) => names.has(name))
		.flatMap(({name, dead}) => dead.map(letter => ({...letter, channel: name})));
}
