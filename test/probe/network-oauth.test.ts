import {beforeAll, expect, test} from 'vitest';
import {startProxy} from '../../fixtures/proxy.mjs';
import {startTokenServer, type TokenServer, type TokenServerOptions} from '../../fixtures/token-server.mjs';
import type {ClientCredentials} from '../../source/domain/server.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {openRequests} from '../../source/probe/oauth-requests.ts';
import {endAfterTest, serverAt, startFixture, watch} from './http-harness.ts';
import {createMovableClock} from './movable-clock.ts';

/** What is loaded when it is first needed is here before the first deadline runs. */
beforeAll(async () => void (await import('../../source/probe/tls-route.ts')));

const secret = 'client-secret';

async function tokensFor(options: TokenServerOptions = {}): Promise<TokenServer> {
	const server = await startTokenServer(options);
	endAfterTest(() => server.kill());
	return server;
}

const loginAt = (tokenUrl: string, changes: Partial<ClientCredentials> = {}): {oauth: ClientCredentials} => ({
	oauth: {
		tokenUrl,
		clientId: 'client',
		clientSecret: secret,
		scope: null,
		audience: null,
		resource: null,
		proxy: null,
		...changes,
	},
});

/** A server that takes the tokens of that endpoint only. */
const guardedBy = (tokens: TokenServer) => startFixture({accepts: tokens.isValid});

function expectNoSecretIn(value: unknown, tokens: TokenServer): void {
	const basic = Buffer.from(`client:${secret}`).toString('base64');
	for (const word of [secret, basic, ...tokens.issued]) expect(JSON.stringify(value)).not.toContain(word);
}

test.each(['streamable_http', 'sse'] as const)('a %s server gets a token that is fetched once', async transport => {
	const tokens = await tokensFor();
	const fixture = await guardedBy(tokens);
	const path = transport === 'sse' ? '/sse' : '/streamable';
	const login = loginAt(tokens.url, {scope: 'mcp read', audience: 'https://a', resource: 'https://b'});
	const {good, prober} = watch(fixture.url(path), {transport, ...login});
	const results = [await good(), await good()];
	await prober.close();
	expect(tokens.requests.map(({method, form}) => ({method, form}))).toEqual([
		{
			method: 'POST',
			form: {grant_type: 'client_credentials', scope: 'mcp read', audience: 'https://a', resource: 'https://b'},
		},
	]);
	const sent = new Set(fixture.requests.map(({headers}) => headers.authorization));
	expect(sent).toEqual(new Set([`Bearer ${tokens.issued[0]}`]));
	expectNoSecretIn(results, tokens);
});

test('it is kept when the connection is not', async () => {
	const tokens = await tokensFor();
	const fixture = await startFixture({accepts: tokens.isValid});
	const {good} = watch(fixture.url('/lost-session?after=1'), loginAt(tokens.url));
	await good();
	expect((await good()).reinitialised).toBe(true);
	expect(tokens.issued).toHaveLength(1);
});

test('it is renewed before it ends', async () => {
	const tokens = await tokensFor({lifetimeSeconds: 600});
	const fixture = await guardedBy(tokens);
	const clock = createMovableClock();
	const {good} = watch(fixture.url('/streamable'), loginAt(tokens.url), clock);
	await good();
	clock.pass(530_000);
	await good();
	expect(tokens.issued).toHaveLength(1);
	clock.pass(15_000);
	await good();
	expect(tokens.issued).toHaveLength(2);
	expect(fixture.requests.at(-1)?.headers.authorization).toBe(`Bearer ${tokens.issued[1]}`);
});

test.each(['streamable_http', 'sse'] as const)(
	'a token that was revoked is renewed within the check (%s)',
	async transport => {
		const tokens = await tokensFor();
		const fixture = await guardedBy(tokens);
		const {good} = watch(fixture.url(transport === 'sse' ? '/sse' : '/streamable'), {
			transport,
			...loginAt(tokens.url),
		});
		await good();
		tokens.revokeAll();
		expect(await good()).toMatchObject({reinitialised: false, connectMs: null});
		expect(tokens.issued).toHaveLength(2);
	},
);

test('a server that takes no token is asked with one a check', async () => {
	const tokens = await tokensFor();
	const fixture = await startFixture({accepts: () => false});
	const {failing} = watch(fixture.url('/streamable'), loginAt(tokens.url));
	for (const issued of [1, 2]) {
		const failure = await failing();
		expect(failure).toMatchObject({category: 'auth_required', transient: false, message: 'authentication required'});
		expect(failure.hint).toContain(`the token from ${tokens.host} is not accepted`);
		expect(failure.hint).toContain('scope mcp');
		expect(tokens.issued).toHaveLength(issued);
		expectNoSecretIn(failure, tokens);
	}
});

test('however many requests want a token, it is fetched once', async () => {
	const tokens = await tokensFor();
	const fixture = await guardedBy(tokens);
	const requests = openRequests(serverAt(fixture.url('/streamable'), loginAt(tokens.url)), systemClock);
	endAfterTest(() => requests.destroy());
	const get = () => requests.send(requests.url, {method: 'DELETE'}).catch(() => null);
	await Promise.all([get(), get(), get(), get()]);
	expect(fixture.requests).toHaveLength(4);
	expect(tokens.requests).toHaveLength(1);
});

test('an endpoint that wants the secret in the body gets it there, and at once the next time', async () => {
	const tokens = await tokensFor({proof: 'body', lifetimeSeconds: 600});
	const fixture = await guardedBy(tokens);
	const clock = createMovableClock();
	const {good} = watch(fixture.url('/streamable'), loginAt(tokens.url), clock);
	await good();
	expect(tokens.requests).toHaveLength(2);
	clock.pass(600_000);
	await good();
	expect(tokens.requests).toHaveLength(3);
});

test('a secret with unusual characters arrives as it is', async () => {
	const odd = 'a b%c:d+ü/=';
	const tokens = await tokensFor({secret: odd, proof: 'body'});
	const fixture = await guardedBy(tokens);
	await watch(fixture.url('/streamable'), loginAt(tokens.url, {clientSecret: odd})).good();
});

test('a client that the endpoint does not know needs other credentials', async () => {
	const tokens = await tokensFor({secret: 'another-secret'});
	const fixture = await guardedBy(tokens);
	for (const transport of ['streamable_http', 'sse'] as const) {
		const failure = await watch(fixture.url('/mcp'), {transport, ...loginAt(tokens.url)}).failing();
		expect(failure).toEqual({
			category: 'auth_required',
			transient: false,
			phase: 'connect',
			message: `token endpoint ${tokens.host} refused the client (HTTP 401): invalid_client`,
			hint: 'check auth.client_id and auth.client_secret',
		});
	}
	expect(fixture.requests).toEqual([]);
});

interface Told {
	readonly category: string;
	readonly transient: boolean;
	readonly words: string;
	readonly hint?: string;
}

const usable = {access_token: 'token-that-nobody-may-see', token_type: 'Bearer'};
const noToken = {category: 'protocol', transient: false};

test.each<[story: string, wrong: {status: number; body?: unknown}, told: Told]>([
	[
		'refuses the scope',
		{status: 400, body: {error: 'invalid_scope', error_description: secret}},
		{category: 'auth_required', transient: false, words: '(HTTP 400): invalid_scope', hint: 'check auth.scope'},
	],
	[
		'refuses without a reason',
		{status: 403, body: secret},
		{category: 'auth_required', transient: false, words: 'refused the client (HTTP 403)'},
	],
	['fails', {status: 503, body: secret}, {category: 'server_error', transient: true, words: 'HTTP 503'}],
	['is busy', {status: 429}, {category: 'rate_limited', transient: true, words: 'HTTP 429'}],
	['is not there', {status: 404}, {category: 'not_found', transient: false, words: 'HTTP 404', hint: 'auth.token_url'}],
	['answers with a page', {status: 200, body: `<html>${secret}`}, {...noToken, words: 'the answer is not JSON'}],
	['answers with no token', {status: 200, body: {token: secret}}, {...noToken, words: 'no access_token'}],
	[
		'answers with a token of another kind',
		{status: 200, body: {...usable, token_type: 'mac'}},
		{...noToken, words: 'it is no bearer token'},
	],
	[
		'answers with a token that no header can hold',
		{status: 200, body: {...usable, access_token: 'token-that-nobody-may-see\r\nX: y'}},
		{...noToken, words: 'no access_token'},
	],
	[
		'answers without an end',
		{status: 200, body: {...usable, padding: 'x'.repeat(70_000)}},
		{...noToken, words: 'the answer is over 64 KiB'},
	],
])('an endpoint that %s is named, and no secret is told', async (_story, wrong, {words, hint, ...told}) => {
	const tokens = await tokensFor();
	const fixture = await guardedBy(tokens);
	tokens.behave(wrong);
	const {check} = watch(fixture.url('/streamable'), loginAt(tokens.url));
	const result = await check();
	expect(result).toMatchObject({ok: false, failure: {phase: 'connect', ...told}});
	if (result.ok) return;
	expect(result.failure.message).toContain(`token endpoint ${tokens.host}`);
	expect(result.failure.message).toContain(words);
	if (hint) expect(result.failure.hint).toContain(hint);
	expectNoSecretIn(result, tokens);
	expect(JSON.stringify(result)).not.toContain('token-that-nobody-may-see');
	expect(fixture.requests).toEqual([]);
	tokens.behave();
	expect((await check()).ok).toBe(true);
});

test('an endpoint that is down is named', async () => {
	const tokens = await startTokenServer();
	await tokens.kill();
	const fixture = await startFixture();
	const failure = await watch(fixture.url('/streamable'), loginAt(tokens.url)).failing();
	expect(failure).toMatchObject({
		category: 'connection_refused',
		transient: true,
		phase: 'connect',
		message: `token endpoint ${tokens.host}: Connection refused`,
	});
	expect(failure.hint).toContain('auth.token_url');
});

test('an endpoint that does not answer is named before the deadline is over', async () => {
	const tokens = await tokensFor();
	const fixture = await guardedBy(tokens);
	tokens.behave({hangs: true});
	const {failing} = watch(fixture.url('/streamable'), {timeoutMs: 500, ...loginAt(tokens.url)});
	const failure = await failing();
	expect(failure).toMatchObject({category: 'timeout', transient: true, phase: 'connect'});
	expect(failure.message).toMatch(/^timeout after \d+ms no answer from token endpoint 127\.0\.0\.1:\d+$/);
	await failing();
	expect(tokens.requests).toHaveLength(1);
});

test('the token is fetched by way of its own proxy', async () => {
	const tokens = await tokensFor();
	const fixture = await guardedBy(tokens);
	const proxy = await startProxy({hosts: {'login.internal': tokens.port}, credentials: 'me:proxy-secret'});
	endAfterTest(() => proxy.kill());
	const way = proxy.url('me:proxy-secret');
	await watch(fixture.url('/streamable'), loginAt('http://login.internal/token', {proxy: way})).good();
	expect(proxy.seen.map(({target}) => target)).toEqual(['http://login.internal/token']);
	const locked = loginAt('http://login.internal/token', {proxy: proxy.url('me:wrong-secret')});
	const failure = await watch(fixture.url('/streamable'), locked).failing();
	expect(failure).toMatchObject({category: 'auth_required', phase: 'connect'});
	expect(failure.message).toContain(`token endpoint login.internal: proxy 127.0.0.1:${proxy.port} wants credentials`);
	expect(JSON.stringify(failure)).not.toContain('wrong-secret');
});
