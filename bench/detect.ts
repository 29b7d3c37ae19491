// From the death of a server to the alert, and to its arrival at a webhook, at default settings.
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describeGroup} from '../source/domain/alert-groups.ts';
import type {WebhookChannel} from '../source/domain/channel.ts';
import {emptyOutbox} from '../source/domain/outbox.ts';
import {systemClock} from '../source/monitor/system-clock.ts';
import {startNotifier} from '../source/notify/notifier.ts';
import {createSendRequest} from '../source/probe/send-request.ts';
import {httpServer, stdioServer} from '../test/helpers/fleet.ts';
import {startBenchMonitor} from './start-bench-monitor.ts';

const [fixtures = ''] = process.argv.slice(2);
const rounds = 5;

/** From the death, ms. */
interface Times {
	readonly alert: number;
	readonly arrival: number;
}

/** When the sink was told that a server is down. */
let arrivedAt: number | null = null;
const sink = createServer((request, response) => {
	let body = '';
	request.on('data', chunk => {
		body += chunk;
	});
	request.on('end', () => {
		if (JSON.parse(body).event === 'down') arrivedAt ??= performance.now();
		response.end();
	});
});
await new Promise<void>(resolve => void sink.listen(0, '127.0.0.1', resolve));
const channel: WebhookChannel = {
	type: 'webhook',
	name: 'sink',
	isEnabled: true,
	filter: {events: null, minSeverity: null, tags: []},
	problem: null,
	url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
	headers: {},
	secret: null,
	tls: null,
	proxy: null,
};

const http = spawn(process.execPath, [`${fixtures}/http-server.mjs`], {stdio: ['ignore', 'pipe', 'inherit']});
const port = await portOf(http);
http.kill('SIGKILL');

for (const [name, path, transport] of [
	['a Streamable HTTP port that closes', '/streamable', 'streamable_http'],
	['an SSE port that closes', '/sse', 'sse'],
] as const) {
	const times: Times[] = [];
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

const crashes: Times[] = [];
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

async function timeToAlert(start: () => ReturnType<typeof startBenchMonitor>, kill: () => void): Promise<Times> {
	const monitor = await start();
	const notifier = notify(monitor.fleet);
	arrivedAt = null;
	await until(() => monitor.fleet.getSnapshot().servers.some(({health}) => health.status !== 'unknown'));
	const killedAt = performance.now();
	kill();
	await until(() => monitor.fleet.getSnapshot().alerts.some(({kind}) => kind === 'down'));
	const alert = performance.now() - killedAt;
	await until(() => arrivedAt !== null);
	await notifier.close();
	await monitor.stop();
	return {alert, arrival: arrivedAt! - killedAt};
}

function notify(fleet: Awaited<ReturnType<typeof startBenchMonitor>>['fleet']) {
	return startNotifier({
		channels: [channel],
		fleet,
		history: {outbox: () => emptyOutbox, keepOutbox() {}},
		clock: systemClock,
		random: Math.random,
		tools: {
			clock: systemClock,
			sendRequest: createSendRequest(systemClock),
			runProgram: async () => ({code: 0, message: ''}),
			log: null,
			about: {fleet: 'bench', host: 'bench', version: '0', isTest: false},
			fleetSize: () => 1,
			wordGroup: describeGroup,
		},
		warn(_about, trouble) {
			if (trouble !== null) console.error(trouble);
		},
	});
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise(resolve => setTimeout(resolve, 5));
}

async function portOf(child: ChildProcess): Promise<string> {
	const [text] = await once(child.stdout!.setEncoding('utf8'), 'data');
	return String(text).trim();
}

function print(name: string, times: readonly Times[]): void {
	console.log(
		`${name}: alert after ${word(times.map(({alert}) => alert))}, at a webhook after ${word(times.map(({arrival}) => arrival))}`,
	);
}

function word(times: number[]): string {
	times.sort((a, b) => a - b);
	const seconds = (ms = 0) => (ms / 1000).toFixed(2);
	return `${seconds(times[Math.floor(times.length / 2)])} s (worst ${seconds(times.at(-1))} s)`;
}
