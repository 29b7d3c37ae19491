// From the death of a server to the alert, at default settings.
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {systemClock} from '../source/monitor/system-clock.ts';
import {httpServer, stdioServer} from '../test/helpers/fleet.ts';
import {startBenchMonitor} from './start-bench-monitor.ts';

const [fixtures = ''] = process.argv.slice(2);
const rounds = 5;

const http = spawn(process.execPath, [`${fixtures}/http-server.mjs`], {stdio: ['ignore', 'pipe', 'inherit']});
const port = await portOf(http);
http.kill('SIGKILL');

for (const [name, path, transport] of [
	['a Streamable HTTP port that closes', '/streamable', 'streamable_http'],
	['an SSE port that closes', '/sse', 'sse'],
] as const) {
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const server = spawn(process.execPath, [`${fixtures}/http-server.mjs`, '--port', port], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await portOf(server);
		const watched = httpServer('watched', {url: `http://127.0.0.1:${port}${path}`, transport});
		times.push(
			await timeToAlert(
				() => startBenchMonitor([watched], systemClock),
				() => server.kill('SIGKILL'),
			),
		);
	}
	print(name, times);
}

const crashes: number[] = [];
for (let round = 0; round < rounds; round++) {
	// It answers one list, exits, and cannot start again.
	const once = `${fixtures}/stdio-server.mjs`;
	const watched = stdioServer('watched', {
		command: 'sh',
		args: [
			'-c',
			`f=/tmp/langsight-bench-${process.pid}-${round}; [ -e $f ] && exit 1; touch $f; exec node ${once} exit-after=1`,
		],
	});
	crashes.push(
		await timeToAlert(
			() => startBenchMonitor([watched], systemClock),
			() => {},
		),
	);
}
print('a crash that cannot start again (with its start)', crashes);
process.exit();

async function timeToAlert(start: () => ReturnType<typeof startBenchMonitor>, kill: () => void): Promise<number> {
	const monitor = await start();
	await until(() => monitor.fleet.getSnapshot().servers.some(({health}) => health.status !== 'unknown'));
	const killedAt = performance.now();
	kill();
	await until(() => monitor.fleet.getSnapshot().alerts.some(({kind}) => kind === 'down'));
	const took = performance.now() - killedAt;
	await monitor.stop();
	return took;
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise(resolve => setTimeout(resolve, 5));
}

async function portOf(child: ChildProcess): Promise<string> {
	const [text] = await once(child.stdout!.setEncoding('utf8'), 'data');
	return String(text).trim();
}

function print(name: string, times: number[]): void {
	times.sort((a, b) => a - b);
	console.log(
		`${name}: alert after ${((times[Math.floor(times.length / 2)] ?? 0) / 1000).toFixed(2)} s (worst ${((times.at(-1) ?? 0) / 1000).toFixed(2)} s)`,
	);
}
