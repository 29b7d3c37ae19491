import type {ServerHttp2Stream} from 'node:http2';
import {statusBody} from './response.ts';

/** A refusal as gRPC has it. */
export interface Failure {
	readonly ok: false;
	/** See the table of status codes of gRPC. */
	readonly code: number;
	readonly message: string;
	/** When to come again; absent where that would not help. */
	readonly retryMs?: number;
}

export type GrpcReply = {readonly ok: true; readonly message: Buffer} | Failure;

/** The one message of a unary call: a byte that says whether it is packed, its length in four, and itself. */
export function readMessage(
	framed: Buffer,
	mostBytes: number,
): {readonly ok: true; readonly isPacked: boolean; readonly bytes: Buffer} | Failure {
	const broken = (message: string): Failure => ({ok: false, code: 3, message});
	if (framed.length < 5) return broken('there is no message');
	const flag = framed.readUInt8(0);
	const length = framed.readUInt32BE(1);
	if (length > mostBytes) return {ok: false, code: 8, message: `a message may have ${mostBytes} bytes`};
	if (flag > 1) return broken('the message does not say whether it is packed');
	if (framed.length !== length + 5) return broken('there is not one whole message');
	return {ok: true, isPacked: flag === 1, bytes: framed.subarray(5)};
}

const common = {':status': 200, 'content-type': 'application/grpc', 'grpc-accept-encoding': 'identity,gzip'};

/** A refusal is all trailers; what is taken has its message first (gRPC over HTTP2, "Responses"). */
export function sendReply(stream: ServerHttp2Stream, reply: GrpcReply): void {
	if (!reply.ok) {
		const {code, message, retryMs} = reply;
		const details =
			retryMs === undefined
				? {}
				: {'grpc-status-details-bin': statusBody(code, message, retryMs).toString('base64').replace(/=+$/, '')};
		stream.respond(
			{...common, 'grpc-status': code, 'grpc-message': percentEncoded(message), ...details},
			{
				endStream: true,
			},
		);
		return;
	}
	const head = Buffer.alloc(5);
	head.writeUInt32BE(reply.message.length, 1);
	stream.respond(common, {waitForTrailers: true});
	stream.on('wantTrailers', () => stream.sendTrailers({'grpc-status': 0}));
	stream.end(Buffer.concat([head, reply.message]));
}

const percentEncoded = (text: string): string =>
	text.replaceAll(/[^\x20-\x24\x26-\x7e]/g, one => encodeURIComponent(one));
