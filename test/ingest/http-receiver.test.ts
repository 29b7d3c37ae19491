import {request} from 'node:http';
import {connect} from 'node:net';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {longestBody} from '../../source/ingest/read-body.ts';
import {mostSpansPerRequest} from '../../source/ingest/receiver.ts';
import {startReceivers} from './receivers.ts';

let receivers: Awaited<ReturnType<typeof startReceivers>>;
beforeAll(async () => {
	receivers = await startReceivers();
});
afterAll(async () => {
	await receivers.close();
});

interface Answer {
	readonly status: number;
	readonly type: string | undefined;
	readonly headers: NodeJS.Dict<string | string[]>;
	readonly body: Buffer;
}

const json = {'content-type': 'application/json'};
const protobuf = {'content-type': 'application/x-protobuf'};

function send(
	path: string,
	headers: Record<string, string>,
	body: Buffer | string = '',
	method = 'POST',
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request({port: receivers.ports.http, host: '127.0.0.1', path, method, headers}, incoming => {
			const chunks: Buffer[] = [];
			incoming.on('data', chunk => chunks.push(chunk));
			incoming.on('end', () =>
				resolve({
					status: incoming.statusCode ?? 0,
					type: incoming.headers['content-type'],
					headers: incoming.headers,
					body: Buffer.concat(chunks),
				}),
			);
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

describe('OTLP over HTTP', () => {
	test.each<[what: string, path: string, headers: Record<string, string>, body: Buffer | string, status: number]>([
		['takes an empty request in JSON', '/v1/traces', json, '{}', 200],
		['takes an empty request in protobuf', '/v1/traces', protobuf, '', 200],
		['takes JSON with its character set', '/v1/traces', {'content-type': 'application/json; charset=utf-8'}, '{}', 200],
		['takes what is packed', '/v1/traces', {...json, 'content-encoding': 'gzip'}, gzipSync('{}'), 200],
		['takes metrics, and drops them', '/v1/metrics', json, '{"resourceMetrics": 1}', 200],
		['takes logs, and drops them', '/v1/logs', protobuf, 'whatever', 200],
		['refuses what is no JSON', '/v1/traces', json, '{', 400],
		['refuses JSON of another shape', '/v1/traces', json, '{"resourceSpans": 1}', 400],
		['refuses JSON that is no object', '/v1/traces', json, '[]', 400],
		['refuses what is no UTF-8', '/v1/traces', json, Buffer.from([0x22, 0xff, 0x22]), 400],
		['refuses what is no protobuf', '/v1/traces', protobuf, Buffer.from([0x0a, 0xff, 0xff, 0xff]), 400],
		['refuses what is not packed as it says', '/v1/traces', {...json, 'content-encoding': 'gzip'}, '{}', 400],
		['refuses another packing', '/v1/traces', {...json, 'content-encoding': 'zstd'}, '{}', 415],
		['refuses another type', '/v1/traces', {'content-type': 'text/plain'}, '{}', 415],
		['refuses what a web page sends', '/v1/traces', {...json, origin: 'https://example.com'}, '{}', 403],
		['refuses no type', '/v1/traces', {}, '{}', 415],
		['knows no other path', '/v1/profiles', json, '{}', 404],
		['knows no path of objects', '/constructor', json, '{}', 404],
		[
			'refuses a body that is too large once it is unpacked',
			'/v1/traces',
			{...json, 'content-encoding': 'gzip'},
			gzipSync(Buffer.alloc(longestBody + 1)),
			413,
		],
	])('%s', async (_what, path, headers, body, status) => {
		const answer = await send(path, headers, body);
		expect(answer.status).toBe(status);
		if (headers['content-type']?.includes('json')) expect(answer.type).toBe('application/json');
		if (headers['content-type']?.includes('protobuf')) expect(answer.type).toBe('application/x-protobuf');
		if (status === 200) expect(answer.body.toString()).toBe(answer.type === 'application/json' ? '{}' : '');
	});

	test('says which method it takes', async () => {
		const answer = await send('/v1/traces', json, '', 'GET');
		expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
	});

	test('refuses a body that says it is too large before it comes', async () => {
		const answer = await send('/v1/traces', {...json, 'content-length': String(longestBody + 1)}, '{');
		expect(answer.status).toBe(413);
		expect(JSON.parse(answer.body.toString())).toEqual({message: expect.stringContaining('16777216')});
	});

	test('reads no more of a body without a length than it may have', async () => {
		const answer = await send(
			'/v1/traces',
			{...json, 'transfer-encoding': 'chunked'},
			Buffer.alloc(longestBody + 1, 32),
		);
		expect(answer.status).toBe(413);
	});

	test('says how many spans it did not read', async () => {
		const spans = Array.from({length: mostSpansPerRequest + 3}, () => ({}));
		const answer = await send('/v1/traces', json, JSON.stringify({resourceSpans: [{scopeSpans: [{spans}]}]}));
		expect(answer.status).toBe(200);
		expect(JSON.parse(answer.body.toString())).toMatchObject({partialSuccess: {rejectedSpans: '3'}});
	});

	test('asks who sends too much to come later, and takes it then', async () => {
		const body = JSON.stringify({resourceSpans: [{scopeSpans: [{spans: Array.from({length: 20_000}, () => ({}))}]}]});
		let answer = await send('/v1/traces', json, body);
		for (let tries = 0; answer.status === 200 && tries < 10; tries++) answer = await send('/v1/traces', json, body);
		expect(answer.status).toBe(429);
		const waitSeconds = Number(answer.headers['retry-after']);
		expect(waitSeconds).toBeGreaterThan(0);
		await receivers.clock.advance(waitSeconds * 1000);
		expect((await send('/v1/traces', json, '{}')).status).toBe(200);
	});

	test('survives garbage', async () => {
		for (const garbage of ['\0\0\0\0', 'POST /v1/traces HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\n'.repeat(5000)]) {
			await new Promise<void>(resolve => {
				const socket = connect(receivers.ports.http, '127.0.0.1', () => socket.end(garbage));
				socket.on('error', () => {});
				socket.on('close', () => resolve());
				socket.resume();
			});
		}
		expect((await send('/v1/traces', json, '{}')).status).toBe(200);
	});
});
