import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import type {PackageVersion} from '../../source/security/advisory.ts';
import {createOsvClient, type OsvCache} from '../../source/security/osv-client.ts';
import {createFakeClock} from '../helpers/clock.ts';

const remote: PackageVersion = {ecosystem: 'npm', name: 'mcp-remote', version: '0.1.15'};
const fine: PackageVersion = {ecosystem: 'PyPI', name: 'mcp-server-time', version: '2026.1.1'};
const dayMs = 86_400_000;
const never = new AbortController().signal;

type Answer = (path: string, body: string, response: ServerResponse) => unknown;

/** A local service that speaks OSV's API, and what it was asked. */
async function startOsv(answer: Answer = speakOsv) {
	const asked: string[] = [];
	const server = createServer(async (request: IncomingMessage, response) => {
		let body = '';
		for await (const chunk of request) body += chunk;
		asked.push(`${request.method} ${request.url} ${body}`.trim());
		answer(request.url ?? '', body, response);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		return new Promise<void>(resolve => server.close(() => resolve()));
	});
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked};
}

const json = (response: ServerResponse, value: unknown, status = 200): unknown =>
	response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(value));

/** Knows one flaw and one that was withdrawn, both of mcp-remote. */
function speakOsv(path: string, body: string, response: ServerResponse): unknown {
	if (path === '/v1/querybatch') {
		const {queries} = JSON.parse(body) as {queries: {package: {name: string}; version: string}[]};
		const known = [
			{id: 'GHSA-6xpm-ggf7-wc3p', modified: '2025-07-10T00:00:00Z'},
			{id: 'GHSA-gone-gone-gone', modified: '2025-07-10T00:00:00Z'},
		];
		return json(response, {results: queries.map(({package: {name}}) => (name === 'mcp-remote' ? {vulns: known} : {}))});
	}
	if (path === '/v1/vulns/GHSA-6xpm-ggf7-wc3p')
		return json(response, {
			id: 'GHSA-6xpm-ggf7-wc3p',
			summary: 'OS command injection',
			aliases: ['CVE-2025-6514'],
			database_specific: {severity: 'CRITICAL', cwe_ids: ['CWE-78']},
			schema_version: '1.6.0',
		});
	return json(response, {id: 'GHSA-gone-gone-gone', withdrawn: '2025-08-01T00:00:00Z'});
}

test('the packages are asked about at once, then each flaw for its details', async () => {
	const {url, asked} = await startOsv();
	const client = createOsvClient({url: `${url}/`, clock: createFakeClock()});
	expect(await client.ask([remote, fine, remote], never)).toEqual({
		ok: true,
		found: [
			{
				of: remote,
				id: 'GHSA-6xpm-ggf7-wc3p',
				aliases: ['CVE-2025-6514'],
				summary: 'OS command injection',
				severity: 'critical',
			},
		],
	});
	expect(asked[0]).toBe(
		'POST /v1/querybatch {"queries":[{"package":{"ecosystem":"npm","name":"mcp-remote"},"version":"0.1.15"},{"package":{"ecosystem":"PyPI","name":"mcp-server-time"},"version":"2026.1.1"}]}',
	);
	expect([...asked.slice(1)].sort()).toEqual([
		'GET /v1/vulns/GHSA-6xpm-ggf7-wc3p',
		'GET /v1/vulns/GHSA-gone-gone-gone',
	]);
});

test('an answer is good for a day, and nobody is asked about nothing', async () => {
	const {url, asked} = await startOsv();
	const clock = createFakeClock();
	const client = createOsvClient({url, clock});
	const first = await client.ask([remote], never);
	const count = asked.length;
	clock.jump(dayMs - 1);
	expect(await client.ask([remote], never)).toEqual(first);
	expect(await client.ask([], never)).toEqual({ok: true, found: []});
	expect(asked).toHaveLength(count);
	clock.jump(1);
	await client.ask([remote], never);
	expect(asked.length).toBeGreaterThan(count);
	expect(clock.pending()).toBe(0);
});

test('answers can be kept elsewhere, and only what is not kept is asked', async () => {
	const {url, asked} = await startOsv();
	const kept = new Map<string, ReturnType<OsvCache['get']> & object>();
	const cache: OsvCache = {get: key => kept.get(key), set: (key, answer) => void kept.set(key, answer)};
	await createOsvClient({url, clock: createFakeClock(), cache}).ask([remote], never);
	const count = asked.length;
	const answer = await createOsvClient({url, clock: createFakeClock(), cache}).ask([remote, fine], never);
	expect(answer).toMatchObject({ok: true, found: [{id: 'GHSA-6xpm-ggf7-wc3p'}]});
	expect(asked.slice(count)).toHaveLength(1);
	expect(asked.at(-1)).not.toContain('mcp-remote');
});

describe('without a good answer nothing fails, and the reason is told:', () => {
	test.each<[story: string, answer: Answer, reason: string]>([
		[
			'an error of the service',
			(_path, _body, response) => json(response, {}, 503),
			'OSV: it answered with status 503',
		],
		['no JSON', (_path, _body, response) => void response.end('<html>'), 'OSV did not answer as it should'],
		[
			'JSON of another shape',
			(_path, _body, response) => json(response, {results: 'all'}),
			'OSV did not answer as it should',
		],
		[
			'too few answers',
			(_path, _body, response) => json(response, {results: []}),
			'OSV: it answered another number of questions',
		],
		[
			'a flood',
			(_path, _body, response) => void response.end(' '.repeat(5 * 1024 * 1024)),
			'OSV: it answered with more than 4 MiB',
		],
		[
			'a way to somewhere else',
			(_path, _body, response) => void response.writeHead(307, {location: 'http://127.0.0.1:1/'}).end(),
			'OSV did not answer as it should',
		],
	])('%s', async (_story, answer, reason) => {
		const {url} = await startOsv(answer);
		const clock = createFakeClock();
		expect(await createOsvClient({url, clock}).ask([remote], never)).toEqual({ok: false, reason});
		expect(clock.pending()).toBe(0);
	});

	test('nobody there', async () => {
		const answer = await createOsvClient({url: 'http://127.0.0.1:1', clock: createFakeClock()}).ask([remote], never);
		expect(answer).toMatchObject({ok: false, reason: expect.stringMatching(/^OSV /)});
	});

	test('silence, after five seconds', async () => {
		const {url, asked} = await startOsv(() => {});
		const clock = createFakeClock();
		const answer = createOsvClient({url, clock}).ask([remote], never);
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		await clock.advance(5000);
		expect(await answer).toEqual({ok: false, reason: 'OSV did not answer within 5 s'});
	});

	test('silence about the details, too', async () => {
		const {url, asked} = await startOsv(
			(path, body, response) => path === '/v1/querybatch' && speakOsv(path, body, response),
		);
		const clock = createFakeClock();
		const answer = createOsvClient({url, clock}).ask([remote], never);
		await vi.waitFor(() => expect(asked).toHaveLength(3));
		await clock.advance(5000);
		expect(await answer).toMatchObject({ok: false});
	});

	test('an end to the program', async () => {
		const {url, asked} = await startOsv(() => {});
		const end = new AbortController();
		const answer = createOsvClient({url, clock: createFakeClock()}).ask([remote], end.signal);
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		end.abort();
		expect(await answer).toMatchObject({ok: false});
	});
});

test('a flaw whose details cannot be had is told by its id', async () => {
	const {url} = await startOsv((path, body, response) =>
		path === '/v1/querybatch' ? speakOsv(path, body, response) : json(response, {code: 5}, 404),
	);
	expect(await createOsvClient({url, clock: createFakeClock()}).ask([remote], never)).toMatchObject({
		ok: true,
		found: [{id: 'GHSA-6xpm-ggf7-wc3p', summary: null, severity: 'medium'}, {id: 'GHSA-gone-gone-gone'}],
	});
});
