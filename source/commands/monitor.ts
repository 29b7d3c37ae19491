import {keepLogSmall, ownLog} from '../control/daemon-log.ts';
import {UserError} from '../domain/errors.ts';
import {plural} from '../domain/format.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {openSource} from './fleet-source.ts';
import {goLive} from './live-monitor.ts';
import {createLog} from './log.ts';
import {logWarnings} from './log-warnings.ts';
import {rereader} from './manner.ts';
import {describeRunning} from './running.ts';

/** `langsight monitor`: the screen where there is a terminal, else a log of alerts until it is told to end. */
export const monitor: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`monitor takes no "${args[0]}"`, 'langsight monitor [--headless|--daemon]');
	if (flags.daemon) return (await import('./start-daemon.ts')).startDaemon(flags, outside);
	const isHeadless = flags.headless || flags.json || !outside.stdout.isTTY;
	return isHeadless ? runHeadless(flags, outside) : (await import('./watch.ts')).watch(args, flags, outside);
};

async function runHeadless(flags: Flags, outside: Outside): Promise<number> {
	const source = await openSource(flags, outside);
	const log = createLog(outside.stderr, systemClock, flags.json);
	const logFile = ownLog(source.storeFolder);
	const asked = new AbortController();
	try {
		const {servers} = chooseServers(source.servers, flags);
		const {stdout} = outside;
		const alertLog = {write: (text: string) => void stdout.write(text), isJson: flags.json};
		const live = await goLive(
			source,
			servers,
			{...outside, alertLog},
			{isHeadless: true, reread: rereader(source, flags, outside), end: () => asked.abort(), log, logFile},
		);
		if (live.monitor.fleet.getSnapshot().attachedTo !== null) {
			await live.stop();
			throw await describeRunning(source.storeFolder, outside);
		}
		const stopTelling = [
			logWarnings(live.monitor.fleet, log),
			logFile === null ? () => {} : keepLogSmall(logFile, systemClock),
		];
		log.info(`watching ${plural(servers.length, 'server')}, history in ${source.storeFolder}`);
		await untilAborted(AbortSignal.any([outside.signal, asked.signal]));
		for (const stop of stopTelling) stop();
		await live.stop();
		log.info('stopped');
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
