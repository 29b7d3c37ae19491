import {systemClock} from '../monitor/system-clock.ts';
import {openScreen} from '../view/screen.tsx';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {isColored, openSource} from './fleet-source.ts';
import {goLive} from './live-monitor.ts';
import {readGroupBy} from './read-flags.ts';

/** `langsight`: the live screen, with the monitor in the same process or in the one that runs already. */
export const watch: Command = async (_args, flags, outside) => {
	const groupBy = readGroupBy(flags.groupBy);
	const source = await openSource(flags, outside);
	try {
		const {ui} = source;
		const {servers} = chooseServers(source.servers, {...flags, filter: undefined});
		chooseServers(source.servers, flags);
		const live = await goLive(source, servers, outside);
		const filter = flags.filter ?? ui.filter;
		const screen = openScreen({
			monitor: live.monitor,
			clock: systemClock,
			terminal: {stdin: outside.stdin, stdout: outside.stdout},
			options: {color: isColored(flags, outside), ascii: flags.ascii, theme: ui.theme, env: outside.env},
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
