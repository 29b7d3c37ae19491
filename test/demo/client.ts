import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {StdioClientTransport} from '@modelcontextprotocol/sdk/client/stdio.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {RequestOptions} from '@modelcontextprotocol/sdk/shared/protocol.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {onTestFinished} from 'vitest';
import type {Server} from '../../source/domain/server.ts';

/** Connects as an agent would; closed when the test ends. */
export async function connect(transport: Transport, options: RequestOptions = {}): Promise<Client> {
	const client = new Client({name: 'agent', version: '1'});
	onTestFinished(() => client.close());
	await client.connect(transport, options);
	return client;
}

export const connectSse = (url: string, options: RequestOptions = {}): Promise<Client> =>
	connect(new SSEClientTransport(new URL(url)), options);

export const connectStreamable = (url: string, headers: Record<string, string> = {}): Promise<Client> =>
	connect(new StreamableHTTPClientTransport(new URL(url), {requestInit: {headers}}));

/** Connects over whatever transport a server is configured with. */
export function connectTo(server: Server): Promise<Client> {
	switch (server.transport) {
		case 'sse':
			return connectSse(server.url);
		case 'streamable_http':
			return connectStreamable(server.url);
		case 'stdio':
			return connect(new StdioClientTransport({command: server.command, args: [...server.args], stderr: 'ignore'}));
	}
}

/** What the server offers, by name. */
export const toolNames = async (client: Client): Promise<string[]> =>
	(await client.listTools()).tools.map(({name}) => name);
