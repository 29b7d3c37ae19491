import {describe, expect, test} from 'vitest';
import {recognise} from '../../source/ingest/recognise.ts';
import type {AttributeValue, IncomingSpan} from '../../source/ingest/span.ts';
import {executes, mcp, spanOf} from './spans.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;
const told = (attributes: Attributes, kind: IncomingSpan['kind'] = 'client', changes: Partial<IncomingSpan> = {}) =>
	recognise(spanOf('a', '', kind, attributes, changes));

describe('a tool call is recognised', () => {
	test.each<[by: string, attributes: Attributes, kind: IncomingSpan['kind'], found: string | null]>([
		['by the conventions for MCP', mcp('query'), 'client', 'client query'],
		['of a server', mcp('query'), 'server', 'server query'],
		['by the conventions for agents', executes('query'), 'internal', 'wrapper query'],
		[
			'by those of OpenInference',
			{'openinference.span.kind': 'TOOL', 'tool.name': 'query'},
			'internal',
			'wrapper query',
		],
		[
			'by those of Traceloop',
			{'traceloop.span.kind': 'tool', 'traceloop.entity.name': 'query'},
			'internal',
			'wrapper query',
		],
		['by what Codex says', {'mcp.server.name': 'pg', 'tool.name': 'query'}, 'internal', 'wrapper query'],
		['without the name of the tool', {'mcp.method.name': 'tools/call'}, 'client', 'client (unnamed)'],
		['but not where another method is called', {'mcp.method.name': 'tools/list'}, 'client', null],
		['nor by the name of a server alone', {'mcp.server.name': 'pg'}, 'client', null],
		['nor in a chain', {'openinference.span.kind': 'CHAIN', 'tool.name': 'query'}, 'internal', null],
		['nor in a span that tells nothing', {}, 'client', null],
	])('%s', (_by, attributes, kind, found) => {
		const call = told(attributes, kind);
		expect(call && `${call.role} ${call.call.tool}`).toBe(found);
	});

	test('its tool is in the name of the span where it is nowhere else', () => {
		expect(told({'mcp.method.name': 'tools/call'}, 'client', {name: 'tools/call get weather'})?.call.tool).toBe(
			'get weather',
		);
	});

	test('names from outside are cleaned and bounded', () => {
		const call = told(mcp(`a\u001b[31mb\u202e${'c'.repeat(500)}`), 'client', {service: 'x\u0007y\n'})?.call;
		expect(call?.tool).toMatch(/^abc+…$/);
		expect(call?.tool).toHaveLength(128);
		expect(call?.agent).toBe('xy');
	});

	test.each<
		[who: string, attributes: Attributes, kind: IncomingSpan['kind'], service: string | null, agent: string | null]
	>([
		['the service of the client', {}, 'client', 'support', 'support'],
		['the agent by name rather', {'gen_ai.agent.name': 'Refunds'}, 'client', 'support', 'Refunds'],
		['nobody where only the server tells', {}, 'server', 'postgres', null],
		['nobody where nobody is named', {}, 'client', 'unknown_service:node', null],
		['nobody where nothing is said', {}, 'client', null, null],
	])('its agent is %s', (_who, attributes, kind, service, agent) => {
		expect(told({...mcp('x'), ...attributes}, kind, {service})?.call.agent).toBe(agent);
	});

	test.each<[what: string, attributes: Attributes, target: object]>([
		[
			'address and port',
			{'server.address': 'Example.COM', 'server.port': 8080},
			{address: 'example.com', port: 8080, path: null},
		],
		['the whole URL', {'url.full': 'https://mcp.example.com/x?y'}, {address: 'mcp.example.com', port: 443, path: '/x'}],
		[
			'the origin that Codex tells',
			{'mcp.server.origin': 'http://h:81/p', 'mcp.server.name': 'pg'},
			{address: 'h', port: 81, names: ['pg']},
		],
		['a port that is none', {'server.address': 'h', 'server.port': 'http'}, {address: 'h', port: null}],
	])('its server is told by %s', (_what, attributes, target) => {
		expect(told({...mcp('x'), ...attributes})?.call.target).toMatchObject(target);
	});

	test('a clock that jumped gives no time', () => {
		expect(told(mcp('x'), 'client', {startedAt: 2000, endedAt: 1000})?.call.durationMs).toBeNull();
		expect(told(mcp('x'), 'client', {startedAt: 0, endedAt: 1000})?.call.durationMs).toBeNull();
	});
});

describe('a failed call has the category of its code', () => {
	test.each<[attributes: Attributes, isError: boolean, category: string | null]>([
		[{}, false, null],
		[{}, true, 'tool_error'],
		[{'error.type': 'tool_error'}, false, 'tool_error'],
		[{'error.type': 'tool_error'}, true, 'tool_error'],
		[{'error.type': 'timeout'}, true, 'timeout'],
		[{'error.type': '-32602'}, true, 'invalid_arguments'],
		[{'rpc.response.status_code': '-32601'}, true, 'tool_not_found'],
		[{'rpc.jsonrpc.error_code': -32602}, true, 'invalid_arguments'],
		[{'rpc.response.status_code': '-32001'}, true, 'timeout'],
		[{'rpc.response.status_code': '-32700'}, true, 'protocol'],
		[{'rpc.response.status_code': '-32000', 'error.type': 'McpError'}, true, 'rpc_error'],
		[{'rpc.response.status_code': '-32602'}, false, null],
		[{'error.type': '401'}, true, 'auth_required'],
		[{'error.type': '403'}, true, 'forbidden'],
		[{'http.response.status_code': 404}, true, 'not_found'],
		[{'http.response.status_code': 429}, true, 'rate_limited'],
		[{'http.response.status_code': 502}, true, 'server_error'],
		[{'http.response.status_code': 418}, true, 'http_error'],
		[{'error.type': 'ECONNREFUSED'}, true, 'connection_refused'],
		[{'error.type': 'ECONNRESET'}, true, 'connection_reset'],
		[{'error.type': 'ENOTFOUND'}, true, 'dns'],
		[{'error.type': 'ETIMEDOUT'}, true, 'timeout'],
		[{'error.type': 'EHOSTUNREACH'}, true, 'network'],
		[{'error.type': 'CERT_HAS_EXPIRED'}, true, 'tls'],
		[{'error.type': 'ENOENT'}, true, 'tool_error'],
		[{'error.type': 'DatabaseError'}, true, 'tool_error'],
		[{'error.type': 'constructor'}, true, 'tool_error'],
	])('%j, status error %j: %s', (attributes, isError, category) => {
		expect(told({...mcp('x'), ...attributes}, 'client', {isError})?.call.category).toBe(category);
	});
});
