import {execFileSync} from 'node:child_process';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {unknownHealth} from '../../source/domain/health.ts';
import type {Server} from '../../source/domain/server.ts';
import {alertOf, openIncident, stdioServer} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

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
		await store.pass(history, minuteMs);
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
		await store.pass(history, minuteMs);
		const next = await identities();
		expect(next).not.toContain(tail);
		expect(next.slice(1)).toEqual([null, incidents, schema]);

		// And nothing at all.
		await store.pass(history, 2 * minuteMs);
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
		await store.pass(history, minuteMs);
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
			history.addAlert(alertOf(`a${index}`, {phase: 'noted'}));
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
