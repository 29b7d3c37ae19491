import {beforeAll, expect, test} from 'vitest';
import {startHttpFixture} from '../../fixtures/http-server.mjs';
import {startFixture, watch} from './http-harness.ts';
import {createMovableClock} from './movable-clock.ts';

// The first request of a process takes longer than the short deadlines here.
beforeAll(async () => {
	const server = await startHttpFixture();
	await fetch(server.url('/404'));
	await server.kill();
});

test('silence is counted from the last answer, through every stream that is opened meanwhile', async () => {
	const clock = createMovableClock();
	const server = await startFixture();
	const {good, failing} = watch(server.url('/sse'), {transport: 'sse', timeoutMs: 500}, clock);
	await good();
	server.silence();
	const told: number[] = [];
	for (let check = 1; check <= 6; check++) {
		clock.pass(10_000);
		const {category, message} = await failing();
		expect(category).toBe('stream_stalled');
		told.push(Number(/^No events in (\d+)s \(SSE\)$/.exec(message)?.[1]));
	}
	expect(told.map(seconds => Math.floor(seconds / 10) * 10)).toEqual([10, 20, 30, 40, 50, 60]);
	expect(server.requests.filter(({method}) => method === 'GET').length).toBeGreaterThan(3);

	server.silence(false);
	await good();
	server.silence();
	clock.pass(20_000);
	expect((await failing()).message).toMatch(/^No events in 2[0-2]s/);
});

test('a server that was away meanwhile is not said to have been silent all that time', async () => {
	const clock = createMovableClock();
	const server = await startFixture();
	const {port} = server;
	const {good, failing} = watch(server.url('/sse'), {transport: 'sse', timeoutMs: 500}, clock);
	await good();
	server.silence();
	for (let check = 1; check <= 4; check++) await failing();
	clock.pass(3_600_000);
	await server.kill();
	expect((await failing()).category).toBe('connection_refused');
	const successor = await startFixture({port});
	successor.silence();
	expect((await failing()).message).toMatch(/^No events in [0-2]s/);
});
