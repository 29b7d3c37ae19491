import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, onTestFinished, test, vi} from 'vitest';
import {type DemoFleet, startDemoFleet} from '../../source/demo/fleet.ts';
import {UserError} from '../../source/domain/errors.ts';
import type {Server} from '../../source/domain/server.ts';
import {connectSse, connectTo, toolNames} from './client.ts';
import {buildPrograms, type Programs} from './programs.ts';

let programs: Programs;
beforeAll(async () => {
	programs = await buildPrograms();
});
afterAll(() => programs.remove());

/** A fleet that has been running for so many seconds of its story. */
async function joinFleet(second: number, signal = new AbortController().signal): Promise<DemoFleet> {
	const startedAt = Date.now() - second * 1000;
	const fleet = await startDemoFleet({programs: programs.folder, signal, startedAt});
	onTestFinished(fleet.stop);
	return fleet;
}

const find = ({servers}: DemoFleet, name: string): Server => servers.find(server => server.name === name) as Server;

/** Runs a stdio server with an open stdin until it ends by itself. */
async function runToEnd(server: Server): Promise<{code: number | null; stderr: string}> {
	if (server.transport !== 'stdio') throw new TypeError('not a stdio server');
	const child = spawn(server.command, server.args, {stdio: ['pipe', 'ignore', 'pipe']});
	onTestFinished(() => void child.kill('SIGKILL'));
	const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
	return {code, stderr};
}

const answers = (port: number): Promise<boolean> =>
	fetch(`http://127.0.0.1:${port}/`).then(
		() => true,
		() => false,
	);

const portOf = (fleet: DemoFleet): number => {
	const server = find(fleet, 'slack-mcp');
	return server.transport === 'stdio' ? 0 : Number(new URL(server.url).port);
};

test('at first every server of the fleet works, over its own transport, but for the one that needs a login', async () => {
	const fleet = await joinFleet(0);
	const counts = await Promise.all(
		fleet.servers.map(async server => {
			const count = connectTo(server).then(async client => (await toolNames(client)).length);
			return [server.name, await count.catch((error: {code?: number}) => `HTTP ${error.code}`)];
		}),
	);
	expect(Object.fromEntries(counts)).toEqual({
		'postgres-mcp': 5,
		'filesystem-mcp': 6,
		'redis-mcp': 4,
		'slack-mcp': 8,
		'jira-mcp': 11,
		'github-mcp': 14,
		's3-mcp': 4,
		'elasticsearch-mcp': 7,
		'notion-mcp': 'HTTP 401',
		'analytics-mcp': 5,
	});
});

test('the fleet comes as a configuration would give it', async () => {
	const fleet = await joinFleet(0);
	expect(find(fleet, 'elasticsearch-mcp')).toMatchObject({
		transport: 'streamable_http',
		intervalMs: 5000,
		timeoutMs: 2000,
		limits: {latencyWarningMs: 500, latencyCriticalMs: 10_000},
	});
	expect(find(fleet, 'redis-mcp')).toMatchObject({
		command: process.execPath,
		tags: ['database', 'critical', 'team:payments'],
		usedBy: ['support-agent', 'cursor'],
	});
});

describe('the server that crashes', () => {
	test('cannot start while its database is away, and says so', async () => {
		const fleet = await joinFleet(14);
		expect(await runToEnd(find(fleet, 'redis-mcp'))).toEqual({
			code: 1,
			stderr: 'Error: connect ECONNREFUSED redis:6379\n',
		});
	});

	test('ends while it is being used when its time has come', async () => {
		const fleet = await joinFleet(8);
		const {code, stderr} = await runToEnd(find(fleet, 'redis-mcp'));
		expect(stderr).toBe('redis-mcp: ready\nError: connect ECONNREFUSED redis:6379\n');
		expect(code).toBe(1);
	});

	test('works again once its database is back', async () => {
		const client = await connectTo(find(await joinFleet(25), 'redis-mcp'));
		expect(await toolNames(client)).toEqual(['get', 'set', 'delete', 'list_keys']);
	});
});

test('the fleet can be joined while its tools have drifted', async () => {
	const client = await connectTo(find(await joinFleet(50), 'github-mcp'));
	expect(await toolNames(client)).toHaveLength(13);
});

test('the stall keeps new clients waiting, and is over when the story says so', async () => {
	const stalled = find(await joinFleet(72), 'jira-mcp');
	if (stalled.transport !== 'sse') throw new TypeError('not an SSE server');
	await expect(connectSse(stalled.url, {timeout: 300})).rejects.toThrow('timed out');
	const client = await connectTo(find(await joinFleet(95), 'jira-mcp'));
	expect(await toolNames(client)).toHaveLength(11);
});

describe('nothing is left behind', () => {
	test('when the fleet is stopped, also with streams open', async () => {
		const fleet = await joinFleet(0);
		await connectTo(find(fleet, 'slack-mcp'));
		expect(await answers(portOf(fleet))).toBe(true);
		await fleet.stop();
		expect(await answers(portOf(fleet))).toBe(false);
		await fleet.stop();
	});

	test('when the demo is aborted, before or after its start', async () => {
		const ending = new AbortController();
		const fleet = await joinFleet(0, ending.signal);
		ending.abort();
		await vi.waitFor(async () => expect(await answers(portOf(fleet))).toBe(false));
		const late = await joinFleet(0, ending.signal);
		expect(await answers(portOf(late))).toBe(false);
	});

	test('when whoever held the stdin of the host is gone', async () => {
		const path = fileURLToPath(new URL('demo-http-host.js', programs.folder));
		const host = spawn(process.execPath, [path, '--epoch', '0'], {stdio: ['pipe', 'pipe', 'ignore']});
		onTestFinished(() => void host.kill('SIGKILL'));
		const [chunk] = await once(host.stdout, 'data');
		const port = Number(/^port (\d+)\n$/.exec(String(chunk))?.[1]);
		expect(await answers(port)).toBe(true);
		host.stdin.destroy();
		const [code] = await once(host, 'exit');
		expect(code).toBe(0);
		expect(await answers(port)).toBe(false);
	});

	test('when a stdio server loses its client', async () => {
		const server = find(await joinFleet(0), 'redis-mcp');
		if (server.transport !== 'stdio') throw new TypeError('not a stdio server');
		const child = spawn(server.command, server.args, {stdio: ['pipe', 'ignore', 'pipe']});
		await once(child.stderr, 'data');
		child.stdin.end();
		expect(await once(child, 'exit')).toEqual([0, null]);
	});
});

test('a host that cannot start is an error that says why', async () => {
	const starting = startDemoFleet({programs: new URL('file:///nowhere/'), signal: new AbortController().signal});
	const error = await starting.catch(thrown => thrown);
	expect(error).toBeInstanceOf(UserError);
	expect(error.message).toBe("The demo's servers ended before they were ready");
	expect(error.details.join('\n')).toContain('/nowhere/demo-http-host.js');
});
