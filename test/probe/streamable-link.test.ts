import {describe, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {openStreamableLink} from '../../source/probe/streamable-link.ts';
import {serverAt, startFixture, watch} from './http-harness.ts';

test.each(['streamable', 'streamable-sse', 'stateless', 'stateless-get', 'streamable?pages=1'])(
	'a healthy server is good on a fresh and on an open session: %s',
	async path => {
		const fixture = await startFixture();
		const {prober, good} = watch(fixture.url(path));
		const fresh = await good();
		expect(fresh.connectMs).toBeGreaterThan(0);
		expect(prober.isOpen).toBe(true);
		const next = await good();
		expect(next.connectMs).toBeNull();
		expect(next.listing.tools.map(({name}) => name)).toEqual(['echo', 'add', 'now']);
		expect(fixture.requests.filter(({rpc}) => rpc === 'initialize')).toHaveLength(1);
	},
);

test('closing says good-bye, so that no session and no socket is left behind', async () => {
	const fixture = await startFixture();
	const {prober, good} = watch(fixture.url('/streamable'));
	await good();
	expect(fixture.sessions()).toHaveLength(1);
	await prober.close();
	expect(fixture.sessions()).toEqual([]);
	expect(fixture.requests.at(-1)?.method).toBe('DELETE');
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});

test('a server that takes no good-bye does not hold the link up', async () => {
	const fixture = await startFixture();
	const {prober, good} = watch(fixture.url('/never-answers?at=DELETE'));
	await good();
	await prober.close();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});

test('twenty checks that time out leave no socket', async () => {
	const fixture = await startFixture();
	const {prober, good, failing} = watch(fixture.url('/never-answers?at=tools/list&after=1'), {timeoutMs: 50});
	await good();
	for (let check = 0; check < 20; check++) {
		const {category} = await failing();
		expect(category).toBe('timeout');
		expect(fixture.openSockets()).toBeLessThan(8);
	}
	await prober.close();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0), {timeout: 3000});
});

describe('a lost session', () => {
	test.each(['404', '400'])('is opened anew within the same check: HTTP %s', async lost => {
		const fixture = await startFixture();
		const {good} = watch(fixture.url(`/streamable?lost=${lost}`));
		expect((await good()).reinitialised).toBe(false);
		fixture.loseSessions();
		const check = await good();
		expect(check.reinitialised).toBe(true);
		expect(check.listing.tools).toHaveLength(3);
		expect((await good()).reinitialised).toBe(false);
	});

	test('that cannot be opened anew is a failure', async () => {
		const fixture = await startFixture();
		const {failing, good} = watch(fixture.url('/404?at=tools/list&after=1'));
		await good();
		expect(await failing()).toMatchObject({category: 'session_lost', transient: true});
	});

	test('is not what a 400 about something else says', async () => {
		const fixture = await startFixture();
		const {failing, good} = watch(fixture.url('/modern-only?at=tools/list&after=1'));
		await good();
		expect((await failing()).category).toBe('unsupported_version');
	});
});

describe('the stream of notifications', () => {
	test('may end without being a failure, and is not asked for again', async () => {
		const fixture = await startFixture();
		const {good, interruptions} = watch(fixture.url('/streamable?retry=1&cut=20'));
		await good();
		await vi.waitFor(() => expect(fixture.requests.some(({rpc}) => rpc === 'ping')).toBe(true));
		await good();
		expect(interruptions).toEqual([]);
		expect(fixture.requests.filter(({method}) => method === 'GET')).toHaveLength(1);
	});

	test.each(['404', 'html', 'rst', 'never-answers'])('may be refused in any way: %s', async fault => {
		const fixture = await startFixture();
		const {good, interruptions} = watch(fixture.url(`/${fault}?at=GET`));
		await good();
		await vi.waitFor(() => expect(fixture.requests.some(({method}) => method === 'GET')).toBe(true));
		await good();
		expect(interruptions).toEqual([]);
	});

	test('is not asked for by a single check, which has no use for it', async () => {
		const fixture = await startFixture();
		const createProber = createProberFactory({clock: systemClock, ledger: createLedger(null), listens: false});
		const prober = createProber(serverAt(fixture.url('/streamable')), {
			interrupted() {},
			toolsChanged() {},
			opened() {},
		});
		expect(await prober.check(new AbortController().signal)).toMatchObject({ok: true, notes: []});
		expect(fixture.openSockets()).toBe(1);
		await prober.close();
		const methods = fixture.requests.map(({rpc, method}) => rpc ?? method);
		expect(methods).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'DELETE']);
	});

	test('tells that the server has gone, long before the next check', async () => {
		const fixture = await startFixture();
		const {good, failing, interruptions} = watch(fixture.url('/streamable'));
		await good();
		await vi.waitFor(() => expect(fixture.requests.some(({method}) => method === 'GET')).toBe(true));
		await fixture.kill();
		await vi.waitFor(() => expect(interruptions).toHaveLength(1), {timeout: 3000});
		expect(interruptions[0]).toMatchObject({category: 'connection_refused', message: 'Connection refused'});
		expect(await failing()).toMatchObject({category: 'connection_refused', phase: 'connect'});
	});
});

describe('configured headers', () => {
	const headers = {Authorization: 'Bearer sesame-open', Accept: 'application/json'};

	test('are sent with every request and not overwritten', async () => {
		const fixture = await startFixture();
		const {prober, good} = watch(fixture.url('/streamable'), {headers});
		await good();
		await vi.waitFor(() => expect(fixture.requests.some(({method}) => method === 'GET')).toBe(true));
		await prober.close();
		expect(new Set(fixture.requests.map(({method}) => method))).toEqual(new Set(['POST', 'GET', 'DELETE']));
		for (const request of fixture.requests) {
			expect(request.headers).toMatchObject({authorization: headers.Authorization, accept: headers.Accept});
		}
	});

	test('never appear in a failure, even when the server echoes them', async () => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url('/echo-headers'), {headers}).failing();
		expect(failure.hint).toContain('***');
		expect(JSON.stringify(failure)).not.toContain('sesame');
	});

	test('that HTTP cannot carry are a mistake in the configuration', async () => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url('/streamable'), {headers: {'X-Token': 'sesame\nopen'}}).failing();
		expect(failure).toMatchObject({category: 'bad_config', message: 'header X-Token cannot be sent'});
		expect(JSON.stringify(failure)).not.toContain('sesame');
		expect(fixture.requests).toEqual([]);
	});

	test('include the credentials of the address', async () => {
		const fixture = await startFixture();
		await watch(fixture.url('/streamable').replace('//', '//ann:open%20sesame@')).good();
		const basic = Buffer.from('ann:open sesame').toString('base64');
		expect(fixture.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
	});
});

test('a request that is given up settles at once', async () => {
	const fixture = await startFixture();
	const link = openStreamableLink(serverAt(fixture.url('/never-answers')), {clock: systemClock});
	await link.transport.start();
	const sent = link.transport.send({jsonrpc: '2.0', id: 1, method: 'initialize', params: {}});
	await vi.waitFor(() => expect(fixture.requests).toHaveLength(1));
	link.abortRequests();
	await expect(sent).rejects.toThrow();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
	await link.close();
	await link.close();
});

test('a port that nothing listens on is a refused connection', async () => {
	const fixture = await startFixture();
	await fixture.kill();
	for (const host of ['127.0.0.1', 'localhost']) {
		const failure = await watch(`http://${host}:${fixture.port}/mcp`).failing();
		expect(failure).toMatchObject({category: 'connection_refused', transient: true, message: 'Connection refused'});
		expect(failure.phase).toBe('connect');
	}
});

test('a host name without an address is a DNS failure', async () => {
	const failure = await watch('http://langsight-test.invalid/mcp').failing();
	expect(failure).toMatchObject({category: 'dns', phase: 'connect'});
	expect(failure.message).toContain('langsight-test.invalid');
});
