import {UserError} from '../domain/errors.ts';
import type {Incident} from '../domain/incident.ts';
import {type LiveWindow, liveWindows, type WindowName, windowMs} from '../domain/stats.ts';
import {windowStats} from '../domain/windows.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderHistory, type ServerHistory} from '../report/history.ts';
import {renderHistoryJson} from '../report/history-json.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';

/** How finely each window is drawn. */
const cellsOf: Readonly<Record<WindowName, number>> = {'1h': 60, '24h': 48, '7d': 84, '30d': 60, '90d': 90};

/** `langsight history SERVER`: what is kept of a server. Only reads, so it works beside a running monitor. */
export const history: Command = async ([name, ...rest], flags, outside) => {
	if (name === undefined || rest.length > 0)
		throw new UserError('Which server?', 'langsight history SERVER [--window 7d] [--json]');
	const window = readWindow(flags.window);
	const source = await readConfigFleet(flags, outside);
	const {servers} = chooseServers(source.servers, {server: [name], tag: [], filter: undefined});
	const store = createJsonHistory({
		folder: source.storeFolder,
		clock: systemClock,
		isOwner: false,
	});
	try {
		await store.open(servers);
		const record = store.record(name);
		const now = systemClock.now();
		const told: ServerHistory = {
			server: name,
			window,
			now,
			stats: isLive(window)
				? store.stats(name, now)[window]
				: windowStats({spans: record?.spans ?? [], cursor: null}, [], window, now),
			incidents: (record?.incidents ?? []).filter(incident => touches(incident, now - windowMs[window])),
			cells: store.timeline(name, window, cellsOf[window], now),
		};
		outside.stdout.write(flags.json ? renderHistoryJson(told) : renderHistory(told, {isAscii: flags.ascii}));
		for (const warning of [store.problem.getSnapshot()]) if (warning) outside.stderr.write(`warning: ${warning}\n`);
		return exitCodes.fine;
	} finally {
		await store.close();
	}
};

const isLive = (window: WindowName): window is LiveWindow => liveWindows.some(live => live === window);

const touches = ({endedAt}: Incident, from: number): boolean => endedAt === null || endedAt >= from;

function readWindow(text = '7d'): WindowName {
	const window = (Object.keys(windowMs) as WindowName[]).find(name => name === text);
	if (window) return window;
	throw new UserError(`--window does not know "${text}"`, `One of: ${Object.keys(windowMs).join(', ')}`);
}
