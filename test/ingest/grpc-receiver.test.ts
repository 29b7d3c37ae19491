import {connect as connectHttp2} from 'node:http2';
import {connect} from 'node:net';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {longestBody} from '../../source/ingest/read-body.ts';
import {startReceivers} from './receivers.ts';

let receivers: Awaited<ReturnType<typeof startReceivers>>;
beforeAll(async () => {
	receivers = await startReceivers();
});
afterAll(async () => {
	await receivers.close();
});

const traces = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const usual = {'content-type': 'application/grpc', te: 'trailers'};

interface Answer {
	readonly httpStatus: number | undefined;
	/** `grpc-status`, from the headers or the trailers. */
	readonly status: string | undefined;
	readonly details: string | undefined;
	readonly body: Buffer;
}

function send(path: string, body: Buffer, headers: Record<string, string> = {}, method = 'POST'): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const session = connectHttp2(`http://127.0.0.1:${receivers.ports.grpc}`);
		session.on('error', reject);
		const stream = session.request({':method': method, ':path': path, ...usual, ...headers});
		const chunks: Buffer[] = [];
		let heads: Record<string, unknown> = {};
		stream.on('response', got => {
			heads = {...heads, ...got};
		});
		stream.on('trailers', got => {
			heads = {...heads, ...got};
		});
		stream.on('data', chunk => chunks.push(chunk));
		stream.on('error', () => {});
		stream.on('close', () => {
			session.close();
			const text = (key: string) => (heads[key] === undefined ? undefined : String(heads[key]));
			resolve({
				httpStatus: heads[':status'] as number | undefined,
				status: text('grpc-status'),
				details: text('grpc-status-details-bin'),
				body: Buffer.concat(chunks),
			});
		});
		stream.end(body);
	});
}

function framed(message: Buffer | string, {flag = 0, length = -1} = {}): Buffer {
	const bytes = Buffer.from(message);
	const head = Buffer.alloc(5);
	head.writeUInt8(flag, 0);
	head.writeUInt32BE(length < 0 ? bytes.length : length, 1);
	return Buffer.concat([head, bytes]);
}

const service = (name: string) => `/opentelemetry.proto.collector.${name}/Export`;
const gzip = {'grpc-encoding': 'gzip'};

describe('OTLP over gRPC', () => {
	test.each<[what: string, path: string, body: Buffer, headers: Record<string, string>, status: string]>([
		['takes an empty export', traces, framed(''), {}, '0'],
		['takes what is packed', traces, framed(gzipSync(''), {flag: 1}), gzip, '0'],
		['takes what is not packed although it could be', traces, framed(''), gzip, '0'],
		['takes metrics, and drops them', service('metrics.v1.MetricsService'), framed('whatever'), {}, '0'],
		['takes logs, and drops them', service('logs.v1.LogsService'), framed('whatever'), {}, '0'],
		['knows no other service', service('profiles.v1.ProfilesService'), framed(''), {}, '12'],
		['knows no method of objects', '/constructor', framed(''), {}, '12'],
		['unpacks nothing else', traces, framed(''), {'grpc-encoding': 'snappy'}, '12'],
		['refuses what is no export', traces, framed(Buffer.from([0x0a, 0xff, 0xff])), {}, '3'],
		['refuses what is not packed as it says', traces, framed('x', {flag: 1}), gzip, '3'],
		['refuses what is packed without saying how', traces, framed('x', {flag: 1}), {}, '3'],
		['refuses half a message', traces, framed('abc', {length: 10}), {}, '3'],
		['refuses two messages', traces, Buffer.concat([framed(''), framed('')]), {}, '3'],
		['refuses no message', traces, Buffer.alloc(0), {}, '3'],
		['refuses another flag', traces, framed('', {flag: 7}), {}, '3'],
		[
			'refuses a message that is too large once it is unpacked',
			traces,
			framed(gzipSync(Buffer.alloc(longestBody + 1)), {flag: 1}),
			gzip,
			'8',
		],
		['refuses a message that says it is too large', traces, framed('x', {length: longestBody + 1}), {}, '8'],
	])('%s', async (_what, path, body, headers, status) => {
		const answer = await send(path, body, headers);
		expect(answer).toMatchObject({httpStatus: 200, status});
		if (status === '0') expect(answer.body).toEqual(Buffer.alloc(5));
	});

	test('reads no more of a message than it may have', async () => {
		expect(await send(traces, framed(Buffer.alloc(longestBody + 6)))).toMatchObject({status: '8', details: undefined});
	});

	test('answers what is no gRPC in HTTP', async () => {
		expect(await send(traces, framed(''), {'content-type': 'application/json'})).toMatchObject({httpStatus: 415});
		expect(await send(traces, Buffer.alloc(0), {}, 'GET')).toMatchObject({httpStatus: 405});
	});

	test('asks who sends too much to come later, as the protocol has it', async () => {
		const span = Buffer.from([0x12, 0]);
		const scope = Buffer.concat(Array.from({length: 16_000}, () => span));
		const field = (tag: number, bytes: Buffer) => Buffer.concat([Buffer.from([tag]), varint(bytes.length), bytes]);
		const body = framed(field(0x0a, field(0x12, scope)));
		let answer = await send(traces, body);
		for (let tries = 0; answer.status === '0' && tries < 10; tries++) answer = await send(traces, body);
		expect(answer.status).toBe('8');
		expect(Buffer.from(answer.details ?? '', 'base64').toString('latin1')).toContain('google.rpc.RetryInfo');
		await receivers.clock.advance(10_000);
		expect((await send(traces, framed(''))).status).toBe('0');
	});

	test('survives garbage', async () => {
		const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
		for (const garbage of ['\0\0\0\0', 'GET / HTTP/1.1\r\n\r\n', `${preface}${'\xff'.repeat(4000)}`, preface]) {
			await new Promise<void>(resolve => {
				const socket = connect(receivers.ports.grpc, '127.0.0.1', () => socket.end(Buffer.from(garbage, 'latin1')));
				socket.on('error', () => {});
				socket.on('close', () => resolve());
				socket.resume();
			});
		}
		expect((await send(traces, framed(''))).status).toBe('0');
	});
});

function varint(value: number): Buffer {
	const bytes: number[] = [];
	let left = value;
	for (; left >= 128; left >>>= 7) bytes.push((left & 127) | 128);
	return Buffer.from([...bytes, left]);
}
