import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test, vi} from 'vitest';
import {type ProxyFixture, type ProxyFixtureOptions, startProxy} from '../../fixtures/proxy.mjs';
import type {TlsOptions} from '../../source/domain/server.ts';
import {endAfterTest, startFixture, watch} from './http-harness.ts';

/** What is loaded when it is first needed is here before the first deadline runs. */
beforeAll(async () => void (await import('../../source/probe/tls-route.ts')));

const file = (name: string) => fileURLToPath(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url));
const company: TlsOptions = {
	caFile: file('ca'),
	certFile: null,
	keyFile: null,
	serverName: null,
	insecureSkipVerify: false,
};
const secret = 'p%40ss-secret';
const secretWords = ['p%40ss-secret', 'p@ss-secret', Buffer.from('me:p@ss-secret').toString('base64')];

async function proxyFor(options: ProxyFixtureOptions = {}): Promise<ProxyFixture> {
	const proxy = await startProxy(options);
	endAfterTest(() => proxy.kill());
	return proxy;
}

const expectNoSecretIn = (value: unknown) => {
	for (const word of secretWords) expect(JSON.stringify(value)).not.toContain(word);
};

test.each(['streamable_http', 'sse'] as const)('a %s server over TLS is reached through a tunnel', async transport => {
	const fixture = await startFixture({tls: 'ca-signed-elsewhere'});
	const proxy = await proxyFor({hosts: {'elsewhere.example': fixture.port}});
	const path = transport === 'sse' ? '/sse' : '/streamable';
	const options = {transport, tls: company, proxy: proxy.url()};
	const {good} = watch(`https://elsewhere.example:8443${path}`, options);
	await good();
	await good();
	expect(new Set(proxy.seen.map(({method, target}) => `${method} ${target}`))).toEqual(
		new Set(['CONNECT elsewhere.example:8443']),
	);
});

test.each(['streamable_http', 'sse'] as const)(
	'a %s server without TLS is asked for by its whole address',
	async transport => {
		const fixture = await startFixture();
		const proxy = await proxyFor({hosts: {'mcp.internal': fixture.port}, credentials: 'me:p@ss-secret'});
		const path = transport === 'sse' ? '/sse' : '/streamable';
		const {good} = watch(`http://mcp.internal${path}`, {transport, proxy: proxy.url(`me:${secret}`)});
		await good();
		await good();
		expect(proxy.seen[0]?.target).toBe(`http://mcp.internal${path}`);
		expect(proxy.seen.map(({method}) => method)).not.toContain('CONNECT');
		expect(fixture.requests.every(({headers}) => headers.host === 'mcp.internal')).toBe(true);
		expect(fixture.requests.some(({headers}) => 'proxy-authorization' in headers)).toBe(false);
	},
);

test('a proxy gets the credentials in its address, and the server does not', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const proxy = await proxyFor({credentials: 'me:p@ss-secret'});
	await watch(fixture.url('/streamable'), {tls: company, proxy: proxy.url(`me:${secret}`)}).good();
	expect(proxy.seen.length).toBeGreaterThan(0);
	expect(fixture.requests.some(({headers}) => 'proxy-authorization' in headers)).toBe(false);
});

test('a proxy can itself be reached over TLS', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const proxy = await proxyFor({tls: 'ca-signed'});
	await watch(fixture.url('/streamable'), {tls: company, proxy: proxy.url()}).good();
	const plain = await startFixture();
	await watch(plain.url('/streamable'), {tls: company, proxy: proxy.url()}).good();
	const failure = await watch(fixture.url('/streamable'), {proxy: proxy.url()}).failing();
	expect(failure).toMatchObject({category: 'tls', phase: 'connect'});
	expect(failure.message).toContain(`proxy localhost:${proxy.port}: the TLS certificate`);
});

interface Told {
	readonly category: string;
	readonly transient: boolean;
	readonly message: string;
}

test.each<[story: string, options: ProxyFixtureOptions, told: (proxy: string, target: string) => Told]>([
	[
		'wants credentials',
		{credentials: 'me:other'},
		proxy => ({category: 'auth_required', transient: false, message: `proxy ${proxy} wants credentials (HTTP 407)`}),
	],
	[
		'does not allow the server',
		{refuse: 403},
		(proxy, target) => ({
			category: 'forbidden',
			transient: false,
			message: `proxy ${proxy} does not allow ${target} (HTTP 403)`,
		}),
	],
	[
		'cannot reach the server',
		{refuse: 502},
		(proxy, target) => ({
			category: 'server_error',
			transient: true,
			message: `proxy ${proxy} could not reach ${target} (HTTP 502)`,
		}),
	],
	[
		'does not know tunnels',
		{refuse: 405},
		(proxy, target) => ({
			category: 'http_error',
			transient: false,
			message: `proxy ${proxy} could not reach ${target} (HTTP 405)`,
		}),
	],
	[
		'never answers',
		{hangs: true},
		proxy => ({category: 'timeout', transient: true, message: `proxy ${proxy} did not answer`}),
	],
])('a proxy that %s is named', async (_story, options, told) => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const proxy = await proxyFor(options);
	const shown = `127.0.0.1:${proxy.port}`;
	for (const transport of ['streamable_http', 'sse'] as const) {
		const address = proxy.url(`me:${secret}`);
		const failure = await watch(fixture.url('/mcp'), {
			transport,
			tls: company,
			proxy: address,
			timeoutMs: 1000,
		}).failing();
		expect(failure).toMatchObject({phase: 'connect', ...told(shown, `localhost:${fixture.port}`)});
		expect(failure.hint).toContain(shown);
		expectNoSecretIn(failure);
	}
	expect(fixture.requests).toEqual([]);
	await vi.waitFor(() => expect(proxy.openSockets()).toBe(0));
});

test('a proxy that wants credentials for plain requests is named in the same way', async () => {
	const fixture = await startFixture();
	const proxy = await proxyFor({credentials: 'me:other'});
	const failure = await watch(fixture.url('/streamable'), {proxy: proxy.url(`me:${secret}`)}).failing();
	expect(failure).toMatchObject({
		category: 'auth_required',
		phase: 'connect',
		message: `proxy 127.0.0.1:${proxy.port} wants credentials (HTTP 407)`,
	});
	expectNoSecretIn(failure);
});

test('what may be the proxy’s own answer is not put down to the server', async () => {
	const proxy = await proxyFor({hosts: {'mcp.internal': 1}, refuse: 503});
	const failure = await watch('http://mcp.internal/streamable', {proxy: proxy.url(`me:${secret}`)}).failing();
	expect(failure).toMatchObject({category: 'server_error', transient: true, message: 'HTTP 503 Service Unavailable'});
	expect(failure.hint).toContain(`127.0.0.1:${proxy.port}`);
	expectNoSecretIn(failure);
});

test('a proxy that does not listen is named, and so is one that does not exist', async () => {
	const gone = await startProxy();
	await gone.kill();
	for (const url of ['https://mcp.internal/mcp', 'http://mcp.internal/mcp']) {
		const failure = await watch(url, {proxy: gone.url(`me:${secret}`)}).failing();
		expect(failure).toMatchObject({
			category: 'connection_refused',
			transient: true,
			phase: 'connect',
			message: `proxy 127.0.0.1:${gone.port} refused the connection`,
		});
		expect(failure.hint).toContain('HTTPS_PROXY');
		expectNoSecretIn(failure);
	}
	const unknown = await watch('https://mcp.internal/mcp', {proxy: 'http://proxy.invalid:3128'}).failing();
	expect(unknown).toMatchObject({category: 'dns', phase: 'connect'});
	expect(unknown.message).toContain('proxy proxy.invalid:3128');
});

test('what is no proxy is named', async () => {
	const server = createServer(socket =>
		socket
			.on('error', () => {})
			.resume()
			.end('220 mail.example.com ESMTP\r\n'),
	);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	endAfterTest(() => new Promise(resolve => server.close(() => resolve())));
	const {port} = server.address() as {port: number};
	const failure = await watch('https://mcp.internal/mcp', {proxy: `http://127.0.0.1:${port}`}).failing();
	expect(failure).toMatchObject({category: 'protocol', phase: 'connect'});
	expect(failure.message).toContain(`proxy 127.0.0.1:${port}: the answer is not HTTP`);
});

test('a certificate that is not acceptable is the server’s, tunnel or not', async () => {
	const fixture = await startFixture({tls: 'self-signed'});
	const proxy = await proxyFor();
	const failure = await watch(fixture.url('/mcp'), {proxy: proxy.url()}).failing();
	expect(failure).toMatchObject({
		category: 'tls',
		phase: 'connect',
		message: 'the TLS certificate is self-signed',
	});
});

test.each([0, 1000, 1500, 3000])(
	'a tunnel that breaks off after %i bytes is a broken connection, and no more',
	async cut => {
		const fixture = await startFixture({tls: 'ca-signed'});
		const proxy = await proxyFor({cut});
		const {check, prober} = watch(fixture.url('/streamable'), {tls: company, proxy: proxy.url()});
		const failed = new Set<string>();
		for (let round = 0; round < 10; round++) {
			const result = await check();
			if (!result.ok) failed.add(result.failure.category);
		}
		expect([...failed].filter(category => category !== 'connection_reset')).toEqual([]);
		if (cut === 0) expect(failed.size).toBe(1);
		await prober.close();
		await vi.waitFor(() => expect(proxy.openSockets()).toBe(0));
	},
);

test('a proxy that goes away under an open session is named by the next connection', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const proxy = await proxyFor();
	const {good, failing} = watch(fixture.url('/stateless'), {tls: company, proxy: proxy.url()});
	await good();
	await proxy.kill();
	const {message} = await failing();
	const later = await failing();
	expect([message, later.message]).toContain(`proxy 127.0.0.1:${proxy.port} refused the connection`);
});

test('when the watching ends, no socket is left at the proxy', async () => {
	const secure = await startFixture({tls: 'ca-signed'});
	const plain = await startFixture();
	const proxy = await proxyFor();
	const probers = [
		watch(secure.url('/streamable'), {tls: company, proxy: proxy.url()}),
		watch(plain.url('/sse'), {transport: 'sse', proxy: proxy.url()}),
	];
	for (const {good} of probers) await good();
	expect(proxy.openSockets()).toBeGreaterThan(0);
	for (const {prober} of probers) await prober.close();
	await vi.waitFor(() => expect(proxy.openSockets()).toBe(0));
});
