import {startMonitor} from '../monitor/monitor.ts';
import {openScreen} from '../view/screen.tsx';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {openFleet} from './open-fleet.ts';

/** `langsight`: the live screen, with the monitor in the same process. */
export const watch: Command = async (_args, flags, outside) => {
	const opened = await openFleet(flags, outside);
	try {
		const {servers} = chooseServers(opened.servers, flags);
		const monitor = await startMonitor(servers, {...opened.parts, about: opened.about});
		const screen = openScreen({
			monitor,
			clock: opened.parts.clock,
			terminal: {stdin: outside.stdin, stdout: outside.stdout},
			options: {color: opened.isColored, ascii: flags.ascii},
		});
		outside.signal.addEventListener('abort', screen.close, {once: true});
		if (outside.signal.aborted) screen.close();
		const ending = await screen.closed;
		await monitor.stop();
		return ending === 'interrupted' ? exitCodes.interrupted : exitCodes.fine;
	} finally {
		await opened.close();
	}
};
