import {execFileSync} from 'node:child_process';
import {mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {unknownHealth} from '../../source/domain/health.ts';
import type {Server} from '../../source/domain/server.ts';
import type {JsonHistory} from '../../source/history/json-history.ts';
import {alertOf, openIncident, stdioServer} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Lets time pass as it does: what falls due is written before the next second comes. */
async function pass(history: JsonHistory, ms: number): Promise<void> {
	for (let second = 0; second < ms; second += 1000) {
		await store.clock.advance(1000);
		await history.saved();
	}
}

const numberOf = async (server: Server) => (await store.reread(server))?.samples.length;

describe('writing', () => {
	test('happens within a minute, or at once when it is urgent', async () => {
		const {history} = await store.open();
		history.append(slack.name, store.sample());
		history.append(redis.name, store.sample());
		history.keep(redis.name, kept, true);
		await history.saved();
		expect(await store.reread(redis)).toMatchObject({kept, samples: [store.sample()]});
		expect(await numberOf(slack)).toBe(0);
		await pass(history, minuteMs);
		expect(await numberOf(slack)).toBe(1);
		await history.close();
	});

	test('is spread over the minute, and comes once in it for each server', async () => {
		const servers = Array.from({length: 90}, (_none, index) => stdioServer(`server-${index}`));
		const {history} = await store.open(servers);
		const written: number[] = [];
		for (let second = 0; second < 120; second++) {
			for (const {name} of servers) history.append(name, store.sample());
			await store.clock.advance(1000);
			await history.saved();
			if (second === 0) expect(await store.files()).toHaveLength(2);
			const files = (await store.files()).length;
			written.push(files - written.reduce((sum, count) => sum + count, 0));
		}
		expect(Math.max(...written)).toBeLessThanOrEqual(2);
		expect(written.slice(0, 60).reduce((sum, count) => sum + count, 0)).toBe(90);
		await history.close();
	});

	test('touches only what has changed', async () => {
		const {history} = await store.open([slack]);
		const identity = async (kind: string) =>
			(await stat(await store.fileOf('slack', kind)).catch(() => ({ino: null}))).ino;
		const identities = async () => Promise.all(['tail', 'roll-up', 'incidents', 'schema'].map(identity));
		history.append(slack.name, store.sample());
		history.keep(slack.name, kept, true);
		await history.saved();
		const [tail, rollUp, incidents, schema] = await identities();
		expect([tail === null, rollUp, incidents === null, schema === null]).toEqual([false, null, false, false]);

		// A check that changes nothing else: health is another object each time.
		history.append(slack.name, store.sample());
		history.keep(slack.name, {...kept, health: {...kept.health}}, false);
		await pass(history, minuteMs);
		const next = await identities();
		expect(next).not.toContain(tail);
		expect(next.slice(1)).toEqual([null, incidents, schema]);

		// And nothing at all.
		await pass(history, 2 * minuteMs);
		expect(await identities()).toEqual(next);
		await history.close();
		expect(await identities()).toEqual(next);
	});

	test('brings an hour into the roll-up once it is over, and out of the tail', async () => {
		const {history} = await store.open([slack]);
		const hours = async (kind: string) => ((await store.json('slack', kind)).hours as unknown[]).length;
		for (let minute = 0; minute < 150; minute++) {
			history.append(slack.name, store.sample());
			await store.clock.advance(minuteMs);
			await history.saved();
			if (minute === 59) expect(await hours('tail')).toBe(1);
		}
		expect([await hours('roll-up'), await hours('tail')]).toEqual([2, 1]);
		const changedAt = (await stat(await store.fileOf('slack', 'roll-up'))).mtimeMs;
		history.append(slack.name, store.sample());
		await pass(history, minuteMs);
		expect((await stat(await store.fileOf('slack', 'roll-up'))).mtimeMs).toBe(changedAt);
		// The outage of before is told late: its hour changes after all.
		history.keep(slack.name, {...kept, incidents: [openIncident({startedAt: store.clock.now() - 2 * hourMs})]}, true);
		await history.saved();
		expect((await stat(await store.fileOf('slack', 'roll-up'))).mtimeMs).toBeGreaterThan(changedAt);
		const before = history.record(slack.name)?.spans;
		expect(before?.reduce((sum, span) => sum + span.outages, 0)).toBe(1);
		await history.close();
		expect((await store.open([slack])).history.record(slack.name)?.spans).toEqual(before);
	});

	test('of a storm of urgent ones takes few writes, the last of which has all', async () => {
		const {history} = await store.open();
		for (let index = 0; index < 2000; index++) {
			history.keep(redis.name, {...kept, health: {...unknownHealth, since: index}}, true);
			history.addAlert(alertOf(`a${index}`));
		}
		await history.close();
		expect((await store.reread(redis))?.kept?.health.since).toBe(1999);
		const {history: next} = await store.open();
		expect(next.alerts()[0]?.server).toBe('a1999');
		expect(next.alerts()).toHaveLength(500);
		await next.close();
	});

	test('of a fleet that fails at once does not open a file for each server at once', async () => {
		const servers = Array.from({length: 300}, (_none, index) => stdioServer(`server-${index}`));
		const {history} = await store.open(servers);
		for (const {name} of servers) history.keep(name, kept, true);
		await history.saved();
		expect(history.problem.getSnapshot()).toBeNull();
		expect(await store.files()).toHaveLength(900);
		await history.close();
	});

	test('leaves no timer and no half-written file', async () => {
		const {history} = await store.open();
		history.append(slack.name, store.sample());
		await store.clock.advance(minuteMs);
		await history.close();
		await store.clock.advance(10 * minuteMs);
		expect(store.clock.pending()).toBe(0);
		expect((await store.files()).filter(name => name.endsWith('.tmp'))).toEqual([]);
	});

	test('that was cut short is no hindrance, and what it left is gone with the next one', async () => {
		const {history} = await store.open();
		history.append(redis.name, store.sample());
		await history.close();
		const before = await store.files();
		await writeFile(`${await store.fileOf('redis', 'tail')}.tmp`, '{"version":2,');
		const {history: next, pasts} = await store.open();
		expect(pasts.get(redis.name)?.samples).toHaveLength(1);
		next.append(redis.name, store.sample());
		await next.close();
		expect(await store.files()).toEqual(before);
		expect((await store.reread(redis))?.samples).toHaveLength(2);
	});

	test('ends in bounded time, even where the disk does not answer', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		history.keep(slack.name, kept, true);
		await history.saved();
		// Opening a pipe for writing waits until somebody reads.
		const stuck = `${await store.fileOf('slack', 'tail')}.tmp`;
		execFileSync('mkfifo', [stuck]);
		history.append(slack.name, store.sample());
		let isClosed = false;
		const closing = history.close().then(() => {
			isClosed = true;
		});
		await store.clock.advance(4999);
		expect(isClosed).toBe(false);
		await store.clock.advance(1);
		await closing;
		expect(store.clock.pending()).toBe(0);
		await readFile(stuck);
		await history.saved();
		expect((await store.reread(slack))?.kept).toEqual(kept);
	});
});

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

describe('a folder that cannot be written', () => {
	async function watchIn(folder: string): Promise<JsonHistory> {
		const history = store.create({folder});
		const pasts = await history.open([slack]);
		expect(pasts.get(slack.name)).toEqual({kept: null, samples: []});
		history.append(slack.name, store.sample());
		history.keep(slack.name, kept, true);
		history.addAlert(alertOf('a'));
		await store.clock.advance(minuteMs);
		await history.saved();
		return history;
	}

	test('is a warning, and monitoring goes on', async () => {
		await writeFile(store.path, 'a file, where the folder should be');
		const history = await watchIn(join(store.path, 'store'));
		expect(history.problem.getSnapshot()).toBe('history cannot be written (ENOTDIR): monitoring goes on without it');
		expect(history.stats(slack.name, store.clock.now())['1h'].p50Ms).toBe(41.2);
		expect(history.alerts()).toHaveLength(1);
		// Whoever made room finds all of it there.
		await rm(store.path);
		await mkdir(store.path);
		await pass(history, minuteMs);
		expect(history.problem.getSnapshot()).toBeNull();
		await history.close();
		const next = store.create({folder: join(store.path, 'store')});
		expect((await next.open([slack])).get(slack.name)).toEqual({
			kept,
			samples: [store.sample({at: store.clock.now() - 2 * minuteMs})],
		});
		await next.close();
	});

	test('or not even be named is one too', async () => {
		const history = await watchIn(join(store.path, 'x'.repeat(300)));
		expect(history.problem.getSnapshot()).toMatch(/cannot be written \(ENAMETOOLONG\)/);
		await history.close();
	});

	test('stops being a warning once it can be written again', async () => {
		const {history} = await store.open([slack]);
		await rm(store.path, {recursive: true});
		await writeFile(store.path, '');
		history.keep(slack.name, kept, true);
		await history.saved();
		expect(history.problem.getSnapshot()).toMatch(/ENOTDIR/);
		await rm(store.path);
		await pass(history, minuteMs);
		expect(history.problem.getSnapshot()).toBeNull();
		await history.close();
		expect((await store.reread(slack))?.kept).toEqual(kept);
	});
});
