import {describe, expect, test, vi} from 'vitest';
import type {HttpFixture} from '../../fixtures/http-server.mjs';
import type {HttpServer} from '../../source/domain/server.ts';
import {startFixture, watch} from './http-harness.ts';
import {closeRigs, createRig, fixture} from './stdio-fixture.ts';

const kinds: [kind: string, path: string, changes: Partial<HttpServer>][] = [
	['Streamable HTTP', '/streamable', {}],
	['SSE', '/sse', {transport: 'sse'}],
];

const opened = ({requests}: HttpFixture): number => requests.filter(({rpc}) => rpc === 'initialize').length;

describe.each(kinds)('over %s', (_kind, path, changes) => {
	test('every 20th check of a session is compared with a fresh one, which is closed again', async () => {
		const server = await startFixture();
		const {good} = watch(server.url(path), changes);
		const compared: number[] = [];
		for (let check = 1; check <= 41; check++) {
			const result = await good();
			if (result.fresh) compared.push(check);
			expect(result.fresh?.failure ?? null).toBeNull();
		}
		expect(compared).toEqual([20, 40]);
		expect(opened(server)).toBe(3);
		await vi.waitFor(() => expect(server.sessions()).toHaveLength(1));
		if (path === '/streamable') expect(server.requests.filter(({method}) => method === 'DELETE')).toHaveLength(2);
	});

	test('that a fresh session fails where the held one works is told, until that is over', async () => {
		const server = await startFixture();
		const {good} = watch(server.url(`${path}?max=1`), changes);
		for (let check = 1; check < 20; check++) expect(await good()).not.toHaveProperty('fresh');
		for (let check = 20; check < 23; check++) {
			expect(await good()).toMatchObject({connectMs: null, fresh: {failure: {category: 'server_error'}}});
		}
	});
});

describe('when the held session fails', () => {
	const cases: [kind: string, path: string, changes: Partial<HttpServer>][] = [
		['Streamable HTTP', '/tired?after=2', {}],
		['SSE', '/sse/stall?after=2', {transport: 'sse', timeoutMs: 400}],
	];
	test.each(cases)(
		'and a fresh one works, that is told and the next check uses one: %s',
		async (_kind, path, changes) => {
			const server = await startFixture();
			const {good, check, prober} = watch(server.url(path), changes);
			await good();
			await good();
			expect(await check()).toMatchObject({ok: false, fresh: {failure: null}});
			expect(prober.isOpen).toBe(false);
			const next = await good();
			expect(next.connectMs).toEqual(expect.any(Number));
			expect(next).not.toHaveProperty('fresh');
		},
	);

	test('and a fresh one fails too, both are told, once, and the session is kept', async () => {
		const server = await startFixture();
		const {good, check, prober} = watch(server.url('/sse'), {transport: 'sse', timeoutMs: 300});
		await good();
		server.silence();
		expect(await check()).toMatchObject({
			ok: false,
			failure: {category: 'stream_stalled', phase: 'list_tools'},
			fresh: {failure: {category: 'stream_stalled', phase: 'initialize'}},
		});
		expect(prober.isOpen).toBe(true);
		expect(await check()).not.toHaveProperty('fresh');
		server.silence(false);
		expect(await good()).toMatchObject({connectMs: null});
	});

	test('but never worked, nothing is compared', async () => {
		const server = await startFixture();
		const {check} = watch(server.url('/500?at=tools/list'));
		expect(await check()).not.toHaveProperty('fresh');
		expect(opened(server)).toBe(1);
	});

	test.each(['/429?at=tools/list&after=1', '/500?era=modern&at=tools/list&after=1'])(
		'because it is asked to be left alone, or is none, nothing is compared: %s',
		async path => {
			const server = await startFixture();
			const {good, check} = watch(server.url(path));
			await good();
			expect(await check()).not.toHaveProperty('fresh');
		},
	);
});

test('the comparison ends within the deadline, and closing the prober leaves nothing of it', async () => {
	const server = await startFixture();
	const {good, check, prober} = watch(server.url('/never-answers?at=tools/list&after=1'), {timeoutMs: 300});
	await good();
	expect(await check()).toMatchObject({ok: false, fresh: {failure: {category: 'timeout'}}});
	await prober.close();
	await vi.waitFor(() => expect(server.openSockets()).toBe(0));
	expect(server.sessions()).toEqual([]);
});

test('a second copy of a stdio server is never started', async () => {
	const rig = createRig(fixture(['slow-first=0', 'hang-list'], {timeoutMs: 100}));
	for (let times = 0; times < 2; times++) expect(await rig.check()).not.toHaveProperty('fresh');
	expect(rig.groups).toHaveLength(1);
	await closeRigs();
});
