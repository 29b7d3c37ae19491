import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {SSEServerTransport} from '@modelcontextprotocol/sdk/server/sse.js';
import type {StreamableHTTPServerTransport} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {findActor, type Stage} from './actor.ts';
import type {Exchange} from './exchange.ts';
import {refuse} from './refuse.ts';
import {serveSse} from './serve-sse.ts';
import {serveStreamable} from './serve-streamable.ts';
import {createSessions} from './sessions.ts';
import {lastBeginningMs, story} from './story.ts';

/** A running host. */
export interface Host {
	readonly port: number;
	/** Stops at once and ends every connection. */
	close(): Promise<void>;
}

const maxSessions = 50;
const maxIdleMs = 10 * 60_000;
const maxConnections = 400;
/** What `notion-mcp` lets in. */
const token = 'demo';

/** Serves every HTTP and SSE server of the demo on one port of the loopback address. */
export async function startHost(stage: Stage): Promise<Host> {
	const streamable = createSessions<StreamableHTTPServerTransport>(maxSessions, maxIdleMs);
	const sse = createSessions<SSEServerTransport>(maxSessions, maxIdleMs);
	const server = http.createServer({requestTimeout: 10_000}, (request, response) => {
		answer(request, response).catch(() => {
			if (response.headersSent) response.destroy();
			else refuse(response, 500, 'Internal error');
		});
	});
	server.maxConnections = maxConnections;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://demo');
		const actor = findActor(url.pathname.split('/')[1] ?? '', stage);
		if (!actor || actor.member.transport === 'stdio') return refuse(response, 404, 'Not found');
		// A page in a browser has no business here, wherever it was loaded from.
		if (request.headers.origin !== undefined) return refuse(response, 403, 'Not for browsers');
		if (actor.condition() === 'wants_login' && request.headers.authorization !== `Bearer ${token}`) {
			response.setHeader('WWW-Authenticate', `Bearer realm="${actor.member.name}", scope="read"`);
			return refuse(response, 401, 'Missing or invalid access token');
		}
		const lostMs = lastBeginningMs(story, actor.member.name, 'forgets_sessions', actor.elapsedMs());
		if (lostMs !== null) streamable.forget(actor.member.name, lostMs);
		const exchange: Exchange = {actor, request, response, url};
		return actor.member.transport === 'sse' ? serveSse(exchange, sse) : serveStreamable(exchange, streamable);
	}

	return {
		port: (server.address() as AddressInfo).port,
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
