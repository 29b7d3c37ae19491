// Many MCP servers in one process, for load: Streamable HTTP with JSON answers at /NAME/mcp. Prints its port.
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';

const tools = ['read', 'write', 'search', 'list', 'remove'].map(name => ({
	name,
	description: `Does ${name}.`,
	inputSchema: {type: 'object', properties: {path: {type: 'string'}, limit: {type: 'integer'}}, required: ['path']},
}));
const results = {
	initialize: () => ({
		protocolVersion: '2025-06-18',
		capabilities: {tools: {}},
		serverInfo: {name: 'bench', version: '1.0.0'},
	}),
	'tools/list': () => ({tools}),
	ping: () => ({}),
};

const server = createServer((request, response) => {
	if (request.method !== 'POST') return response.writeHead(request.method === 'DELETE' ? 200 : 405).end();
	let body = '';
	request.setEncoding('utf8').on('data', chunk => {
		body += chunk;
	});
	request.on('end', () => {
		const {id, method} = JSON.parse(body);
		if (id === undefined) return response.writeHead(202).end();
		const session = request.headers['mcp-session-id'] ?? randomUUID();
		response.writeHead(200, {'content-type': 'application/json', 'mcp-session-id': session});
		response.end(JSON.stringify({jsonrpc: '2.0', id, result: results[method]?.() ?? {}}));
	});
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
