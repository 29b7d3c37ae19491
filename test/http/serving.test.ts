import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {createGuard} from '../../source/http/access.ts';
import {keepServing} from '../../source/http/keep-serving.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {fleetOf, upState} from '../helpers/fleet.ts';
import {closeOf, type OpenPages, openPages} from './open-pages.ts';

const opened: {close(): Promise<void>}[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.destroy();
	for (const one of opened.splice(0)) await one.close();
});

const fleet = fleetOf([upState('well')]);

async function open(options?: Parameters<typeof openPages>[1]): Promise<OpenPages> {
	const pages = await openPages(fleet, options);
	opened.push(pages.serving);
	return pages;
}

async function connectTo(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	sockets.push(socket);
	socket.on('error', () => {});
	await once(socket, 'connect');
	return socket;
}

describe('only reading is served', () => {
	test.each<[what: string, status: number, request: string]>([
		['GET', 200, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a query', 200, 'GET /healthz?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['POST', 405, 'POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'],
		['DELETE', 405, 'DELETE /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a path that there is not', 404, 'GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a longer path', 404, 'GET /metrics/ HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a path upwards', 404, 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a whole address', 400, 'GET http://localhost/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'],
		['a body', 400, 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc'],
		[
			'a body of chunks',
			400,
			'GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
		],
		['no name of a host', 400, 'GET /metrics HTTP/1.1\r\n\r\n'],
		['no HTTP', 400, 'hello\r\n\r\n'],
		['headers without measure', 431, `GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(9000)}\r\n\r\n`],
		['an address without measure', 431, `GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
	])('%s is answered with %i', async (_what, status, request) => {
		const {raw} = await open();
		expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
	});

	test('HEAD says what GET would, and sends nothing of it', async () => {
		const {get, raw} = await open();
		const head = await raw('HEAD /api/v1/fleet HTTP/1.1\r\nHost: localhost\r\n\r\n');
		const body = await (await get('/api/v1/fleet')).text();
		expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
		expect(head).toMatch(/\r\n\r\n$/);
	});

	test('a refused method names those that are taken', async () => {
		const {get} = await open();
		const answer = await get('/metrics', {method: 'PUT'});
		expect(answer.headers.get('allow')).toBe('GET, HEAD');
		expect(await answer.text()).toBe('Only GET and HEAD are taken.\n');
	});

	test('nothing may be kept by those on the way, nor taken for another kind', async () => {
		const {get} = await open();
		const {headers} = await get('/metrics');
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('access-control-allow-origin')).toBeNull();
	});
});

describe('without a token, a port of this machine', () => {
	const guard = createGuard('127.0.0.1', null);
	const page = {help: '', isPublic: true, read: () => ({status: 200, body: ''})};

	test.each(['localhost', 'localhost:9090', 'LOCALHOST', '127.0.0.1', '127.0.0.1:9090', '127.1.2.3', '[::1]:9090'])(
		'is read by the name %s',
		host => expect(guard(page, {host})).toBeNull(),
	);

	test.each([
		undefined,
		'',
		':9090',
		'evil.example.com',
		'localhost.evil.example.com',
		'127.0.0.1.evil.example.com',
		'evil.example.com:9090',
		'localhost@evil.example.com',
		'localhost:9090:1',
		'[::1',
	])('is not read by the name %s, which a web page may have had point here', host =>
		expect(guard(page, {host: host as string})?.status).toBe(403),
	);

	test('refuses such a request over the wire', async () => {
		const {raw, made} = await open();
		expect(await raw('GET /metrics HTTP/1.1\r\nHost: rebound.example.com\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
		expect(made()).toBe(0);
	});
});

describe('with a token', () => {
	const token = 'correct horse';
	const bearer = (text: string) => ({headers: {Authorization: text}});

	test.each<[path: string, authorization: string | null, status: number]>([
		['/metrics', null, 401],
		['/metrics', 'Bearer wrong', 401],
		['/metrics', 'Bearer ', 401],
		['/metrics', `Basic ${token}`, 401],
		['/metrics', `Bearer ${token}x`, 401],
		['/metrics', token, 401],
		['/metrics', `Bearer ${token}`, 200],
		['/metrics', `bearer ${token}`, 200],
		['/api/v1/fleet', null, 401],
		['/api/v1/fleet', `Bearer ${token}`, 200],
		['/', null, 401],
		['/nowhere', null, 401],
		['/nowhere', `Bearer ${token}`, 404],
		['/healthz', null, 200],
		['/readyz', null, 200],
	])('%s with %s is %i', async (path, authorization, status) => {
		const {get} = await open({token});
		const answer = await get(path, authorization === null ? {} : bearer(authorization));
		expect(answer.status).toBe(status);
		expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="langsight"' : null);
		expect(await answer.text()).not.toContain('horse');
	});

	test('the name that is asked for does not matter', async () => {
		const {raw} = await open({token});
		const request = `GET /metrics HTTP/1.1\r\nHost: monitor.example.com\r\nAuthorization: Bearer ${token}\r\n\r\n`;
		expect(await raw(request)).toMatch(/^HTTP\/1.1 200 /);
	});
});

describe('nobody can hold the port', () => {
	test('a connection serves one request, whatever the other side would like', async () => {
		const {raw} = await open();
		const request = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n';
		const received = await raw(`${request}${request}${request}`);
		expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
		expect(received).toContain('Connection: close');
	});

	test.each(['', 'GET /metrics HTTP/1.1\r\nHost: loc'])(
		'one that sends "%s" and then nothing is closed after ten seconds',
		async text => {
			const {port, clock} = await open();
			const socket = await connectTo(port);
			socket.write(text);
			await vi.waitFor(() => expect(clock.pending()).toBe(1));
			await clock.advance(9999);
			expect(socket.closed).toBe(false);
			const closed = closeOf(socket);
			await clock.advance(1);
			await closed;
			expect(clock.pending()).toBe(0);
		},
	);

	test('one that sends a header now and then is closed just so', async () => {
		const {port, clock} = await open();
		const socket = await connectTo(port);
		socket.write('GET /metrics HTTP/1.1\r\n');
		await vi.waitFor(() => expect(clock.pending()).toBe(1));
		const closed = closeOf(socket);
		for (let second = 0; second < 10; second++) {
			socket.write(`X-${second}: slow\r\n`);
			await clock.advance(1000);
		}
		await closed;
	});

	test('one that does not read its answer is closed just so', async () => {
		const {port, clock} = await open({renderMetrics: async () => 'x'.repeat(32 * 1024 * 1024)});
		const socket = await connectTo(port);
		socket.pause();
		const closed = closeOf(socket);
		socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
		await vi.waitFor(() => expect(clock.pending()).toBe(1));
		await clock.advance(10_000);
		socket.resume();
		await closed;
	});

	test('only so many are open at a time, and there is room again when they go', async () => {
		const {port, clock, get} = await open();
		const held = await Promise.all(Array.from({length: 64}, () => connectTo(port)));
		await vi.waitFor(() => expect(clock.pending()).toBe(64));
		await expect(get('/healthz')).rejects.toThrow();
		for (const socket of held) socket.destroy();
		await vi.waitFor(() => expect(clock.pending()).toBe(0));
		expect((await get('/healthz')).status).toBe(200);
	});

	test('closing waits for none of them', async () => {
		const {port, clock, serving} = await open();
		const socket = await connectTo(port);
		await vi.waitFor(() => expect(clock.pending()).toBe(1));
		const closed = closeOf(socket);
		await Promise.all([serving.close(), closed]);
		await vi.waitFor(() => expect(clock.pending()).toBe(0));
	});
});

describe('a port that is taken', () => {
	test('is a trouble that is told, and had as soon as it is free', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const {port} = other.address() as {port: number};
		const clock = createFakeClock();
		const troubles: (string | null)[] = [];
		const trouble = (text: string | null) => void troubles.push(text);
		const serving = await keepServing({host: '127.0.0.1', port, token: null, pages: new Map(), clock, trouble});
		opened.push(serving);
		expect(serving.port()).toBeNull();
		expect(troubles).toEqual([`port ${port} of 127.0.0.1 is taken (metrics.port can name another)`]);
		other.close();
		await once(other, 'close');
		await clock.advance(15_000);
		await vi.waitFor(() => expect(serving.port()).toBe(port));
		expect(troubles.at(-1)).toBeNull();
	});

	test('is not tried again once the monitor ends', async () => {
		const clock = createFakeClock();
		const troubles: (string | null)[] = [];
		const serving = await keepServing({
			host: '192.0.2.1',
			port: 0,
			token: 'x',
			pages: new Map(),
			clock,
			trouble: text => void troubles.push(text),
		});
		expect(troubles).toEqual(['192.0.2.1 is no address of this machine']);
		await serving.close();
		expect(clock.pending()).toBe(0);
	});
});
