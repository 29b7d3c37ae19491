import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import type {JSONRPCMessage} from '@modelcontextprotocol/sdk/types.js';
import {expect, test} from 'vitest';
import {createStatelessTalk} from '../../source/probe/stateless-talk.ts';

/** A connection in memory: what is sent is kept, and anything can be received. */
function createTalk(tellsCancellation = true) {
	const sent: (JSONRPCMessage & {id?: number; method?: string; params?: object})[] = [];
	const transport: Transport = {
		async start() {},
		async send(message) {
			sent.push(message as (typeof sent)[number]);
		},
		async close() {},
	};
	const talk = createStatelessTalk(transport, {version: '1.2.3', tellsCancellation});
	const receive = (message: object) => transport.onmessage?.({jsonrpc: '2.0', ...message} as JSONRPCMessage);
	return {talk, transport, sent, receive};
}

test('each request says by itself what initialize used to settle', () => {
	const {talk, sent} = createTalk();
	void talk.request('tools/list', {cursor: 'next'});
	expect(sent[0]).toMatchObject({
		method: 'tools/list',
		params: {
			cursor: 'next',
			_meta: {
				'io.modelcontextprotocol/protocolVersion': '2026-07-28',
				'io.modelcontextprotocol/clientCapabilities': {},
				'io.modelcontextprotocol/clientInfo': {name: 'langsight', version: '1.2.3'},
			},
		},
	});
});

test('a number that comes back as text is the same number, and what nobody asked for is passed over', async () => {
	const {talk, receive} = createTalk();
	const asked = talk.request('tools/list');
	for (const id of [0, 99, null, undefined, {}, 'x']) receive({id, result: {wrong: true}});
	receive({id: 1, method: 'sampling/createMessage'});
	receive({method: 'notifications/message'});
	receive({id: '1', result: {right: true}});
	receive({id: 1, result: {late: true}});
	expect(await asked).toEqual({right: true});
});

test.each([null, {}, {code: 'x'}, {code: -32603, message: {}}])(
	'an error of any shape is an error: %j',
	async error => {
		const {talk, receive} = createTalk();
		const asked = talk.request('tools/list');
		receive({id: 1, error});
		await expect(asked).rejects.toThrow('MCP error');
	},
);

test('a connection that ends fails what was asked over it', async () => {
	const {talk, transport} = createTalk();
	const asked = talk.request('tools/list');
	transport.onclose?.();
	await expect(asked).rejects.toThrow('Connection closed');
});

test('what cannot be sent fails', async () => {
	const {talk, transport} = createTalk();
	transport.send = async () => {
		throw new Error('refused');
	};
	await expect(talk.request('tools/list')).rejects.toThrow('refused');
});

test.each([true, false])('an answer that is given up is passed over when it comes; said to the server: %s', says => {
	const {talk, sent, receive} = createTalk(says);
	void talk.request('tools/list');
	talk.cancel();
	talk.cancel();
	receive({id: 1, result: {}});
	const cancellations = sent.filter(({method}) => method === 'notifications/cancelled');
	expect(cancellations.map(({params}) => params)).toMatchObject(says ? [{requestId: 1}] : []);
});
