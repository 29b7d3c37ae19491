import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {ErrorCode, McpError} from '@modelcontextprotocol/sdk/types.js';
import type {JsonObject} from '../domain/json.ts';
import type {Talk} from './session.ts';
import {requestMeta} from './stateless-meta.ts';

interface Waiting {
	resolve(result: unknown): void;
	reject(error: unknown): void;
}

export interface StatelessTalkOptions {
	/** Ours, as told to the server. */
	readonly version: string;
	/** True where letting go of an answer has to be said; over HTTP it is enough to close its connection. */
	readonly tellsCancellation: boolean;
}

/** Requests of the stateless revision (MCP 2026-07-28) over a transport that is started already. */
export function createStatelessTalk(transport: Transport, options: StatelessTalkOptions): Talk {
	const meta = requestMeta(options.version);
	const waiting = new Map<number, Waiting>();
	// The refused initialize had number 0, and its answer may come twice.
	let lastId = 0;

	/** Some servers answer with the number as text. */
	function take(id: unknown): Waiting | undefined {
		const found = waiting.get(Number(id));
		waiting.delete(Number(id));
		return found;
	}

	transport.onmessage = message => {
		if ('method' in message) return;
		const asked = take(message.id);
		if ('error' in message) {
			const {code, message: text, data} = message.error ?? {};
			asked?.reject(new McpError(Number(code), String(text ?? ''), data));
		} else {
			asked?.resolve(message.result);
		}
	};
	transport.onclose = () => {
		for (const id of [...waiting.keys()]) {
			take(id)?.reject(new McpError(ErrorCode.ConnectionClosed, 'Connection closed'));
		}
	};

	const notify = (method: string, params: JsonObject): void => {
		transport.send({jsonrpc: '2.0', method, params: {...params, _meta: meta}}).catch(() => {});
	};

	return {
		signOfLife: 'server/discover',
		request(method, params = {}) {
			const id = ++lastId;
			return new Promise((resolve, reject) => {
				waiting.set(id, {resolve, reject});
				transport
					.send({jsonrpc: '2.0', id, method, params: {...params, _meta: meta}})
					.catch((error: unknown) => take(id)?.reject(error));
			});
		},
		cancel() {
			for (const id of waiting.keys()) {
				if (options.tellsCancellation) notify('notifications/cancelled', {requestId: id});
			}
			waiting.clear();
		},
	};
}
