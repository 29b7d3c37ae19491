import {systemClock} from '../monitor/system-clock.ts';
import {queryForNames, quoted} from '../view/act/query-for-names.ts';
import {openScreen} from '../view/screen.tsx';
import {whoAmI} from './act-on-fleet.ts';
import {canAsk} from './ask.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import {seekConfigFile} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import {isColored, openSource} from './fleet-source.ts';
import {goLive} from './live-monitor.ts';
import {silentLog} from './log.ts';
import {rereader} from './manner.ts';
import {readGroupBy} from './read-flags.ts';

/** `langsight`: the live screen, with the monitor in the same process or in the one that runs already. */
export const watch: Command = async (_args, given, outside) => {
	const flags = await settleFlags(given, outside);
	if (typeof flags === 'number') return flags;
	const groupBy = readGroupBy(flags.groupBy);
	const source = await openSource(flags, outside);
	try {
		const {ui} = source;
		// The screen takes the filter whole; here it is only judged.
		chooseServers(source.servers, flags);
		const {servers} = chooseServers(source.servers, {...flags, filter: undefined});
		const reread = rereader(source, {...flags, filter: undefined}, outside);
		const live = await goLive(source, servers, outside, {
			isHeadless: false,
			reread,
			end: null,
			log: silentLog,
			logFile: null,
		});
		const isAttached = live.monitor.fleet.getSnapshot().attachedTo !== null;
		const filter = filterOf(flags, ui.filter, isAttached);
		const screen = openScreen({
			monitor: live.monitor,
			clock: systemClock,
			terminal: {stdin: outside.stdin, stdout: outside.stdout},
			options: {color: isColored(flags, outside), ascii: flags.ascii, theme: ui.theme, env: outside.env},
			by: whoAmI(outside),
			canSeeProcesses: process.platform === 'linux',
			bell: ui.bell,
			mouse: flags.mouse || ui.mouse,
			initial: {
				...(filter === null ? {} : {filter}),
				groupBy: groupBy ?? ui.groupBy,
				...(ui.order ? {order: ui.order} : {}),
				...(ui.columns ? {columns: ui.columns} : {}),
			},
		});
		outside.signal.addEventListener('abort', screen.close, {once: true});
		if (outside.signal.aborted) screen.close();
		const ending = await screen.closed;
		await live.stop();
		return ending === 'interrupted' ? exitCodes.interrupted : exitCodes.fine;
	} finally {
		await source.close();
	}
};

/** Without anything to watch, a person is asked what to do. */
async function settleFlags(flags: Flags, outside: Outside): Promise<Flags | number> {
	if (flags.demo || flags.discover || !canAsk(outside) || seekConfigFile(flags, outside) !== null) return flags;
	return (await import('./welcome.ts')).welcome(flags, outside);
}

/** What the screen opens with. A fleet that somebody else watches is whole, so there the flags that choose servers filter. */
function filterOf({server, tag, filter}: Flags, usual: string | null, isAttached: boolean): string | null {
	const wanted = filter ?? usual;
	const chosen = [
		...(server.length > 0 ? [`(${queryForNames(server)})`] : []),
		...tag.map(one => `tag:${quoted(one)}`),
	];
	if (!isAttached || chosen.length === 0) return wanted;
	return [...chosen, ...(wanted ? [`(${wanted})`] : [])].join(' ');
}
