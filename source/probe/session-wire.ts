import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import type {JsonObject} from '../domain/json.ts';
import type {Phase} from '../domain/probe-result.ts';

/** A link's transport, lent to whoever talks over it, and what the SDK keeps to itself about the opening. */
export interface Wire {
	/** Closing it only tells the borrower: the connection stays, so that the other era can be spoken over it. */
	readonly transport: Transport;
	/** How far the connection has come. */
	readonly phase: Extract<Phase, 'connect' | 'initialize'>;
	/** The first result that came, unchanged. */
	readonly answer: JsonObject | null;
}

export function createWire(inner: Transport): Wire {
	let phase: Wire['phase'] = 'connect';
	let answer: JsonObject | null = null;
	let starting: Promise<void> | null = null;

	async function start(): Promise<void> {
		inner.onmessage = (message, extra) => {
			if (answer === null && 'result' in message) answer = message.result as JsonObject;
			try {
				transport.onmessage?.(message, extra);
			} catch {
				// The SDK prints what it did not expect into an error, which fails for what is nested too deeply.
			}
		};
		inner.onclose = () => transport.onclose?.();
		inner.onerror = error => transport.onerror?.(error);
		await inner.start();
		phase = 'initialize';
	}

	const transport: Transport = {
		start() {
			starting ??= start();
			return starting;
		},
		send: (message, options) => inner.send(message, options),
		setProtocolVersion: version => inner.setProtocolVersion?.(version),
		get sessionId() {
			return inner.sessionId;
		},
		async close() {
			transport.onclose?.();
		},
	};
	return {
		transport,
		get phase() {
			return phase;
		},
		get answer() {
			return answer;
		},
	};
}
