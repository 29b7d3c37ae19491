import {SSEServerTransport} from '@modelcontextprotocol/sdk/server/sse.js';
import type {Actor} from './actor.ts';
import {messagesPathOf, pathOf} from './cast.ts';
import type {Exchange} from './exchange.ts';
import {createMcpServer} from './mcp-server.ts';
import {readBody} from './read-body.ts';
import {refuse, refuseBody, refuseSession} from './refuse.ts';
import type {Sessions} from './sessions.ts';

/** Serves one request of the HTTP+SSE transport: the stream, or a message posted beside it. */
export async function serveSse(
	{actor, request, response, url}: Exchange,
	sessions: Sessions<SSEServerTransport>,
): Promise<void> {
	const {member} = actor;
	if (request.method === 'GET' && url.pathname === pathOf(member)) {
		const transport = new SSEServerTransport(messagesPathOf(member), response);
		sessions.add(transport.sessionId, member.name, transport, actor.elapsedMs());
		response.on('close', () => sessions.drop(transport.sessionId));
		stallOnCue(transport, actor);
		return createMcpServer(actor).connect(transport);
	}
	if (request.method !== 'POST' || url.pathname !== messagesPathOf(member)) {
		return refuse(response, 405, 'Method not allowed');
	}
	const transport = sessions.find(url.searchParams.get('sessionId') ?? '', member.name, actor.elapsedMs());
	if (!transport) return refuseSession(response);
	const body = await readBody(request);
	return 'json' in body ? transport.handlePostMessage(request, response, body.json) : refuseBody(response, body.status);
}

/** While it is stalled, whatever the server says is lost on its way to the stream. */
function stallOnCue(transport: SSEServerTransport, actor: Actor): void {
	const send = transport.send.bind(transport);
	transport.send = async message => {
		if (actor.condition() !== 'stalled') await send(message);
	};
}
