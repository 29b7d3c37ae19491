import {describe, expect, test} from 'vitest';
import {type Attributable, createAttribution} from '../../source/domain/attribute-call.ts';
import {type CallTarget, noTarget} from '../../source/domain/tool-call.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';

const known = (
	server: Attributable['server'],
	tools: readonly string[] = [],
	ownName: string | null = null,
): Attributable => ({server, tools: new Set(tools), ownName});

const servers = [
	known(httpServer('github-mcp', {url: 'https://mcp.example.com/github'}), ['create_issue', 'search']),
	known(httpServer('jira-mcp', {url: 'https://mcp.example.com/jira/'}), ['create_ticket', 'search']),
	known(httpServer('local', {url: 'http://localhost:3100/mcp'}), ['query']),
	known(httpServer('v6', {url: 'http://[::1]:3200/mcp'})),
	known(stdioServer('postgres'), ['query', 'mcp_odd_name'], 'example-servers/postgres'),
	known(stdioServer('my files'), ['read_file']),
	known(stdioServer('my'), ['files_read']),
];
const attribute = createAttribution(servers);
const at = (target: Partial<CallTarget>): CallTarget => ({...noTarget, ...target});

describe('the server of a call is found', () => {
	test.each<[by: string, tool: string, target: CallTarget, found: string | null]>([
		['by address and port', 'query', at({address: '127.0.0.1', port: 3100}), 'local query'],
		['by an address in any form', 'query', at({address: '::1', port: 3200}), 'v6 query'],
		[
			'by address, port and path',
			'search',
			at({address: 'mcp.example.com', port: 443, path: '/jira'}),
			'jira-mcp search',
		],
		[
			'by an address without its usual port',
			'search',
			at({address: 'MCP.example.com', path: '/github'}),
			'github-mcp search',
		],
		[
			'by the tool among those at one address',
			'create_issue',
			at({address: 'mcp.example.com'}),
			'github-mcp create_issue',
		],
		[
			'never by a name that is at another address',
			'search',
			at({address: 'mcp.example.com', names: ['postgres']}),
			null,
		],
		[
			'by name, whatever else is told',
			'query',
			at({address: 'elsewhere.example', names: ['postgres']}),
			'postgres query',
		],
		['by name in another spelling', 'x', at({names: ['My_Files']}), 'my files x'],
		['by what the server calls itself', 'query', at({names: ['example-servers/postgres']}), 'postgres query'],
		['by the second name', 'query', at({names: ['billing', 'postgres']}), 'postgres query'],
		['by the prefix of Claude Code', 'mcp__github-mcp__search', noTarget, 'github-mcp search'],
		['by such a prefix in its own spelling', 'mcp__my_files__read_file', noTarget, 'my files read_file'],
		['by the prefix of Gemini, the longest name first', 'mcp_my_files_read', noTarget, 'my files read'],
		['by the prefix of Gemini', 'mcp_postgres_query', noTarget, 'postgres query'],
		[
			'with the prefix taken off where the address tells it',
			'mcp__local__query',
			at({address: 'localhost', port: 3100}),
			'local query',
		],
		['by a tool that only one server has', 'create_ticket', noTarget, 'jira-mcp create_ticket'],
		['by a tool that looks like a prefix', 'mcp_odd_name', noTarget, 'postgres mcp_odd_name'],
		['not by a tool that two have', 'query', noTarget, null],
		['not by a tool that nobody has', 'drop_table', noTarget, null],
		['not by a port that is another', 'zzz', at({address: 'localhost', port: 3999}), null],
		['not by a prefix without a tool', 'mcp__postgres__', noTarget, null],
		['not by a prefix alone', 'mcp_', noTarget, null],
	])('%s', (_by, tool, target, found) => {
		const result = attribute({tool, target});
		expect(result && `${result.server} ${result.tool}`).toBe(found);
	});
});
