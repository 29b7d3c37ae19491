import {constants, createServer, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream} from 'node:http2';
import type {Socket} from 'node:net';
import {type Failure, type GrpcReply, readMessage, sendReply} from './grpc-message.ts';
import {closeServer, type Listening, listen} from './listening.ts';
import {longestBody, readBody, unpack} from './read-body.ts';
import {describeRejected, type Receiver, type Signal} from './receiver.ts';
import {emptyResponse, partialSuccess} from './response.ts';

/**
 * Takes OTLP over gRPC: the unary `Export` of the three services, gzip or not, over HTTP/2 without TLS. Done with
 * `node:http2` because only so what is held of all requests together can be bounded. Rejects where the port is taken.
 */
export function startGrpcReceiver(receiver: Receiver, host: string, port: number): Promise<Listening> {
	const sessions = new Set<Http2Session>();
	const server = createServer({
		settings: {maxConcurrentStreams: 32, maxHeaderListSize: 16 * 1024},
		maxSessionMemory: 8,
		maxHeaderListPairs: 64,
		maxSessionInvalidFrames: 20,
		maxSessionRejectedStreams: 20,
	});
	server.maxConnections = mostConnections;
	server.on('session', session => {
		sessions.add(session);
		session.on('close', () => sessions.delete(session));
		session.on('error', () => {});
		// Some frames that are wrong leave a session that neither goes on nor ends: one that asks for nothing is not kept.
		session.setTimeout(firstRequestMs, () => session.destroy());
		// An exporter that is at work sends something every few seconds, and connects anew when it has been idle.
		session.once('stream', () => session.setTimeout(idleMs));
	});
	// No client of HTTP/2 closes one half only: what hangs up in the middle of a frame would stay otherwise.
	server.on('connection', (socket: Socket) => socket.on('end', () => socket.destroy()));
	server.on('sessionError', () => {});
	server.on('stream', (stream, headers) => {
		stream.on('error', () => {});
		void answer(stream, headers, receiver);
	});
	const drop = () => {
		for (const session of sessions) session.destroy();
	};
	return listen(server, host, port, () => closeServer(server, drop));
}

const mostConnections = 128;
const firstRequestMs = 10_000;
const idleMs = 5 * 60_000;

const service = (name: string): string => `/opentelemetry.proto.collector.${name}/Export`;
const signals: Readonly<Record<string, Signal>> = {
	[service('trace.v1.TraceService')]: 'traces',
	[service('metrics.v1.MetricsService')]: 'metrics',
	[service('logs.v1.LogsService')]: 'logs',
};

/** The codes of gRPC that are answered with. */
const codes = {invalidArgument: 3, deadlineExceeded: 4, resourceExhausted: 8, unimplemented: 12} as const;

async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, receiver: Receiver): Promise<void> {
	if (headers[':method'] !== 'POST' || !/^application\/grpc(?:\+proto)?(?:;|$)/.test(headers['content-type'] ?? '')) {
		stream.respond({':status': headers[':method'] === 'POST' ? 415 : 405}, {endStream: true});
		stop(stream);
		return;
	}
	const refusal = refuse(headers, receiver);
	if (refusal) {
		finish(stream, refusal);
		return;
	}
	// A message has 5 bytes before it.
	const framed = await readBody(stream, longestBody + 5, receiver);
	const message = framed.body.ok ? readMessage(framed.body.bytes, longestBody) : null;
	const isPacked = message?.ok === true && message.isPacked && headers['grpc-encoding'] === 'gzip';
	const plain = isPacked ? await unpack(message.bytes, receiver) : null;
	try {
		finish(stream, reply());
	} finally {
		framed.release();
		plain?.release();
	}

	function reply(): GrpcReply {
		if (!framed.body.ok) return refusalOf(framed.body.problem, false);
		if (!message?.ok) return message ?? malformed('no message');
		if (plain && !plain.body.ok) return refusalOf(plain.body.problem, true);
		if (message.isPacked && !plain) return malformed('the message is packed, and grpc-encoding does not say how');
		const bytes = plain?.body.ok ? plain.body.bytes : message.bytes;
		if (signals[headers[':path'] ?? ''] !== 'traces') return {ok: true, message: emptyResponse('protobuf')};
		const taken = receiver.take(bytes, 'protobuf');
		if (!taken.ok) return malformed(taken.message);
		const {rejected} = taken;
		return {
			ok: true,
			message:
				rejected > 0 ? partialSuccess('protobuf', rejected, describeRejected(rejected)) : emptyResponse('protobuf'),
		};
	}
}

/** What can be said before the message is read; null where it is to be. */
function refuse(headers: IncomingHttpHeaders, {budget}: Receiver): Failure | null {
	if (!Object.hasOwn(signals, headers[':path'] ?? ''))
		return {ok: false, code: codes.unimplemented, message: 'there is no such method'};
	const packing = headers['grpc-encoding'] ?? 'identity';
	if (packing !== 'gzip' && packing !== 'identity')
		return {ok: false, code: codes.unimplemented, message: 'only gzip is unpacked'};
	const waitMs = budget.waitMs();
	return waitMs > 0 ? busy(waitMs) : null;
}

const malformed = (message: string): Failure => ({ok: false, code: codes.invalidArgument, message});
const busy = (retryMs: number): Failure => ({
	ok: false,
	code: codes.resourceExhausted,
	message: 'too much comes in at a time',
	retryMs,
});
const tooLarge: Failure = {
	ok: false,
	code: codes.resourceExhausted,
	message: `a message may have ${longestBody} bytes, also when it is unpacked`,
};

function refusalOf(problem: 'too_large' | 'busy' | 'slow' | 'broken', isPacked: boolean): Failure {
	switch (problem) {
		case 'too_large':
			return tooLarge;
		case 'busy':
			return busy(1000);
		case 'slow':
			return {ok: false, code: codes.deadlineExceeded, message: 'the message did not come in time'};
		case 'broken':
			return malformed(isPacked ? 'the message is not gzip' : 'the message broke off');
	}
}

function finish(stream: ServerHttp2Stream, reply: GrpcReply): void {
	if (stream.destroyed || stream.closed) return;
	sendReply(stream, reply);
	if (!reply.ok) stop(stream);
}

/** What is still to come is not waited for (RFC 9113 §8.1). */
function stop(stream: ServerHttp2Stream): void {
	if (!stream.readableEnded && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
}
