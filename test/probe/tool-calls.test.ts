import {afterEach, expect, test, vi} from 'vitest';
import type {GoodCheck} from '../../source/domain/probe-result.ts';
import type {Expectation, ToolCheck} from '../../source/domain/tool-check.ts';
import {startFixture, watch} from './http-harness.ts';
import {createMovableClock} from './movable-clock.ts';
import {closeRigs, createRig, fixture, type Rig} from './stdio-fixture.ts';

afterEach(closeRigs);

const call = (tool: string, expectation: Partial<Expectation> = {}, more: Partial<ToolCheck> = {}): ToolCheck => ({
	tool,
	arguments: {text: 'hi'},
	expect: {isError: false, contains: null, matches: null, ...expectation},
	timeoutMs: 5000,
	everyMs: null,
	...more,
});

async function checkOf(rig: Rig): Promise<GoodCheck> {
	const result = await rig.check();
	if (!result.ok) throw new Error(result.failure.message);
	return result;
}

const callsOf = async (rig: Rig) => (await checkOf(rig)).calls;

test('a server without configured calls is never called', async () => {
	const fixtureServer = await startFixture();
	const {good} = watch(fixtureServer.url('/streamable'));
	expect(await good()).not.toHaveProperty('calls');
	expect(fixtureServer.requests.map(({rpc}) => rpc)).not.toContain('tools/call');
});

test.each(['/streamable', '/streamable-sse', '/stateless', '/sse', '/modern', '/modern?stream=1'])(
	'a configured call is made with its arguments after each list: %s',
	async path => {
		const server = await startFixture();
		const checks = [call('echo', {contains: '{"text":"hi"}', matches: '^echo '}), call('add')];
		const transport = path === '/sse' ? 'sse' : 'streamable_http';
		const {good} = watch(server.url(path), {transport, checks});
		for (let times = 1; times <= 2; times++) {
			expect((await good()).calls).toEqual([
				{tool: 'echo', at: expect.any(Number), latencyMs: expect.any(Number), failure: null},
				{tool: 'add', at: expect.any(Number), latencyMs: expect.any(Number), failure: null},
			]);
			const made = server.requests.filter(({rpc}) => rpc === 'tools/call').map(({params}) => params);
			expect(made).toHaveLength(2 * times);
			expect(made[0]).toMatchObject({name: 'echo', arguments: {text: 'hi'}});
		}
	},
);

test.each<[story: string, way: string, expectation: Partial<Expectation>, failure: object | null]>([
	[
		'an error of the tool is told in its own words, cleaned',
		'error',
		{},
		{category: 'tool_error', transient: true, message: 'the tool reports an error: relation "orders" does not exist'},
	],
	['an error that is expected is none', 'error', {isError: true, contains: 'orders'}, null],
	['refused arguments', '-32602', {}, {category: 'invalid_arguments', transient: false}],
	['another error of the protocol keeps its code', '-32603', {}, {category: 'rpc_error', message: /-32603/}],
	['a tool that asks back', 'input', {}, {category: 'tool_error', message: /input_required/}],
	['the start of a long answer is examined', 'long', {contains: 'begin'}, null],
	['its end is not', 'long', {contains: ' end'}, {category: 'tool_error'}],
	['structured content counts as text', 'structured', {matches: '"id":7'}, null],
	['content of a wrong shape is no text', 'shapeless', {contains: 'text'}, {category: 'tool_error'}],
	[
		'a pattern that does not match',
		'structured',
		{matches: 'nothing'},
		{message: 'the answer does not match /nothing/'},
	],
	['a pattern that is none', 'structured', {matches: '('}, {category: 'bad_config', transient: false}],
])('%s, and the check itself is good', async (_story, way, expectation, failure) => {
	const rig = createRig(fixture([`call=${way}`], {checks: [call('echo', expectation), call('add')]}));
	const [echo, add] = (await callsOf(rig)) ?? [];
	if (failure === null) expect(echo?.failure).toBeNull();
	else {
		const {message, ...rest} = failure as {message?: string | RegExp};
		expect(echo?.failure).toMatchObject({phase: 'call_tool', ...rest});
		if (message !== undefined) expect(echo?.failure?.message).toMatch(message);
	}
	expect(add).toMatchObject({tool: 'add', failure: null});
});

test('a tool that is not listed is not called', async () => {
	const server = await startFixture();
	const {good} = watch(server.url('/streamable'), {checks: [call('gone'), call('add')]});
	expect((await good()).calls).toMatchObject([
		{tool: 'gone', latencyMs: null, failure: {category: 'tool_not_found', transient: false, phase: 'call_tool'}},
		{tool: 'add', failure: null},
	]);
	expect(server.requests.filter(({rpc}) => rpc === 'tools/call')).toHaveLength(1);
});

test.each(['/streamable', '/sse', '/modern'])(
	'a call that is never answered has a deadline of its own, and the next one is made: %s',
	async path => {
		const server = await startFixture();
		const checks = [call('echo', {}, {timeoutMs: 150}), call('add')];
		const transport = path === '/sse' ? 'sse' : 'streamable_http';
		const {good, prober} = watch(server.url(`${path}?call=hang`), {transport, checks});
		for (let times = 0; times < 5; times++) {
			expect((await good()).calls).toMatchObject([
				{latencyMs: null, failure: {category: 'timeout', message: 'timeout after 150ms no response to tools/call'}},
				{failure: null},
			]);
		}
		expect(server.openSockets()).toBeLessThan(6);
		await prober.close();
		await vi.waitFor(() => expect(server.openSockets()).toBe(0));
	},
);

test('a call over stdio that is never answered leaves the process and its session alone', async () => {
	const rig = createRig(fixture(['call=hang'], {checks: [call('echo', {}, {timeoutMs: 150}), call('add')]}));
	expect(await callsOf(rig)).toMatchObject([{failure: {category: 'timeout'}}, {failure: null}]);
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null});
	expect(rig.groups).toHaveLength(1);
});

test('a server that a call brings down had a good list; its exit is told after that', async () => {
	const rig = createRig(fixture(['call=exit'], {checks: [call('echo'), call('add')]}));
	expect(await callsOf(rig)).toMatchObject([
		{tool: 'echo', failure: {category: 'process_exited', phase: 'call_tool', message: 'exited with code 9'}},
	]);
	await vi.waitFor(() => expect(rig.interruptions).toHaveLength(1));
	expect(rig.interruptions[0]?.failure.category).toBe('process_exited');
});

test('a call is made as often as it is to be, give or take what checks come early', async () => {
	const clock = createMovableClock();
	const checks = [call('echo', {}, {everyMs: 300_000}), call('add')];
	const server = await startFixture();
	const {good} = watch(server.url('/streamable'), {checks}, clock);
	const toolsCalled = async () => (await good()).calls?.map(({tool}) => tool);
	expect(await toolsCalled()).toEqual(['echo', 'add']);
	clock.pass(260_000);
	expect(await toolsCalled()).toEqual(['add']);
	clock.pass(20_000);
	expect(await toolsCalled()).toEqual(['echo', 'add']);
	expect(await toolsCalled()).toEqual(['add']);
});

test('a failed list is followed by no call', async () => {
	const server = await startFixture();
	const {failing} = watch(server.url('/500?at=tools/list'), {checks: [call('echo')]});
	await failing();
	expect(server.requests.map(({rpc}) => rpc)).not.toContain('tools/call');
});

test('an aborted check makes no further call', async () => {
	const rig = createRig(fixture(['call=hang'], {checks: [call('echo'), call('add')]}));
	const stop = new AbortController();
	const checking = rig.check(stop.signal);
	await vi.waitFor(() => expect(rig.prober.isOpen).toBe(true), {timeout: 10_000});
	stop.abort();
	const result = await checking;
	expect(result.ok ? (result.calls ?? []) : []).toEqual([]);
});

test('a secret of the configuration that a tool repeats is not passed on', async () => {
	const env = {API_TOKEN: 'correct-horse-battery'};
	const rig = createRig(fixture(['call=leaked-secret'], {env, checks: [call('echo')]}));
	const [echo] = (await callsOf(rig)) ?? [];
	expect(echo?.failure?.message).toMatch(/^the tool reports an error: login as \S+ failed$/);
	expect(JSON.stringify(echo)).not.toContain('correct-horse');
});
