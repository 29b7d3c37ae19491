import {describe, expect, test} from 'vitest';
import type {Failure} from '../../source/domain/probe-result.ts';
import {startFixture, watch} from './http-harness.ts';

const modern = {protocolVersion: '2026-07-28', serverInfo: {name: 'modern-fixture', version: '2.0.0'}};

test.each(['/modern', '/modern?stream=1', '/modern?pages=1', '/modern?supported='])(
	'a server of the stateless era is good, and is asked as that era asks: %s',
	async path => {
		const fixture = await startFixture();
		const {good} = watch(fixture.url(path));
		expect(await good()).toMatchObject({connectMs: expect.any(Number), listing: modern});
		const again = await good();
		expect(again.connectMs).toBeNull();
		expect(again.listing.tools.map(({name}) => name)).toEqual(['echo', 'add', 'now']);
		expect(again.listing.instructions).toBe('Ask away.');

		expect(fixture.requests.every(({method}) => method === 'POST')).toBe(true);
		const [refused, discovered, ...lists] = fixture.requests.map(({rpc}) => rpc);
		expect([refused, discovered]).toEqual(['initialize', 'server/discover']);
		expect(new Set(lists)).toEqual(new Set(['tools/list']));
		for (const {headers, params, rpc} of fixture.requests.slice(1)) {
			expect(headers).toMatchObject({'mcp-protocol-version': '2026-07-28', 'mcp-method': rpc});
			expect(headers['mcp-session-id']).toBeUndefined();
			expect(params).toHaveProperty(['_meta', 'io.modelcontextprotocol/clientInfo', 'name'], 'langsight');
		}
	},
);

test('a server of both eras is initialised as ever', async () => {
	const fixture = await startFixture();
	const {good} = watch(fixture.url('/dual'));
	expect((await good()).listing.protocolVersion).toBe('2025-11-25');
	expect(fixture.sessions()).toHaveLength(1);
});

test('a stateless server without tools is asked what it is at each check', async () => {
	const fixture = await startFixture();
	const {good} = watch(fixture.url('/modern?no-tools=1'));
	expect((await good()).listing.tools).toEqual([]);
	await good();
	expect(fixture.requests.map(({rpc}) => rpc)).toEqual(['initialize', ...Array(3).fill('server/discover')]);
});

test('with no version in common, those that the server supports are named', async () => {
	const fixture = await startFixture();
	expect(await watch(fixture.url('/modern?supported=2031-01-01')).failing()).toMatchObject({
		category: 'unsupported_version',
		transient: false,
		phase: 'initialize',
		message: 'supports only protocol version 2031-01-01',
		hint: expect.stringMatching(/2026-07-28.*2025-11-25/),
	});
	expect(fixture.requests.map(({rpc}) => rpc)).toEqual(['initialize']);
});

test('a server that refuses both eras is told as one that refused to initialize', async () => {
	const fixture = await startFixture();
	expect(await watch(fixture.url('/modern?no-discover=1')).failing()).toMatchObject({
		category: 'unsupported_version',
		phase: 'initialize',
	});
});

test.each<[fault: string, category: Failure['category']]>([
	['401', 'auth_required'],
	['403', 'forbidden'],
	['503', 'server_error'],
	['never-answers', 'timeout'],
	['rst', 'connection_reset'],
])('%s is no evidence of an era', async (fault, category) => {
	const fixture = await startFixture();
	const {failing} = watch(fixture.url(`/${fault}?era=modern&at=initialize`), {timeoutMs: 300});
	expect((await failing()).category).toBe(category);
	expect(fixture.requests.map(({rpc}) => rpc)).not.toContain('server/discover');
});

describe('in the stateless era', () => {
	test.each<[fault: string, at: string, category: Failure['category'], phase: Failure['phase']]>([
		['401', 'server/discover', 'auth_required', 'initialize'],
		['503', 'server/discover', 'server_error', 'initialize'],
		['never-answers', 'server/discover', 'timeout', 'initialize'],
		['stream-no-answer', 'tools/list', 'stream_dropped', 'list_tools'],
		['never-answers', 'tools/list', 'timeout', 'list_tools'],
		['html', 'tools/list', 'protocol', 'list_tools'],
		['bad-json', 'tools/list', 'protocol', 'list_tools'],
		['500', 'tools/list', 'server_error', 'list_tools'],
	])('%s at %s is %s', async (fault, at, category, phase) => {
		const fixture = await startFixture();
		const {failing} = watch(fixture.url(`/${fault}?era=modern&at=${at}`), {timeoutMs: 300});
		const failure = await failing();
		expect(failure).toMatchObject({category, phase});
		if (category === 'timeout') expect(failure.message).toContain(`no response to ${at}`);
	});

	test('the era is remembered when the connection has to be opened anew', async () => {
		const fixture = await startFixture();
		const {good, failing} = watch(fixture.url('/500?era=modern&at=tools/list&after=1'), {timeoutMs: 500});
		await good();
		for (let times = 0; times < 4; times++) expect((await failing()).category).toBe('server_error');
		expect(fixture.requests.filter(({rpc}) => rpc === 'initialize')).toHaveLength(1);
		expect(fixture.requests.filter(({rpc}) => rpc === 'server/discover')).toHaveLength(2);
	});

	test('a server that goes back to the older one is followed at the next check, and forth again', async () => {
		const fixture = await startFixture();
		const {good, failing} = watch(fixture.url('/switch'));
		expect((await good()).listing.protocolVersion).toBe('2026-07-28');
		fixture.speak('legacy');
		await failing();
		expect((await good()).listing.protocolVersion).toBe('2025-11-25');
		fixture.speak('modern');
		expect((await failing()).category).toBe('unsupported_version');
		expect((await good()).listing.protocolVersion).toBe('2026-07-28');
	});
});
