import {expect, test} from 'vitest';
import {statelessHeaders} from '../../source/probe/stateless-headers.ts';
import {requestMeta} from '../../source/probe/stateless-meta.ts';

const body = (method: string, params: object = {}) =>
	JSON.stringify({jsonrpc: '2.0', id: 1, method, params: {...params, _meta: requestMeta('1.0.0')}});

test.each<[body: unknown, headers: object]>([
	[body('tools/list', {name: 'unrelated'}), {'mcp-method': 'tools/list'}],
	[body('tools/call', {name: 'list orders'}), {'mcp-method': 'tools/call', 'mcp-name': 'list orders'}],
	[body('tools/call', {name: 'größe'}), {'mcp-method': 'tools/call', 'mcp-name': '=?base64?Z3LDtsOfZQ==?='}],
	[body('tools/call', {name: ' padded'}), {'mcp-method': 'tools/call', 'mcp-name': '=?base64?IHBhZGRlZA==?='}],
	[
		body('tools/call', {name: 'a\r\nx-evil: 1'}),
		{'mcp-method': 'tools/call', 'mcp-name': expect.stringMatching(/^=\?/)},
	],
	[JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/list'}), {}],
	[undefined, {}],
])('%s has the headers %j', (text, headers) => expect(statelessHeaders(text)).toEqual(headers));
