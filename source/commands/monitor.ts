import {UserError} from '../domain/errors.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {openSource} from './fleet-source.ts';
import {goLive} from './live-monitor.ts';
import {logWarnings} from './log-warnings.ts';

/** `langsight monitor`: the screen where there is a terminal, else a log of alerts until it is told to end. */
export const monitor: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`monitor takes no "${args[0]}"`, 'langsight monitor [--headless]');
	const isHeadless = flags.headless || flags.json || !outside.stdout.isTTY;
	return isHeadless ? runHeadless(flags, outside) : (await import('./watch.ts')).watch(args, flags, outside);
};

async function runHeadless(flags: Flags, outside: Outside): Promise<number> {
	const source = await openSource(flags, outside);
	try {
		const {servers} = chooseServers(source.servers, flags);
		const {stdout} = outside;
		const alertLog = {write: (text: string) => void stdout.write(text), isJson: flags.json};
		const live = await goLive(source, servers, {...outside, alertLog}, {isHeadless: true});
		const {attachedTo} = live.monitor.fleet.getSnapshot();
		if (attachedTo !== null) {
			await live.stop();
			throw new UserError(
				`This fleet is watched already, by process ${attachedTo}`,
				'Run langsight without --headless to look at it.',
			);
		}
		const stopWarnings = logWarnings(live.monitor.fleet, text => outside.stderr.write(text));
		outside.stderr.write(`watching ${servers.length} servers, history in ${source.storeFolder}\n`);
		await untilAborted(outside.signal);
		stopWarnings();
		await live.stop();
		return exitCodes.fine;
	} finally {
		await source.close();
	}
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
	new Promise(resolve => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), {once: true});
	});
