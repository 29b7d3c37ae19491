import {randomUUID} from 'node:crypto';
import {StreamableHTTPServerTransport} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {isInitializeRequest} from '@modelcontextprotocol/sdk/types.js';
import type {Exchange} from './exchange.ts';
import {createMcpServer} from './mcp-server.ts';
import {readBody} from './read-body.ts';
import {refuse, refuseBody, refuseSession} from './refuse.ts';
import type {Sessions} from './sessions.ts';

/** Serves one request of the Streamable HTTP transport. */
export async function serveStreamable(
	{actor, request, response}: Exchange,
	sessions: Sessions<StreamableHTTPServerTransport>,
): Promise<void> {
	const id = request.headers['mcp-session-id'];
	if (typeof id === 'string') {
		const transport = sessions.find(id, actor.member.name, actor.elapsedMs());
		if (!transport) return refuseSession(response);
		if (request.method !== 'POST') return transport.handleRequest(request, response);
		const body = await readBody(request);
		return 'json' in body ? transport.handleRequest(request, response, body.json) : refuseBody(response, body.status);
	}
	if (request.method !== 'POST') return refuse(response, 405, 'Method not allowed');
	const body = await readBody(request);
	if (!('json' in body)) return refuseBody(response, body.status);
	if (!isInitializeRequest(body.json)) return refuse(response, 400, 'Bad Request: No valid session ID provided');
	const transport = new StreamableHTTPServerTransport({
		sessionIdGenerator: randomUUID,
		onsessioninitialized: opened => sessions.add(opened, actor.member.name, transport, actor.elapsedMs()),
		onsessionclosed: closed => sessions.drop(closed),
	});
	await createMcpServer(actor).connect(transport);
	return transport.handleRequest(request, response, body.json);
}
