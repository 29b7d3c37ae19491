import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import type {JSONRPCMessage} from '@modelcontextprotocol/sdk/types.js';
import {isObject} from '../domain/json.ts';
import type {Group} from './process-groups.ts';
import {createLineSplitter} from './stdio-lines.ts';

export const maxAnswerBytes = 10 * 1024 * 1024;
/** More than that waiting in stdin means that the server has stopped to read. */
const maxUnreadBytes = 1024 * 1024;

export interface StdioTransportHooks {
	/** Starts the process; called once. */
	start(): Promise<Group>;
	/** A line that is not JSON-RPC. */
	polluted(): void;
	tooLarge(): void;
	/** The SDK's client has no more use for the connection. */
	close(): Promise<void>;
}

/** A connection over the pipes of a process: one JSON-RPC message a line. `end()` tells the client that it is over. */
export function createStdioTransport(hooks: StdioTransportHooks): Transport & {end(): void} {
	let group: Group | null = null;
	let isOver = false;

	const transport: Transport & {end(): void} = {
		async start() {
			const {onmessage} = transport;
			group = await hooks.start();
			const splitter = createLineSplitter(
				line => {
					const message = toMessage(line);
					if (message) onmessage?.(message);
					else if (line.trim() !== '') hooks.polluted();
				},
				{maxLineBytes: maxAnswerBytes, onTooLong: hooks.tooLarge},
			);
			group.child.stdout.on('data', chunk => {
				if (!isOver) splitter.write(chunk);
			});
		},
		/** Never rejects: whether the server has read it is told by its answer, or by its end. */
		async send(message) {
			const stdin = group?.child.stdin;
			if (!stdin?.writable || stdin.writableLength > maxUnreadBytes) return;
			stdin.write(`${JSON.stringify(message)}\n`);
		},
		close: hooks.close,
		end() {
			if (isOver) return;
			isOver = true;
			transport.onclose?.();
		},
	};
	return transport;
}

/** Only as strict as it takes to tell a message from noise; the client looks closer. */
function toMessage(line: string): JSONRPCMessage | null {
	if (!line.trimStart().startsWith('{')) return null;
	try {
		const value: unknown = JSON.parse(line);
		const isMessage = isObject(value) && value.jsonrpc === '2.0' && ('method' in value || 'id' in value);
		return isMessage ? (value as unknown as JSONRPCMessage) : null;
	} catch {
		return null;
	}
}
