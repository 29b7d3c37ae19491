import type {Alert} from '../domain/alert.ts';
import {UserError} from '../domain/errors.ts';
import {renderAlertJsonLine, renderAlertLine} from '../report/alert-line.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {openSource} from './fleet-source.ts';
import {goLive, type LiveMonitor} from './live-monitor.ts';

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
		const live = await goLive(source, servers, outside, {isHeadless: true});
		const {attachedTo} = live.monitor.fleet.getSnapshot();
		if (attachedTo !== null) {
			await live.stop();
			throw new UserError(
				`This fleet is watched already, by process ${attachedTo}`,
				'Run langsight without --headless to look at it.',
			);
		}
		for (const warning of source.warnings) outside.stderr.write(`warning: ${warning}\n`);
		outside.stderr.write(`watching ${servers.length} servers, history in ${source.storeFolder}\n`);
		const stopLog = logAlerts(live, alert =>
			outside.stdout.write(flags.json ? renderAlertJsonLine(alert) : renderAlertLine(alert)),
		);
		await untilAborted(outside.signal);
		stopLog();
		await live.stop();
		return exitCodes.fine;
	} finally {
		await source.close();
	}
}

/** Tells each alert once, from now on. */
function logAlerts({monitor: {fleet}}: LiveMonitor, tell: (alert: Alert) => void): () => void {
	let [newest] = fleet.getSnapshot().alerts;
	return fleet.subscribe(() => {
		const {alerts} = fleet.getSnapshot();
		const known = newest ? alerts.indexOf(newest) : alerts.length;
		for (const alert of alerts.slice(0, known < 0 ? alerts.length : known).reverse()) tell(alert);
		newest = alerts[0];
	});
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
	new Promise(resolve => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), {once: true});
	});
