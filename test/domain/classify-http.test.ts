import {describe, expect, test} from 'vitest';
import {classifyHttp, parseRetryAfter} from '../../source/domain/classify-http.ts';
import type {HttpFault, StatusFault} from '../../source/domain/http-fault.ts';

const noon = Date.UTC(2026, 3, 2, 12);

const status = (code: number, changes: Partial<StatusFault> = {}): HttpFault => ({
	kind: 'status',
	status: code,
	statusText: '',
	origin: 'https://mcp.example.com',
	challenge: null,
	retryAfter: null,
	excerpt: '',
	rpcError: null,
	...changes,
});

const socket = (code: string | null, text = 'words'): HttpFault => ({
	kind: 'socket',
	code,
	text,
	host: 'db.internal:8080',
});

const judge = (fault: HttpFault) => classifyHttp(fault, 'list_tools', noon);

test.each<[code: number, category: string, transient: boolean, message: string]>([
	[400, 'http_error', false, 'HTTP 400 Bad Request'],
	[401, 'auth_required', false, 'authentication required'],
	[403, 'forbidden', false, 'HTTP 403 Forbidden'],
	[404, 'not_found', false, 'HTTP 404 Not Found'],
	[405, 'http_error', false, 'HTTP 405 Method Not Allowed'],
	[410, 'not_found', false, 'HTTP 410'],
	[429, 'rate_limited', true, 'HTTP 429 Too Many Requests'],
	[500, 'server_error', true, 'HTTP 500 Internal Server Error'],
	[503, 'server_error', true, 'HTTP 503 Service Unavailable'],
	[599, 'server_error', true, 'HTTP 599'],
])('HTTP %i is told as %s', (code, category, transient, message) => {
	expect(judge(status(code))).toMatchObject({category, transient, message, phase: 'list_tools'});
});

test.each<[code: string, category: string, transient: boolean, message: string]>([
	['ECONNREFUSED', 'connection_refused', true, 'Connection refused'],
	['ECONNRESET', 'connection_reset', true, 'Connection reset'],
	['EPIPE', 'connection_reset', true, 'Connection reset'],
	['UND_ERR_SOCKET', 'connection_reset', true, 'Connection reset'],
	['ENOTFOUND', 'dns', false, 'Host name not found: db.internal:8080'],
	['EAI_AGAIN', 'dns', true, 'Host name lookup failed for now: db.internal:8080'],
	['EHOSTUNREACH', 'network', true, 'No route to host'],
	['ENETUNREACH', 'network', true, 'Network unreachable'],
	['ETIMEDOUT', 'network', true, 'Connection timed out'],
	['UND_ERR_CONNECT_TIMEOUT', 'timeout', true, 'no connection within the deadline'],
	['CERT_HAS_EXPIRED', 'tls', false, 'the TLS certificate has expired'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', false, 'the TLS certificate is self-signed'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', false, 'the TLS certificate is for another host name'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', false, 'the TLS certificate is from an unknown authority'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', false, 'the server does not speak TLS on this port'],
	[
		'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
		'tls',
		false,
		'the TLS handshake failed (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)',
	],
	['HPE_INVALID_CONSTANT', 'protocol', false, 'the answer is not HTTP (HPE_INVALID_CONSTANT)'],
	['EWHATEVER', 'network', true, 'the request failed: words'],
	['constructor', 'network', true, 'the request failed: words'],
])('the socket error %s is told as %s', (code, category, transient, message) => {
	expect(judge(socket(code))).toMatchObject({category, transient, message});
});

test('what fails before anything is said belongs to the phase of connecting', () => {
	expect(classifyHttp(socket('ECONNREFUSED'), 'initialize', noon).phase).toBe('connect');
	expect(classifyHttp(socket('ECONNRESET'), 'initialize', noon).phase).toBe('initialize');
	expect(classifyHttp(socket('ECONNREFUSED'), 'list_tools', noon).phase).toBe('list_tools');
});

describe('a challenge', () => {
	const hint = (challenge: string) => judge(status(401, {challenge})).hint;

	test('names its scheme, its scope and where to read on', () => {
		const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource';
		expect(hint(`Bearer resource_metadata="${metadata}", scope="a b"`)).toBe(
			`set headers.Authorization for this server (Bearer, scope a b); see ${metadata}`,
		);
	});

	test.each([
		'http://mcp.example.com/x',
		'https://mcp.example.com.evil.example/x',
		'https://169.254.169.254/latest',
		'https://mcp.example.com@evil.example/',
		'javascript:alert(1)',
		'not an address',
	])('never leads to another origin: %s', address => {
		expect(hint(`Bearer resource_metadata="${address}"`)).toBe('set headers.Authorization for this server (Bearer)');
	});

	test('of a refused scope says which', () => {
		const challenge = 'Bearer error="insufficient_scope", scope="tools:write"';
		expect(judge(status(403, {challenge})).hint).toBe('the credentials lack a scope: tools:write');
	});
});

describe('Retry-After', () => {
	test.each<[value: string | null, waitMs: number | null]>([
		['7', 7000],
		['0', 0],
		['86400', 300_000],
		['99999999999999999999', 300_000],
		[new Date(noon + 90_000).toUTCString(), 90_000],
		[new Date(noon - 90_000).toUTCString(), 0],
		[new Date(noon + 86_400_000).toUTCString(), 300_000],
		['soon', null],
		['', null],
		[null, null],
	])('%s means to wait %s ms', (value, waitMs) => expect(parseRetryAfter(value, noon)).toBe(waitMs));

	test('is told with 429 and 503, and not made up', () => {
		expect(judge(status(429, {retryAfter: '7'})).retryAfterMs).toBe(7000);
		expect(judge(status(503, {retryAfter: '7'})).retryAfterMs).toBe(7000);
		expect(judge(status(429))).not.toHaveProperty('retryAfterMs');
	});
});

test('a server of the stateless revision is told by its code, whatever the status', () => {
	const fault = status(400, {rpcError: {code: -32022, message: 'Unsupported protocol version'}});
	expect(judge(fault)).toMatchObject({category: 'unsupported_version', transient: false});
});

test('what a server says is quoted without control sequences and not at length', () => {
	const said = judge(
		status(500, {statusText: 'Oops\u001b[2J', excerpt: `\u001b]0;title\u0007${'very '.repeat(200)}long`}),
	);
	expect(said.message).toBe('HTTP 500 Oops');
	expect(said.hint).toMatch(/^the server said: very very .*…$/);
	expect(said.hint!.length).toBeLessThan(200);
});

test.each<[fault: HttpFault, category: string, message: string]>([
	[{kind: 'no_events', silentMs: 119_900}, 'stream_stalled', 'No events in 120s (SSE)'],
	[{kind: 'stream_ended', code: null}, 'stream_dropped', 'the event stream was closed'],
	[{kind: 'stream_ended', code: 'ECONNRESET'}, 'stream_dropped', 'the event stream broke off'],
	[{kind: 'session_lost', status: 404}, 'session_lost', 'the server no longer knows the session (HTTP 404)'],
	[{kind: 'too_large', limitBytes: 10 * 1024 * 1024}, 'too_large', 'the answer is over 10 MiB'],
	[
		{kind: 'redirect', status: 308, target: 'https://a.example/b'},
		'redirected',
		'the server has moved to https://a.example/b',
	],
	[{kind: 'redirect', status: 302, target: null}, 'redirected', 'the server has moved'],
	[{kind: 'bad_header', name: 'X-Token'}, 'bad_config', 'header X-Token cannot be sent'],
	[
		{kind: 'wrong_transport', configured: 'streamable_http', speaks: 'sse'},
		'wrong_transport',
		'this URL speaks SSE, the config says streamable_http',
	],
])('%o is told as %s', (fault, category, message) => expect(judge(fault)).toMatchObject({category, message}));
