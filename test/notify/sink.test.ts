import {afterEach, expect, test, vi} from 'vitest';
import type {Clock} from '../../source/domain/ports.ts';
import {createSendRequest} from '../../source/probe/send-request.ts';
import {noon} from '../helpers/fleet.ts';
import {type Sink, startSink} from '../helpers/sink.ts';
import {createNotifierRig, opened, webhook} from './rig.ts';

/** Real sockets need real time; waits are this many times shorter. */
const haste = 20;
/** The process may be older than this file. */
const startedAt = performance.now();
const fastClock: Clock = {
	now: () => noon + performance.now() - startedAt,
	ticks: () => (performance.now() - startedAt) * haste,
	after(ms, run) {
		const timer = setTimeout(run, ms / haste);
		return () => clearTimeout(timer);
	},
};

let sink: Sink;
afterEach(() => sink.close());

/** Ids in the order in which they were first taken. */
const firstIds = () => [...new Set(sink.accepted().map(({id}) => id))];

test('a sink that fails, stalls and goes away gets every alert, in order', async () => {
	const script = [500, null, 429, 200, 503, 200, 408, null, 200];
	sink = await startSink(count => {
		const status = script[count % script.length]!;
		return status === null ? null : {status, ...(status === 429 && {headers: {'retry-after': '2'}})};
	});
	const rig = createNotifierRig({clock: fastClock, sendRequest: createSendRequest(fastClock)});
	const channels = [webhook({url: sink.url})];
	const first = rig.start(channels);
	rig.raise(...[1, 2, 3, 4].map(number => opened(`server-${number}`, number)));
	await vi.waitFor(() => expect(firstIds()).toHaveLength(3), {timeout: 10_000});
	await sink.close();
	rig.raise(...[5, 6].map(number => opened(`server-${number}`, number)));
	await vi.waitFor(() => expect([...rig.warnings.values()].join()).toContain('Connection refused'), {timeout: 10_000});
	await first.close();
	rig.raise(opened('server-7', 7));
	sink.answer(() => ({status: 200}));
	await sink.open();
	const second = rig.start(channels);
	await vi.waitFor(() => expect(firstIds()).toHaveLength(7), {timeout: 10_000});
	expect(firstIds()).toEqual([1, 2, 3, 4, 5, 6, 7].map(number => `id-000${number}`));
	await vi.waitFor(() => expect(rig.warnings.size).toBe(0));
	expect(rig.kept.outbox.boxes[0]?.queue).toEqual([]);
	await second.close();
});
