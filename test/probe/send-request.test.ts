import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {startProxy} from '../../fixtures/proxy.mjs';
import type {OutgoingRequest} from '../../source/domain/ports.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createSendRequest} from '../../source/probe/send-request.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {freePort} from '../helpers/program.ts';
import {type SinkAnswer, startSink} from '../helpers/sink.ts';
import {endAfterTest, startFixture} from './http-harness.ts';

const never = new AbortController().signal;
const send = (changes: Partial<OutgoingRequest>, signal = never, clock = systemClock) =>
	createSendRequest(clock)(
		{
			method: 'POST',
			url: '',
			headers: {'content-type': 'application/json'},
			body: '{"a":"ü"}',
			tls: null,
			proxy: null,
			timeoutMs: 5000,
			...changes,
		},
		signal,
	);

async function sinkWith(answer: SinkAnswer) {
	const sink = await startSink(() => answer);
	endAfterTest(sink.close);
	return sink;
}

test('what is sent arrives as it is, a user and a password as a header', async () => {
	const sink = await sinkWith({status: 202, body: 'thanks'});
	const url = sink.url.replace('//', '//me:p%40ss@');
	expect(await send({url: `${url}/x?y=1`})).toEqual({hasStatus: true, status: 202, retryAfterMs: null, text: 'thanks'});
	const [{method, path, headers, body}] = sink.received as [(typeof sink.received)[0]];
	expect({method, path, body}).toEqual({method: 'POST', path: '/x?y=1', body: '{"a":"ü"}'});
	expect(headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
	expect(headers['content-type']).toBe('application/json');
});

test('an answer is taken with its status and with how long to wait; no redirect is followed', async () => {
	const busy = await sinkWith({status: 429, headers: {'retry-after': '7'}, body: 'slow down'});
	expect(await send({url: busy.url})).toEqual({hasStatus: true, status: 429, retryAfterMs: 7000, text: 'slow down'});
	const moved = await sinkWith({status: 307, headers: {location: busy.url}});
	expect(await send({url: moved.url})).toMatchObject({hasStatus: true, status: 307});
	expect(busy.received).toHaveLength(1);
});

test('of a long answer the start is read', async () => {
	const sink = await sinkWith({status: 500, body: 'x'.repeat(5_000_000)});
	const answer = await send({url: sink.url});
	expect(answer.hasStatus && answer.text).toBe('x'.repeat(4096));
});

test('what does not work says why, in the words of a check', async () => {
	const url = `http://127.0.0.1:${await freePort()}`;
	expect(await send({url})).toMatchObject({hasStatus: false, failure: {category: 'connection_refused'}});
	expect(await send({url, headers: {'X-A': 'secret\nsecond line'}})).toMatchObject({
		failure: {category: 'bad_config', message: 'header X-A cannot be sent'},
	});
	const fixture = await startFixture({tls: 'self-signed'});
	expect(await send({url: fixture.url('/')})).toMatchObject({hasStatus: false, failure: {category: 'tls'}});
});

test('who does not answer in time is left', async () => {
	const sink = await sinkWith(null);
	const clock = createFakeClock();
	const answer = send({url: sink.url}, never, clock);
	await expect.poll(() => sink.received.length).toBe(1);
	await clock.advance(5000);
	expect(await answer).toMatchObject({
		hasStatus: false,
		failure: {category: 'timeout', message: 'no answer within 5s'},
	});
	expect(clock.pending()).toBe(0);
});

test('what is not wanted any more ends at once', async () => {
	const sink = await sinkWith(null);
	const ending = new AbortController();
	const answer = send({url: sink.url}, ending.signal);
	await expect.poll(() => sink.received.length).toBe(1);
	ending.abort();
	expect((await answer).hasStatus).toBe(false);
});

test('it goes the way that servers are reached by: authorities of our own, and a proxy', async () => {
	const fixture = await startFixture({tls: 'ca-signed-elsewhere'});
	const proxy = await startProxy({hosts: {'elsewhere.example': fixture.port}});
	endAfterTest(() => proxy.kill());
	const caFile = fileURLToPath(new URL('../../fixtures/tls/ca.pem', import.meta.url));
	const tls = {caFile, certFile: null, keyFile: null, serverName: null, insecureSkipVerify: false};
	const answer = await send({url: 'https://elsewhere.example:8443/nothing', tls, proxy: proxy.url()});
	expect(answer.hasStatus).toBe(true);
	expect(proxy.seen.map(({method}) => method)).toEqual(['CONNECT']);
});
