import {describe, expect, test} from 'vitest';
import {factsOf} from '../../source/domain/categories.ts';
import type {Failure} from '../../source/domain/probe-result.ts';
import {startFixture, watch} from './http-harness.ts';

type Row = [path: string, category: Failure['category'], transient: boolean, message: string, hint: string | null];

const login = 'set headers.Authorization for this server';
const said = 'the server said: ';

/** What a server answers with, at once, whatever it is asked. */
const answers: Row[] = [
	['401-bare', 'auth_required', false, 'authentication required', login],
	['401-foreign', 'auth_required', false, 'authentication required', `${login} (Bearer)`],
	['403', 'forbidden', false, 'HTTP 403 Forbidden', 'the credentials lack a scope: tools:write'],
	['405', 'http_error', false, 'HTTP 405 Method Not Allowed', `${said}Method not allowed`],
	['418', 'http_error', false, "HTTP 418 I'm a Teapot", `${said}short and stout`],
	['429', 'rate_limited', true, 'HTTP 429 Too Many Requests', `${said}slow down`],
	[
		'500',
		'server_error',
		true,
		'HTTP 500 Internal Server Error',
		`${said}TypeError: cannot read properties of undefined`,
	],
	['502', 'server_error', true, 'HTTP 502 Bad Gateway', null],
	['503', 'server_error', true, 'HTTP 503 Service Unavailable', null],
	['html', 'protocol', false, 'a web page instead of MCP', 'a login page or a proxy answers; check url and headers'],
	['text', 'protocol', false, 'not MCP: the answer is text/plain', 'it begins: hello'],
	['empty', 'protocol', false, 'empty answer (HTTP 200)', null],
	['no-content', 'protocol', false, 'HTTP 204 without an answer', null],
	['accept-202', 'protocol', false, 'HTTP 202 without an answer', null],
	['bad-json', 'protocol', false, 'the answer is not valid JSON', 'it begins: {"jsonrpc": "2.0", "id":'],
	['not-rpc', 'protocol', false, 'the answer is JSON but not JSON-RPC', 'it begins: {"status":"ok"}'],
	['bad-shape', 'protocol', false, 'the answer is JSON but not JSON-RPC', expect.stringContaining('"result":7')],
	['wrong-id', 'protocol', false, 'the answer is to another request', expect.stringContaining('4711')],
	['stream-garbage', 'protocol', false, 'the answer is JSON but not JSON-RPC', null],
	['huge', 'too_large', false, 'the answer is over 10 MiB', null],
	['huge-stream', 'too_large', false, 'the answer is over 10 MiB', null],
	['rst', 'connection_reset', true, 'Connection reset', null],
	['hangup', 'connection_reset', true, 'Connection reset', null],
	['cut-body', 'connection_reset', true, 'Connection reset', null],
	['stream-no-answer', 'stream_dropped', true, 'the event stream was closed', null],
	['stream-primed', 'stream_dropped', true, 'the event stream was closed', null],
	['stream-rst', 'stream_dropped', true, 'the event stream broke off', null],
	['modern-only', 'unsupported_version', false, expect.stringContaining('newer protocol versions'), expect.any(String)],
];

// A deadline far away: none of these may be found out by waiting for it.
const patient = {timeoutMs: 20_000};

describe('a server that answers initialize with', () => {
	test.each(answers)('%s has the failure %s', async (path, category, transient, message, hint) => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url(path), patient).failing();
		expect(failure).toEqual({category, transient, phase: 'initialize', message, hint: hint ?? factsOf(category).hint});
	});
});

describe('a server that answers tools/list on an open session with', () => {
	test.each(answers)('%s has the failure %s', async (path, category, transient, message, hint) => {
		const fixture = await startFixture();
		const failure = await watch(fixture.url(`${path}?at=tools/list`), patient).failing();
		expect(failure).toEqual({category, transient, phase: 'list_tools', message, hint: hint ?? factsOf(category).hint});
	});
});

test('a 404 is an address with nothing at it as long as there was no session', async () => {
	const fixture = await startFixture();
	const failure = await watch(fixture.url('/404')).failing();
	expect(failure).toMatchObject({category: 'not_found', phase: 'initialize', message: 'HTTP 404 Not Found'});
});

test('a challenge is quoted with the address that explains it', async () => {
	const fixture = await startFixture();
	const {hint} = await watch(fixture.url('/401')).failing();
	const metadata = fixture.url('/.well-known/oauth-protected-resource');
	expect(hint).toBe(`${login} (Bearer, scope tools:read); see ${metadata}`);
});

test('Retry-After is kept', async () => {
	const fixture = await startFixture();
	expect((await watch(fixture.url('/429?retry=7')).failing()).retryAfterMs).toBe(7000);
});

test.each([
	['redirect', (origin: string) => `${origin}/moved`],
	['redirect-cross', () => 'https://elsewhere.example/mcp'],
])('a %s is told with its target and not followed', async (path, target) => {
	const fixture = await startFixture();
	const failure = await watch(fixture.url(path)).failing();
	expect(failure).toMatchObject({category: 'redirected', message: `the server has moved to ${target(fixture.origin)}`});
	expect(JSON.stringify(failure)).not.toMatch(/secret|pass/);
	expect(fixture.requests.map(({method}) => method)).toEqual(['POST']);
});

test.each(['never-answers', 'headers-only', 'stream-stall'])('%s ends at the deadline', async path => {
	const fixture = await startFixture();
	const opening = await watch(fixture.url(path), {timeoutMs: 200}).failing();
	expect(opening).toMatchObject({category: 'timeout', phase: 'initialize'});
	const listing = await watch(fixture.url(`${path}?at=tools/list`), {timeoutMs: 200}).failing();
	expect(listing).toMatchObject({category: 'timeout', phase: 'list_tools'});
});

test('a server that speaks SSE is told so', async () => {
	const fixture = await startFixture();
	const failure = await watch(fixture.url('/sse'), patient).failing();
	expect(failure).toMatchObject({
		category: 'wrong_transport',
		transient: false,
		message: 'this URL speaks SSE, the config says streamable_http',
		hint: 'set transport to sse',
	});
});
