import type {Clock} from '../domain/ports.ts';
import type {ToolCall} from '../domain/tool-call.ts';
import {createBudget} from './budget.ts';
import {decodeJson} from './decode-json.ts';
import {decodeProtobuf} from './decode-protobuf.ts';
import {createCallJoiner} from './join-calls.ts';
import type {BodyParts} from './read-body.ts';
import {type DecodedSpans, MalformedRequest} from './span.ts';

/** What OTLP sends: of these only traces are looked at. */
export type Signal = 'traces' | 'metrics' | 'logs';
export type Encoding = 'protobuf' | 'json';

/** What became of a request for traces. */
export type Taken = {readonly ok: true; readonly rejected: number} | {readonly ok: false; readonly message: string};

/** Takes spans in, whatever way they come, and hands on the calls that they tell of. */
export interface Receiver extends BodyParts {
	take(body: Buffer, encoding: Encoding): Taken;
	close(): void;
}

/** More spans than an exporter sends at a time (512 by default). */
export const mostSpansPerRequest = 20_000;

const decoders: Readonly<Record<Encoding, (body: Uint8Array, mostSpans: number) => DecodedSpans>> = {
	protobuf: decodeProtobuf,
	json: decodeJson,
};

export function createReceiver(clock: Clock, observe: (calls: readonly ToolCall[]) => void): Receiver {
	const budget = createBudget(clock);
	const joiner = createCallJoiner({clock, take: observe});
	return {
		clock,
		budget,
		take(body, encoding) {
			budget.spend(0, body.length);
			try {
				const {spans, rejected} = decoders[encoding](body, mostSpansPerRequest);
				budget.spend(spans.length, 0);
				joiner.add(spans);
				return {ok: true, rejected};
			} catch (error) {
				if (error instanceof MalformedRequest) return {ok: false, message: error.message};
				throw error;
			}
		},
		close: joiner.close,
	};
}

/** Said where spans of a request were not read. */
export const describeRejected = (rejected: number): string =>
	`${rejected} spans were not read: a request may hold ${mostSpansPerRequest}`;
