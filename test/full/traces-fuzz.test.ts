import {randomBytes} from 'node:crypto';
import {request} from 'node:http';
import {connect as connectHttp2} from 'node:http2';
import {connect} from 'node:net';
import {gzipSync} from 'node:zlib';
import {BinaryWriter} from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {decodeJson} from '../../source/ingest/decode-json.ts';
import {decodeProtobuf} from '../../source/ingest/decode-protobuf.ts';
import {recognise} from '../../source/ingest/recognise.ts';
import {MalformedRequest} from '../../source/ingest/span.ts';
import {startReceivers} from '../ingest/receivers.ts';

let receivers: Awaited<ReturnType<typeof startReceivers>>;
beforeAll(async () => {
	receivers = await startReceivers();
});
afterAll(async () => {
	await receivers.close();
});

const attribute = (key: string, value: string) =>
	new BinaryWriter()
		.tag(1, 2)
		.string(key)
		.tag(2, 2)
		.bytes(new BinaryWriter().tag(1, 2).string(value).finish())
		.finish();

/** An export of one good call. */
function goodExport(): Buffer {
	const span = new BinaryWriter().tag(1, 2).bytes(randomBytes(16)).tag(2, 2).bytes(randomBytes(8)).tag(6, 0).int32(3);
	for (const [key, value] of [
		['mcp.method.name', 'tools/call'],
		['gen_ai.tool.name', 'query'],
	] as const)
		span.tag(9, 2).bytes(attribute(key, value));
	const scope = new BinaryWriter().tag(2, 2).bytes(span.finish()).finish();
	const resource = new BinaryWriter().tag(1, 2).bytes(attribute('service.name', 'agent')).finish();
	const resourceSpans = new BinaryWriter().tag(1, 2).bytes(resource).tag(2, 2).bytes(scope).finish();
	return Buffer.from(new BinaryWriter().tag(1, 2).bytes(resourceSpans).finish());
}

const goodJson = JSON.stringify({
	resourceSpans: [
		{
			resource: {attributes: [{key: 'service.name', value: {stringValue: 'agent'}}]},
			scopeSpans: [
				{
					spans: [
						{
							traceId: 'ab'.repeat(16),
							spanId: 'cd'.repeat(8),
							kind: 3,
							startTimeUnixNano: '1',
							status: {code: 2},
							attributes: [{key: 'mcp.method.name', value: {stringValue: 'tools/call'}}],
						},
					],
				},
			],
		},
	],
});

/** Bytes with some of them changed, cut out or doubled. */
const mutated = (bytes: Buffer) =>
	fc
		.array(
			fc.record({at: fc.nat(bytes.length - 1), how: fc.constantFrom('set', 'cut', 'double'), value: fc.nat(255)}),
			{minLength: 1, maxLength: 5},
		)
		.map(changes => {
			let next = Buffer.from(bytes);
			for (const {at, how, value} of changes) {
				const place = Math.min(at, Math.max(0, next.length - 1));
				if (how === 'set' && next.length > 0) next[place] = value;
				else if (how === 'cut') next = Buffer.concat([next.subarray(0, place), next.subarray(place + 1 + (value % 8))]);
				else next = Buffer.concat([next.subarray(0, place), next.subarray(Math.max(0, place - (value % 16)))]);
			}
			return next;
		});

function decode(decoder: typeof decodeJson, body: Uint8Array): void {
	try {
		for (const span of decoder(body, 1000).spans) recognise(span);
	} catch (error) {
		if (!(error instanceof MalformedRequest)) throw error;
	}
}

test('20,000 broken exports of each kind are read or refused', () => {
	fc.assert(
		fc.property(mutated(goodExport()), body => decode(decodeProtobuf, body)),
		{numRuns: 20_000},
	);
	fc.assert(
		fc.property(mutated(Buffer.from(goodJson)), body => decode(decodeJson, body)),
		{numRuns: 20_000},
	);
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 400}), body => decode(decodeProtobuf, body)),
		{numRuns: 20_000},
	);
});

/** Writes some bytes to a port and waits until the connection is over. */
const throwAt = (port: number, bytes: Buffer): Promise<void> =>
	new Promise(resolve => {
		const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
		socket.setTimeout(3000, () => socket.destroy());
		socket.on('error', () => {});
		socket.on('close', () => resolve());
		socket.resume();
	});

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

test('garbage on both ports ends nothing: a good export is taken afterwards', async () => {
	const head = 'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n';
	const rounds = Array.from({length: 100}, async (_, n) => {
		const noise = randomBytes(1 + ((n * 37) % 3000));
		const body = `${head}transfer-encoding: chunked\r\n\r\n${noise.toString('latin1')}`;
		await Promise.all([
			throwAt(receivers.ports.http, noise),
			throwAt(
				receivers.ports.http,
				Buffer.concat([Buffer.from(`${head}content-length: ${noise.length}\r\n\r\n`), noise]),
			),
			throwAt(receivers.ports.http, Buffer.from(body, 'latin1')),
			throwAt(receivers.ports.grpc, noise),
			throwAt(receivers.ports.grpc, Buffer.concat([preface, noise])),
			throwAt(receivers.ports.grpc, Buffer.concat([preface, frameOf(n % 10, noise.subarray(0, 60))])),
		]);
	});
	await Promise.all(rounds);
	await receivers.clock.advance(20_000);
	expect(await post(goodExport())).toBe(200);
	expect(await callGrpc(gzipSync(goodExport()))).toBe('0');
	expect(await receivers.settled()).toHaveLength(2);
});

test('those who stop in the middle hold no more than is allowed, and not for long', async () => {
	const size = 8 * 1024 * 1024;
	const stalled = Array.from({length: 12}, () => {
		const outgoing = request({
			port: receivers.ports.http,
			host: '127.0.0.1',
			path: '/v1/traces',
			method: 'POST',
			headers: {'content-type': 'application/x-protobuf', 'content-length': size},
		});
		const answered = new Promise<number>(resolve => {
			outgoing.on('response', response => resolve(response.resume().statusCode ?? 0));
			outgoing.on('error', () => resolve(0));
		});
		outgoing.write(Buffer.alloc(size - 1));
		return {outgoing, answered};
	});
	const first = await Promise.race(stalled.map(({answered}) => answered));
	expect(first).toBe(429);
	expect(process.memoryUsage().arrayBuffers).toBeLessThan(400 * 1024 * 1024);
	await receivers.clock.advance(16_000);
	const statuses = await Promise.all(stalled.map(({answered}) => answered));
	expect(new Set(statuses)).toEqual(new Set([408, 429]));
	for (const {outgoing} of stalled) outgoing.destroy();
	expect(await post(goodExport())).toBe(200);
});

function frameOf(type: number, payload: Buffer): Buffer {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head.writeUInt8(type, 3);
	head.writeUInt8(4, 4);
	head.writeUInt32BE(1, 5);
	return Buffer.concat([frameless(), head, payload]);
}

/** Empty settings, with which a client begins. */
const frameless = (): Buffer => Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

const post = (body: Buffer): Promise<number> =>
	new Promise((resolve, reject) => {
		const outgoing = request(
			{
				port: receivers.ports.http,
				host: '127.0.0.1',
				path: '/v1/traces',
				method: 'POST',
				headers: {'content-type': 'application/x-protobuf'},
			},
			response => resolve(response.resume().statusCode ?? 0),
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});

function callGrpc(packed: Buffer): Promise<string> {
	const head = Buffer.from([1, 0, 0, 0, 0]);
	head.writeUInt32BE(packed.length, 1);
	return new Promise((resolve, reject) => {
		const session = connectHttp2(`http://127.0.0.1:${receivers.ports.grpc}`);
		session.on('error', reject);
		const stream = session.request({
			':method': 'POST',
			':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
			'content-type': 'application/grpc',
			'grpc-encoding': 'gzip',
		});
		stream.on('trailers', trailers => resolve(String(trailers['grpc-status'])));
		stream.on('error', reject);
		stream.resume().on('close', () => session.close());
		stream.end(Buffer.concat([head, packed]));
	});
}
