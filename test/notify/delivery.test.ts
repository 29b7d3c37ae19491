import {expect, test} from 'vitest';
import type {Answer} from '../../source/domain/ports.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {failure, noon} from '../helpers/fleet.ts';
import {answered, closed, createNotifierRig, idsOf, opened, webhook} from './rig.ts';

const refused: Answer = {hasStatus: false, failure: failure()};

/** A notifier whose other side answers with these, the last one for ever. */
function rigWith(answers: readonly Answer[], random = () => 1) {
	const clock = createFakeClock(noon);
	const left = [...answers];
	const rig = createNotifierRig({
		clock,
		random,
		answer: async () => (left.length > 1 ? left.shift()! : (left[0] ?? answered(200))),
	});
	return {clock, ...rig};
}

test('an alert goes out at once', async () => {
	const {clock, raise, start, requests} = rigWith([]);
	start();
	raise(opened('redis-mcp', 1));
	await clock.advance(0);
	expect(idsOf(requests)).toEqual(['id-0001']);
});

test('what fails is tried again, twice as late each time, and nothing overtakes it', async () => {
	const {clock, raise, start, requests, warnings} = rigWith([refused, answered(500), answered(503), answered(200)]);
	start();
	raise(opened('redis-mcp', 1));
	await clock.advance(0);
	raise(opened('github-mcp', 2));
	await clock.advance(999);
	expect(idsOf(requests)).toEqual(['id-0001']);
	expect([...warnings.values()]).toEqual([
		'channel hook (hooks.example.com) does not take alerts: connection refused; 1 alert waits',
	]);
	await clock.advance(1);
	expect(requests).toHaveLength(2);
	await clock.advance(1999);
	expect(requests).toHaveLength(2);
	await clock.advance(1);
	expect(requests).toHaveLength(3);
	await clock.advance(4000);
	expect(idsOf(requests)).toEqual(['id-0001', 'id-0001', 'id-0001', 'id-0001', 'id-0002']);
	expect(warnings.size).toBe(0);
});

test('the wait grows to five minutes and no further, half of it by chance', async () => {
	const {clock, raise, start, requests} = rigWith([answered(503)], () => 0);
	start();
	raise(opened('redis-mcp', 1));
	await clock.advance(3_600_000);
	const before = requests.length;
	await clock.advance(150_000);
	expect(requests.length).toBe(before + 1);
});

test('who asks to be left alone is, but not for ever', async () => {
	const {clock, raise, start, requests} = rigWith([
		answered(429, {retryAfterMs: 42_000}),
		answered(429, {retryAfterMs: 9_999_999}),
		answered(200),
	]);
	start();
	raise(opened('redis-mcp', 1));
	await clock.advance(41_999);
	expect(requests).toHaveLength(1);
	await clock.advance(1);
	expect(requests).toHaveLength(2);
	await clock.advance(299_999);
	expect(requests).toHaveLength(2);
	await clock.advance(1);
	expect(requests).toHaveLength(3);
});

test('one that never answers is given up after ten seconds, and tried again', async () => {
	const clock = createFakeClock(noon);
	let asked = 0;
	const rig = createNotifierRig({
		clock,
		answer: () => (asked++ === 0 ? new Promise<Answer>(() => {}) : Promise.resolve(answered(200))),
	});
	rig.start();
	rig.raise(opened('redis-mcp', 1));
	await clock.advance(11_000);
	expect([...rig.warnings.values()].join()).toContain('no answer within 10s');
	await clock.advance(1000);
	expect(idsOf(rig.requests)).toEqual(['id-0001', 'id-0001']);
	expect(rig.warnings.size).toBe(0);
});

test('what is refused for good is given up after three tries, said, and the next one has its turn', async () => {
	const {clock, raise, start, requests, warnings, kept} = rigWith([
		answered(404, {text: 'no such hook: secret-path'}),
		answered(404, {text: 'no such hook: secret-path'}),
		answered(404, {text: 'no such hook: secret-path'}),
		answered(200),
	]);
	start();
	raise(opened('redis-mcp', 1), closed('redis-mcp', 2), opened('github-mcp', 3));
	await clock.advance(3500);
	expect([...warnings.values()]).toEqual([
		'channel hook (hooks.example.com) does not take alerts: HTTP 404: no such hook: ***; 1 alert could not be delivered',
	]);
	await clock.advance(10_000);
	// The end of an outage that nobody was told of is not told either.
	expect(idsOf(requests)).toEqual(['id-0001', 'id-0001', 'id-0001', 'id-0003']);
	expect(kept.outbox.boxes[0]?.dead).toEqual([
		{
			id: 'id-0001',
			at: noon + 3000,
			server: 'redis-mcp',
			message: 'down: exited with code 1',
			reason: 'HTTP 404: no such hook: ***',
		},
	]);
	expect(warnings.size).toBe(0);
});

test('what nobody took for a day is given up', async () => {
	const {clock, raise, start, kept} = rigWith([answered(503)]);
	start();
	raise(opened('redis-mcp', 1));
	await clock.advance(24 * 3_600_000 + 300_001);
	expect(kept.outbox.boxes[0]?.queue).toEqual([]);
	expect(kept.outbox.boxes[0]?.dead[0]?.reason).toBe('HTTP 503');
});

test('a restart goes on where the last run ended, and tells what was raised in between', async () => {
	const {clock, raise, start, requests, kept} = rigWith([answered(503), answered(200)]);
	const first = start();
	raise(opened('redis-mcp', 1), opened('github-mcp', 2));
	await clock.advance(0);
	await first.close();
	expect(idsOf(requests)).toEqual(['id-0001']);
	raise(opened('slack-mcp', 3));
	const second = start();
	await clock.advance(0);
	expect(idsOf(requests)).toEqual(['id-0001', 'id-0001', 'id-0002', 'id-0003']);
	await second.close();
	start();
	await clock.advance(600_000);
	expect(requests).toHaveLength(4);
	expect(kept.outbox.boxes[0]?.queue).toEqual([]);
});

test('a channel that fails keeps no other one waiting', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock, answer: async ({url}) => answered(url.includes('bad') ? 500 : 200)});
	rig.start([webhook({name: 'bad', url: 'https://bad.example.com'}), webhook({name: 'good'})]);
	rig.raise(opened('redis-mcp', 1), opened('github-mcp', 2));
	await clock.advance(0);
	expect(rig.requests.filter(({url}) => !url.includes('bad'))).toHaveLength(2);
	expect([...rig.warnings.keys()]).toEqual(['channel bad']);
});

test('a channel that is not configured is shown, and nothing is sent', async () => {
	const {clock, raise, start, requests, warnings} = rigWith([]);
	const notifier = start([webhook({problem: 'environment variable LANGSIGHT_HOOK is not set'})]);
	raise(opened('redis-mcp', 1));
	await clock.advance(60_000);
	expect(requests).toEqual([]);
	expect([...warnings.values()]).toEqual([
		'channel hook is not configured: environment variable LANGSIGHT_HOOK is not set',
	]);
	await notifier.close();
	expect(warnings.size).toBe(0);
});

test('what is under way may end when everything does, for two seconds', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock, answer: () => new Promise<Answer>(() => {})});
	const notifier = rig.start();
	rig.raise(opened('redis-mcp', 1));
	await clock.advance(0);
	let isClosed = false;
	void notifier.close().then(() => {
		isClosed = true;
	});
	await clock.advance(1999);
	expect(isClosed).toBe(false);
	await clock.advance(1);
	expect(isClosed).toBe(true);
	expect(rig.kept.outbox.boxes[0]?.queue).toHaveLength(1);
	expect(clock.pending()).toBe(0);
});
