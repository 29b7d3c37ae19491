import {connect, type Socket} from 'node:net';
import type {Fleet} from '../../source/domain/fleet.ts';
import {matches} from '../../source/domain/match.ts';
import {keepServing, type Serving} from '../../source/http/keep-serving.ts';
import {createMonitorPages, type MonitorPages} from '../../source/http/monitor-pages.ts';
import {isWatched} from '../../source/monitor/server-state.ts';
import {renderJson} from '../../source/report/json.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';
import {createSettable, noon, type Settable} from '../helpers/fleet.ts';

/** The pages of a monitor on a real port. */
export interface OpenPages {
	readonly port: number;
	readonly clock: FakeClock;
	readonly fleet: Settable<Fleet>;
	readonly troubles: readonly (string | null)[];
	readonly serving: Serving;
	/** How often metrics were made. */
	made(): number;
	get(path: string, options?: RequestInit): Promise<Response>;
	/** Sends bytes as they are; gives back what comes until the connection is closed. */
	raw(text: string): Promise<string>;
}

interface Options extends Partial<Pick<MonitorPages, 'isStoreKept' | 'renderMetrics'>> {
	readonly token?: string | null;
	readonly host?: string;
}

export async function openPages(initial: Fleet, options: Options = {}): Promise<OpenPages> {
	const {token = null, host = '127.0.0.1', ...changes} = options;
	const clock = createFakeClock();
	const fleet = createSettable(initial);
	const troubles: (string | null)[] = [];
	let made = 0;
	const pages = createMonitorPages({
		fleet,
		clock,
		metricsType: 'text/plain; version=0.0.4; charset=utf-8',
		renderMetrics: async () => `made ${++made}\n`,
		renderFleet(query) {
			const shown = fleet.getSnapshot();
			return renderJson(
				shown,
				shown.servers.filter(state => matches(query, state)),
				noon,
			);
		},
		isWatched,
		isStoreKept: () => true,
		...changes,
	});
	const serving = await keepServing({host, port: 0, token, pages, clock, trouble: text => troubles.push(text)});
	const port = serving.port() ?? 0;
	return {
		port,
		clock,
		fleet,
		troubles,
		serving,
		made: () => made,
		get: (path, request) => fetch(`http://127.0.0.1:${port}${path}`, request),
		async raw(text) {
			const socket = connect(port, '127.0.0.1');
			let received = '';
			socket.setEncoding('utf8').on('data', chunk => {
				received += chunk;
			});
			socket.on('error', () => {});
			socket.write(text);
			await closeOf(socket);
			return received;
		},
	};
}

/** When a connection has ended, in whatever way. */
export const closeOf = (socket: Socket): Promise<unknown> =>
	new Promise(resolve => {
		socket.once('close', resolve);
	});
