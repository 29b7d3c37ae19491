import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {closeServer, type Listening, listen} from './listening.ts';
import {type Body, longestBody, readBody, unpack} from './read-body.ts';
import {describeRejected, type Encoding, type Receiver, type Signal} from './receiver.ts';
import {emptyResponse, partialSuccess, statusBody} from './response.ts';

/** Takes OTLP over HTTP (OTLP 1.x, "OTLP/HTTP"): POST of protobuf or JSON, gzip or not. Rejects where the port is taken. */
export function startHttpReceiver(receiver: Receiver, host: string, port: number): Promise<Listening> {
	const server = createServer(
		{
			headersTimeout: 5000,
			requestTimeout: 20_000,
			keepAliveTimeout: 15_000,
			connectionsCheckingInterval: 5000,
			maxHeaderSize: 16 * 1024,
		},
		(request, response) => void answer(request, response, receiver),
	);
	server.maxConnections = mostConnections;
	return listen(server, host, port, () => closeServer(server, () => server.closeAllConnections()));
}

const mostConnections = 128;
const lingerMs = 3000;

const signals: Readonly<Record<string, Signal>> = {
	'/v1/traces': 'traces',
	'/v1/metrics': 'metrics',
	'/v1/logs': 'logs',
};
const types: Readonly<Record<Encoding, string>> = {protobuf: 'application/x-protobuf', json: 'application/json'};

async function answer(request: IncomingMessage, response: ServerResponse, receiver: Receiver): Promise<void> {
	response.on('error', () => {});
	const refusal = refuse(request, receiver);
	if (refusal) {
		send(request, response, refusal, receiver);
		return;
	}
	const encoding = encodingOf(request) ?? 'protobuf';
	const signal = signals[pathOf(request)] ?? 'traces';
	const packed = await readBody(request, longestBody, receiver);
	const isPacked = request.headers['content-encoding'] === 'gzip';
	const plain = isPacked && packed.body.ok ? await unpack(packed.body.bytes, receiver) : packed;
	try {
		const reply = replyTo(plain.body, isPacked && packed.body.ok, signal, encoding, receiver);
		send(request, response, reply, receiver);
	} finally {
		packed.release();
		plain.release();
	}
}

interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly encoding?: Encoding | undefined;
	/** Of a refusal; absent where the request was taken. */
	readonly message?: string;
	readonly body?: Buffer;
}

/** What can be said before the body is read; null where it is to be. */
function refuse(request: IncomingMessage, {budget}: Receiver): Reply | null {
	const {method, headers} = request;
	const encoding = encodingOf(request) ?? undefined;
	// Exporters that are no browser send none; a web page must not reach this machine's ports by way of its reader.
	if (headers.origin !== undefined) return {status: 403, encoding, message: 'web pages may not send'};
	if (!Object.hasOwn(signals, pathOf(request)))
		return {status: 404, encoding, message: 'there is nothing at this path'};
	if (method !== 'POST') return {status: 405, headers: {allow: 'POST'}, encoding, message: 'only POST is taken'};
	if (!encoding) return {status: 415, message: `only ${types.protobuf} and ${types.json} are read`};
	const packing = headers['content-encoding'] ?? 'identity';
	if (packing !== 'gzip' && packing !== 'identity')
		return {status: 415, headers: {'accept-encoding': 'gzip'}, encoding, message: 'only gzip is unpacked'};
	if (Number(headers['content-length'] ?? 0) > longestBody) return {...tooLarge, encoding};
	const waitMs = budget.waitMs();
	return waitMs > 0 ? {...busy(waitMs), encoding} : null;
}

const tooLarge: Reply = {status: 413, message: `a body may have ${longestBody} bytes, also when it is unpacked`};
const busy = (waitMs: number): Reply => ({
	status: 429,
	headers: {'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000)))},
	message: 'too much comes in at a time',
});

function replyTo(body: Body, wasPacked: boolean, signal: Signal, encoding: Encoding, receiver: Receiver): Reply {
	if (!body.ok) {
		switch (body.problem) {
			case 'too_large':
				return {...tooLarge, encoding};
			case 'busy':
				return {...busy(0), encoding};
			case 'slow':
				return {status: 408, encoding, message: 'the body did not come in time'};
			case 'broken':
				return {status: 400, encoding, message: wasPacked ? 'the body is not gzip' : 'the body broke off'};
		}
	}
	if (signal !== 'traces') return {status: 200, encoding, body: emptyResponse(encoding)};
	const taken = receiver.take(body.bytes, encoding);
	if (!taken.ok) return {status: 400, encoding, message: taken.message};
	const {rejected} = taken;
	const reply = rejected > 0 ? partialSuccess(encoding, rejected, describeRejected(rejected)) : emptyResponse(encoding);
	return {status: 200, encoding, body: reply};
}

/** An error's body is a `google.rpc.Status`, which to most is a message; a text does for who asks in no known way. */
function send(request: IncomingMessage, response: ServerResponse, reply: Reply, {clock}: Receiver): void {
	const {status, encoding, message, headers} = reply;
	const body = message === undefined ? (reply.body ?? Buffer.alloc(0)) : errorBody(encoding, message);
	const isWhole = request.complete;
	response.writeHead(status, {
		...headers,
		'content-type': encoding ? types[encoding] : 'text/plain; charset=utf-8',
		'content-length': body.length,
		...(isWhole ? {} : {connection: 'close'}),
	});
	response.end(body);
	if (isWhole) return;
	// Who is cut off while it still sends may never see why: what comes is let go by, for a while.
	request.resume();
	const cancel = clock.after(lingerMs, () => request.destroy());
	request.once('close', cancel);
}

const pathOf = ({url = ''}: IncomingMessage): string => url.split('?', 1)[0]?.replace(/(.)\/$/, '$1') ?? '';

function encodingOf({headers}: IncomingMessage): Encoding | null {
	const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
	if (type === types.protobuf || type === 'application/protobuf') return 'protobuf';
	return type === types.json ? 'json' : null;
}

function errorBody(encoding: Encoding | undefined, message: string): Buffer {
	switch (encoding) {
		case 'protobuf':
			return statusBody(0, message);
		case 'json':
			return Buffer.from(JSON.stringify({message}));
		case undefined:
			return Buffer.from(`${message}\n`);
	}
}
