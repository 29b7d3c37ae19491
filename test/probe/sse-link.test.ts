import {describe, expect, test, vi} from 'vitest';
import type {Clock} from '../../source/domain/ports.ts';
import type {Failure} from '../../source/domain/probe-result.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {DeadlineError} from '../../source/probe/deadline.ts';
import {openSseLink} from '../../source/probe/sse-link.ts';
import {endAfterTest, serverAt, startFixture, watch} from './http-harness.ts';

const sse = {transport: 'sse'} as const;
const patient = {...sse, timeoutMs: 20_000};

test.each(['sse', 'sse/silent', 'sse?keepalive=5', 'sse/lag?lag=100'])('a healthy server is good: %s', async path => {
	const fixture = await startFixture();
	const {good} = watch(fixture.url(path), sse);
	expect((await good()).connectMs).toBeGreaterThan(0);
	const next = await good();
	expect(next.connectMs).toBeNull();
	expect(next.listing.tools).toHaveLength(3);
	expect(fixture.requests.filter(({method}) => method === 'GET')).toHaveLength(1);
});

describe('opening the stream', () => {
	test.each<[fault: string, category: Failure['category'], message: string]>([
		['401', 'auth_required', 'authentication required'],
		['403', 'forbidden', 'HTTP 403 Forbidden'],
		['404', 'not_found', 'HTTP 404 Not Found'],
		['503', 'server_error', 'HTTP 503 Service Unavailable'],
		['html', 'protocol', 'a web page instead of MCP'],
		['text', 'protocol', 'not MCP: the answer is text/plain'],
		['empty', 'protocol', 'empty answer (HTTP 200)'],
		['rst', 'connection_reset', 'Connection reset'],
		['hangup', 'connection_reset', 'Connection reset'],
		['stream-no-answer', 'stream_dropped', 'the event stream was closed'],
		['huge-stream', 'too_large', 'the answer is over 10 MiB'],
		['redirect-cross', 'redirected', 'the server has moved to https://elsewhere.example/mcp'],
		['foreign-endpoint', 'protocol', expect.stringContaining('http://elsewhere.example')],
	])('fails at once on %s: %s', async (fault, category, message) => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url(`/sse/${fault}`), patient).failing();
		expect(failure).toMatchObject({category, message, phase: 'connect'});
	});

	test.each(['never-answers', 'no-endpoint'])('ends at the deadline and leaves no socket: %s', async fault => {
		const fixture = await startFixture();
		const {prober, failing} = watch(fixture.url(`/sse/${fault}`), {...sse, timeoutMs: 300});
		expect(await failing()).toMatchObject({category: 'timeout', phase: 'connect'});
		await prober.close();
		await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
	});

	test.each(['streamable', 'stateless', 'stateless-get'])(
		'finds out that the address speaks the other transport: %s',
		async path => {
			const fixture = await startFixture();
			const failure = await watch(fixture.url(`/${path}`), {...sse, timeoutMs: 1000}).failing();
			expect(failure).toMatchObject({
				category: 'wrong_transport',
				message: 'this URL speaks Streamable HTTP, the config says sse',
				hint: 'set transport to streamable_http',
			});
			expect(fixture.sessions()).toEqual([]);
		},
	);
});

test('a stream that could not be opened is not asked for again, though the server wants that after 1 ms', async () => {
	const fixture = await startFixture();
	const link = openSseLink(serverAt(fixture.url('/sse/stream-primed'), sse), {clock: systemClock});
	endAfterTest(() => link.close());
	await expect(link.transport.start()).rejects.toThrow('stream_ended');
	for (let turn = 0; turn < 10; turn++) await fetch(fixture.url('/404'));
	expect(fixture.requests.filter(({path}) => path.startsWith('/sse'))).toHaveLength(1);
});

describe('a stream that closes', () => {
	test('while a request waits on it fails that request at once', async () => {
		const fixture = await startFixture();
		const {good, failing} = watch(fixture.url('/sse/drop?after=1'), patient);
		await good();
		expect(await failing()).toMatchObject({category: 'stream_dropped', phase: 'list_tools'});
		expect((await good()).connectMs).toBeGreaterThan(0);
	});

	test('by a reset is told as one that broke off', async () => {
		const fixture = await startFixture();
		const {good, failing} = watch(fixture.url('/sse/reset?after=1'), patient);
		await good();
		expect(await failing()).toMatchObject({category: 'stream_dropped', message: 'the event stream broke off'});
	});

	test('between checks is told at once, and not reconnected', async () => {
		const fixture = await startFixture();
		const {prober, good, interruptions} = watch(fixture.url('/sse'), patient);
		await good();
		fixture.dropStreams();
		await vi.waitFor(() => expect(interruptions).toHaveLength(1));
		expect(interruptions[0]).toMatchObject({category: 'stream_dropped', message: 'the event stream was closed'});
		expect(prober.isOpen).toBe(false);
		expect(fixture.requests.filter(({method}) => method === 'GET')).toHaveLength(1);
	});

	test('each time it is opened is asked for once a check, whatever the server wants', async () => {
		const fixture = await startFixture();
		const {failing} = watch(fixture.url('/sse/storm'), patient);
		for (let check = 1; check <= 3; check++) {
			expect(await failing()).toMatchObject({category: 'stream_dropped'});
			expect(fixture.requests.filter(({method}) => method === 'GET')).toHaveLength(check);
		}
	});
});

describe('a stream that stalls', () => {
	test('is told apart from a server that takes no requests', async () => {
		const fixture = await startFixture();
		const quick = {...sse, timeoutMs: 300};
		const stalled = watch(fixture.url('/sse/stall?after=1'), quick);
		await stalled.good();
		expect(await stalled.failing()).toMatchObject({category: 'stream_stalled', transient: true, phase: 'list_tools'});
		const deaf = watch(fixture.url('/sse/post-never?after=1'), quick);
		await deaf.good();
		expect(await deaf.failing()).toMatchObject({category: 'timeout', phase: 'list_tools'});
	});

	test('may do so from the first answer on', async () => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url('/sse/stall?early=1'), {...sse, timeoutMs: 300}).failing();
		expect(failure).toMatchObject({category: 'stream_stalled', phase: 'initialize'});
	});

	test('is counted in whole seconds from the last byte that came', async () => {
		const fixture = await startFixture();
		let ticks = 1000;
		const clock: Clock = {now: () => 0, ticks: () => ticks, after: () => () => {}};
		const link = openSseLink(serverAt(fixture.url('/sse/stall'), sse), {clock});
		endAfterTest(() => link.close());
		await link.transport.start();
		ticks += 120_400;
		await link.transport.send({jsonrpc: '2.0', id: 1, method: 'tools/list'});
		const failure = link.explain(new DeadlineError(5000), 'list_tools');
		expect(failure).toMatchObject({category: 'stream_stalled', message: 'No events in 120s (SSE)'});
		expect(link.explain(new DeadlineError(5000), 'call_tool').category).toBe('timeout');
	});
});

test.each(['404', '400'])('a lost session is opened anew within the same check: HTTP %s', async lost => {
	const fixture = await startFixture();
	const {good} = watch(fixture.url(`/sse/lost-session?after=1&lost=${lost}`), patient);
	expect((await good()).reinitialised).toBe(false);
	expect((await good()).reinitialised).toBe(true);
});

test('events that are no JSON-RPC are noted and do no harm', async () => {
	const fixture = await startFixture();
	const {good} = watch(fixture.url('/sse/garbage'), sse);
	expect((await good()).notes).toEqual(['2 events on the stream are not JSON-RPC']);
	expect((await good()).notes).toEqual(['1 event on the stream is not JSON-RPC']);
});

test('twenty checks that time out leave no socket', async () => {
	const fixture = await startFixture();
	const {prober, check} = watch(fixture.url('/sse/post-never?after=1'), {...sse, timeoutMs: 50});
	let timedOut = 0;
	while (timedOut < 20) {
		const {ok} = await check();
		timedOut += ok ? 0 : 1;
		expect(fixture.openSockets()).toBeLessThan(10);
	}
	await prober.close();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0), {timeout: 3000});
});

test('opening settles when it is given up', async () => {
	const fixture = await startFixture();
	const clock: Clock = {now: () => 0, ticks: () => 0, after: () => () => {}};
	const link = openSseLink(serverAt(fixture.url('/sse/no-endpoint'), sse), {clock});
	const started = link.transport.start();
	await vi.waitFor(() => expect(fixture.requests).toHaveLength(1));
	link.abortRequests();
	await expect(started).rejects.toThrow('given up');
	await link.close();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});
