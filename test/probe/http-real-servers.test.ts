import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import {expect, test, vi} from 'vitest';
import type {HttpServer} from '../../source/domain/server.ts';
import {freePort, installed} from '../helpers/program.ts';
import {endAfterTest, watch} from './http-harness.ts';

interface Running {
	stop(signal?: NodeJS.Signals): Promise<void>;
}

async function startEverything(mode: 'sse' | 'streamableHttp', port: number): Promise<Running> {
	const env = {...process.env, PORT: String(port)};
	const child: ChildProcess = spawn(process.execPath, [installed('mcp-server-everything'), mode], {
		env,
		stdio: 'ignore',
	});
	const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill(signal);
		await once(child, 'exit');
	};
	endAfterTest(() => stop());
	await vi.waitFor(() => listens(port), {timeout: 20_000, interval: 50});
	return {stop};
}

const listens = (port: number): Promise<void> =>
	new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve();
		});
		socket.on('error', reject);
	});

test.each<[mode: 'sse' | 'streamableHttp', transport: HttpServer['transport'], path: string]>([
	['sse', 'sse', '/sse'],
	['streamableHttp', 'streamable_http', '/mcp'],
])(
	'server-everything over %s is up, survives its restart, and is refused when it is gone',
	async (mode, transport, path) => {
		const port = await freePort();
		const url = `http://127.0.0.1:${port}${path}`;
		const first = await startEverything(mode, port);
		const {good, failing, interruptions} = watch(url, {transport, timeoutMs: 10_000});
		const tools = (await good()).listing.tools.length;
		expect(tools).toBeGreaterThan(5);
		expect((await good()).connectMs).toBeNull();

		await first.stop();
		await vi.waitFor(() => expect(interruptions).toHaveLength(1), {timeout: 5000});
		const second = await startEverything(mode, port);
		expect((await good()).listing.tools).toHaveLength(tools);

		await second.stop();
		const refused = {category: 'connection_refused', message: 'Connection refused'};
		await vi.waitFor(async () => expect(await failing()).toMatchObject(refused));
	},
);

test('server-everything is told when it is configured with the other transport', async () => {
	const port = await freePort();
	await startEverything('streamableHttp', port);
	const failure = await watch(`http://127.0.0.1:${port}/mcp`, {transport: 'sse', timeoutMs: 10_000}).failing();
	expect(failure).toMatchObject({category: 'wrong_transport', hint: 'set transport to streamable_http'});
	const ssePort = await freePort();
	await startEverything('sse', ssePort);
	const reverse = await watch(`http://127.0.0.1:${ssePort}/sse`, {timeoutMs: 10_000}).failing();
	expect(reverse).toMatchObject({category: 'wrong_transport', hint: 'set transport to sse'});
});
