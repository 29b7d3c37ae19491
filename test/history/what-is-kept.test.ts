import {readFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('what is kept', () => {
	test('of samples are those of an hour and the one before, and the last 20 failures', async () => {
		const {history} = await store.open([slack]);
		const from = store.clock.now();
		for (let index = 0; index <= 200; index++) {
			const isFailed = index < 60;
			const at = from + index * minuteMs;
			history.append(
				slack.name,
				store.sample({at, ...(isFailed && {latencyMs: null, category: 'timeout', counted: false})}),
			);
		}
		await history.close();
		const past = await store.reread(slack);
		expect(past?.samples).toHaveLength(61);
		expect(past?.samples[0]?.at).toBe(from + 140 * minuteMs);
		const {history: next} = await store.open([slack]);
		const failures = next.record(slack.name)?.failures ?? [];
		expect([failures.length, failures[0]?.at]).toEqual([20, from + 40 * minuteMs]);
		await next.close();
	});

	test('stays small over a week and more: hours, days, one hour of samples', async () => {
		const {history} = await store.open([slack]);
		const from = store.clock.now();
		for (let at = from; at < from + 20 * 24 * hourMs; at += 2 * minuteMs) {
			history.append(slack.name, store.sample({at, latencyMs: 30 + ((at / 777) % 50)}));
		}
		await history.close();
		// What had never been written by then goes into the roll-up, and at the next write out of the tail.
		const {history: next} = await store.open([slack]);
		next.append(slack.name, store.sample({at: from + 20 * 24 * hourMs}));
		await next.close();
		const sizeOf = async (kind: string) => (await readFile(await store.fileOf('slack', kind))).length;
		expect(await sizeOf('tail')).toBeLessThan(2048);
		expect(await sizeOf('roll-up')).toBeLessThan(40 * 1024);
		const spans = (await store.open([slack])).history.record(slack.name)?.spans ?? [];
		expect(spans.reduce((sum, {checks}) => sum + checks, 0)).toBe(20 * 24 * 30 + 1);
	});

	test('has no samples of the future once a clock was put back', async () => {
		const {history} = await store.open([slack]);
		const now = store.clock.now();
		for (const minutes of [0, 30, 45, 5, 6]) history.append(slack.name, store.sample({at: now + minutes * minuteMs}));
		await history.close();
		expect((await store.reread(slack))?.samples.map(({at}) => (at - now) / minuteMs)).toEqual([0, 5, 6]);
	});

	test('survives a clock that jumps by years, both ways', async () => {
		const {history} = await store.open([slack]);
		const now = store.clock.now();
		const year = 365 * 24 * hourMs;
		for (const at of [now, now + 30 * year, now + minuteMs, now - 30 * year, now + 2 * minuteMs]) {
			history.append(slack.name, store.sample({at}));
		}
		const {spans} = history.record(slack.name) ?? {spans: []};
		await history.close();
		const {history: next} = await store.open([slack]);
		expect(next.problem.getSnapshot()).toBeNull();
		expect(next.record(slack.name)?.spans).toEqual(spans);
		expect(spans.reduce((sum, {checks}) => sum + checks, 0)).toBe(5);
		await next.close();
	});
});
