import {expect, onTestFinished, test} from 'vitest';
import {startHost} from '../../source/demo/host.ts';
import {connectSse, connectStreamable, toolNames} from './client.ts';
import {createHandStage} from './stage.ts';

async function openHost(second = 0) {
	const stage = createHandStage();
	stage.goTo(second);
	const host = await startHost(stage);
	onTestFinished(() => host.close());
	return {stage, url: (path: string) => `http://127.0.0.1:${host.port}${path}`};
}

const initialize = {
	jsonrpc: '2.0',
	id: 1,
	method: 'initialize',
	params: {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'agent', version: '1'}},
};

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
	fetch(url, {
		method: 'POST',
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers},
	});

test('the stalled server accepts requests, says nothing on its stream, and speaks again when the stall is over', async () => {
	const {stage, url} = await openHost();
	const early = await connectSse(url('/jira-mcp/sse'));
	expect(await toolNames(early)).toHaveLength(11);

	stage.goTo(71);
	await expect(early.listTools({}, {timeout: 150})).rejects.toThrow('timed out');
	const response = await fetch(url('/jira-mcp/sse'));
	const reader = response.body?.getReader();
	const {value} = (await reader?.read()) ?? {};
	const messages = /data: (.*)/.exec(new TextDecoder().decode(value))?.[1] ?? '';
	expect((await post(url(messages), initialize)).status).toBe(202);
	await reader?.cancel();

	stage.goTo(95);
	expect(await toolNames(early)).toHaveLength(11);
});

test('the deployment takes every session of its server with it, and new ones work', async () => {
	const {stage, url} = await openHost();
	const before = await connectStreamable(url('/s3-mcp/mcp'));
	const bystander = await connectStreamable(url('/analytics-mcp/mcp'));
	expect(await toolNames(before)).toHaveLength(4);

	stage.goTo(27);
	await expect(before.listTools()).rejects.toMatchObject({code: 404});
	expect(await toolNames(bystander)).toHaveLength(5);
	const between = await connectStreamable(url('/s3-mcp/mcp'));
	expect(await toolNames(between)).toHaveLength(4);

	stage.goTo(100);
	await expect(between.listTools()).rejects.toMatchObject({code: 404});
	const after = await connectStreamable(url('/s3-mcp/mcp'));
	stage.goTo(140);
	expect(await toolNames(after)).toHaveLength(4);
});

test('the drift changes the tools of an open session and lasts until the story begins anew', async () => {
	const {stage, url} = await openHost();
	const client = await connectStreamable(url('/github-mcp/mcp'));
	const draft = async () => {
		const {tools} = await client.listTools();
		return tools.find(({name}) => name === 'create_pull_request')?.inputSchema.required?.includes('draft');
	};
	expect(await toolNames(client)).toContain('delete_branch');
	expect(await draft()).toBe(false);
	for (const second of [40, 119]) {
		stage.goTo(second);
		expect(await toolNames(client)).toHaveLength(13);
		expect(await toolNames(client)).not.toContain('delete_branch');
		expect(await draft()).toBe(true);
	}
	stage.goTo(120);
	expect(await toolNames(client)).toHaveLength(14);
});

test('the slow server works for most of a second, and less than a tenth of one otherwise', async () => {
	const {stage, url} = await openHost();
	const client = await connectStreamable(url('/elasticsearch-mcp/mcp'));
	for (const second of [10, 44, 55, 65, 67]) {
		stage.goTo(second);
		await client.listTools();
	}
	expect(stage.pausesMs.map(ms => (ms > 800 && ms < 1000 ? 'slow' : ms < 80 ? 'fast' : ms))).toEqual([
		'fast',
		'slow',
		'slow',
		'slow',
		'fast',
	]);
});

test('the server that needs a login challenges everyone who brings no token', async () => {
	const {url} = await openHost();
	const response = await post(url('/notion-mcp/mcp'), initialize);
	expect(response.status).toBe(401);
	expect(response.headers.get('www-authenticate')).toBe('Bearer realm="notion-mcp", scope="read"');
	const client = await connectStreamable(url('/notion-mcp/mcp'), {Authorization: 'Bearer demo'});
	expect(await toolNames(client)).toHaveLength(9);
});

test('tools can be called, and say what is missing', async () => {
	const {url} = await openHost();
	const client = await connectSse(url('/slack-mcp/sse'));
	expect(await client.callTool({name: 'list_users', arguments: {}})).toMatchObject({content: [{type: 'text'}]});
	expect(await client.callTool({name: 'send_message', arguments: {channel: 'C1'}})).toMatchObject({
		isError: true,
		content: [{text: 'Missing: text'}],
	});
	await expect(client.callTool({name: 'absent'})).rejects.toThrow('no such tool');
});

test('a session belongs to one server, and ends when its client says so', async () => {
	const {url} = await openHost();
	const opened = await post(url('/s3-mcp/mcp'), initialize);
	const session = {'Mcp-Session-Id': opened.headers.get('mcp-session-id') ?? ''};
	await opened.text();
	const list = {jsonrpc: '2.0', id: 2, method: 'tools/list'};
	expect((await post(url('/github-mcp/mcp'), list, session)).status).toBe(404);
	expect((await post(url('/s3-mcp/mcp'), list, session)).status).toBe(200);
	expect((await fetch(url('/s3-mcp/mcp'), {method: 'DELETE', headers: session})).status).toBe(200);
	expect((await post(url('/s3-mcp/mcp'), list, session)).status).toBe(404);
});

test('sessions are bounded: the one that was used least recently makes room', async () => {
	const {url} = await openHost();
	const open = async () => {
		const response = await post(url('/analytics-mcp/mcp'), initialize);
		await response.text();
		return response.headers.get('mcp-session-id') ?? '';
	};
	const list = (id: string) =>
		post(url('/analytics-mcp/mcp'), {jsonrpc: '2.0', id: 2, method: 'tools/list'}, {'Mcp-Session-Id': id});
	const first = await open();
	const second = await open();
	for (let count = 2; count < 50; count++) await open();
	expect((await list(first)).status).toBe(200);
	await open();
	expect((await list(first)).status).toBe(200);
	expect((await list(second)).status).toBe(404);
});

test('sessions that nobody uses go when another one is opened', async () => {
	const {stage, url} = await openHost();
	const idle = await connectStreamable(url('/analytics-mcp/mcp'));
	stage.goTo(9 * 60);
	await connectStreamable(url('/analytics-mcp/mcp'));
	expect(await toolNames(idle)).toHaveLength(5);
	stage.goTo(20 * 60);
	await connectStreamable(url('/analytics-mcp/mcp'));
	await expect(idle.listTools()).rejects.toMatchObject({code: 404});
});

test.each<[what: string, path: string, body: unknown, status: number]>([
	['a body of more than 1 MiB', '/s3-mcp/mcp', `"${'x'.repeat(1024 * 1024)}"`, 413],
	['a body that is not JSON', '/s3-mcp/mcp', '{', 400],
	['a request outside of any session', '/s3-mcp/mcp', {jsonrpc: '2.0', id: 1, method: 'tools/list'}, 400],
	['a message for an unknown stream', '/slack-mcp/messages?sessionId=x', initialize, 404],
	['a post to the stream itself', '/slack-mcp/sse', initialize, 405],
	['an unknown server', '/constructor/mcp', initialize, 404],
	['a server that speaks stdio', '/redis-mcp/mcp', initialize, 404],
])('%s is refused', async (_what, path, body, status) => {
	const {url} = await openHost();
	expect((await post(url(path), body)).status).toBe(status);
});

test('web pages are kept out', async () => {
	const {url} = await openHost();
	expect((await post(url('/s3-mcp/mcp'), initialize, {Origin: 'https://example.com'})).status).toBe(403);
});
