import {getEventListeners} from 'node:events';
import {expect, test} from 'vitest';
import type {Clock} from '../../source/domain/ports.ts';
import {DeadlineError, withDeadline} from '../../source/probe/deadline.ts';

function createStep() {
	const timers = new Set<() => void>();
	const clock: Clock = {
		now: () => 0,
		ticks: () => 0,
		after(_ms, run) {
			timers.add(run);
			return () => timers.delete(run);
		},
	};
	return {clock, timers};
}

const never = () => new Promise<never>(() => {});

test.each<[story: string, work: () => Promise<string>, settled: PromiseSettledResult<string>]>([
	['a value', async () => 'done', {status: 'fulfilled', value: 'done'}],
	['a rejection', () => Promise.reject('broken'), {status: 'rejected', reason: 'broken'}],
	[
		'an exception',
		() => {
			throw 'thrown';
		},
		{status: 'rejected', reason: 'thrown'},
	],
])('%s in time is passed on, and neither timer nor listener stays', async (_story, work, settled) => {
	const {clock, timers} = createStep();
	const {signal} = new AbortController();
	expect(await Promise.allSettled([withDeadline(clock, 5, signal, work)])).toEqual([settled]);
	expect(timers.size).toBe(0);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('when the time is over it rejects with how long was waited', async () => {
	const {clock, timers} = createStep();
	const {signal} = new AbortController();
	const waiting = withDeadline(clock, 5, signal, never);
	for (const run of timers) run();
	await expect(waiting).rejects.toEqual(new DeadlineError(5));
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('an abort ends the waiting at once', async () => {
	const {clock, timers} = createStep();
	const stop = new AbortController();
	const waiting = withDeadline(clock, 5, stop.signal, never);
	stop.abort('enough');
	await expect(waiting).rejects.toBe('enough');
	expect(timers.size).toBe(0);
});

test('after an abort the work is not even begun', async () => {
	const {clock, timers} = createStep();
	let isBegun = false;
	const work = async () => {
		isBegun = true;
	};
	await expect(withDeadline(clock, 5, AbortSignal.abort('enough'), work)).rejects.toBe('enough');
	expect(isBegun).toBe(false);
	expect(timers.size).toBe(0);
});
