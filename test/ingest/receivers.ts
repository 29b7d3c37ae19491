import type {ToolCall} from '../../source/domain/tool-call.ts';
import {startGrpcReceiver} from '../../source/ingest/grpc-receiver.ts';
import {startHttpReceiver} from '../../source/ingest/http-receiver.ts';
import {settleMs} from '../../source/ingest/join-calls.ts';
import {createReceiver} from '../../source/ingest/receiver.ts';
import {createFakeClock} from '../helpers/clock.ts';

/** Both receivers on free ports of this machine, with a clock that stands still. */
export async function startReceivers() {
	const clock = createFakeClock();
	const calls: ToolCall[] = [];
	const receiver = createReceiver(clock, taken => calls.push(...taken));
	const [http, grpc] = await Promise.all([
		startHttpReceiver(receiver, '127.0.0.1', 0),
		startGrpcReceiver(receiver, '127.0.0.1', 0),
	]);
	return {
		clock,
		receiver,
		ports: {http: http.port, grpc: grpc.port},
		/** The calls that came of what was taken in, once their traces are taken for whole. */
		async settled(): Promise<readonly ToolCall[]> {
			await clock.advance(settleMs + 2000);
			return calls;
		},
		async close() {
			await Promise.all([http.close(), grpc.close()]);
			receiver.close();
		},
	};
}
