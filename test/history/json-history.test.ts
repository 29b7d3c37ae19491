import {chmod, mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {emptyStats} from '../../source/domain/stats.ts';
import {alertOf, openIncident, stdioServer} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;

describe('a store', () => {
	test('gives back after a restart what it was given', async () => {
		const {history} = await store.open();
		const now = store.clock.now();
		const samples = [
			store.sample(),
			store.sample({at: now + 1, latencyMs: null, category: 'timeout', counted: false}),
			store.sample({at: now + 2, calls: {total: 3, failed: 1}}),
		];
		for (const one of samples) history.append(slack.name, one);
		history.keep(slack.name, kept, false);
		history.addAlert(alertOf('first'));
		history.addAlert(alertOf('second', {isSilenced: true}));
		const stats = history.stats(slack.name, now + 2);
		const record = history.record(slack.name);
		const timeline = history.timeline(slack.name, '24h', 12, now + 2);
		await history.close();

		const {history: next, pasts} = await store.open();
		expect(pasts.get(slack.name)).toEqual({kept, samples});
		expect(pasts.get(redis.name)).toEqual({kept: null, samples: []});
		expect(next.alerts()).toEqual([alertOf('second', {isSilenced: true}), alertOf('first')]);
		expect(stats['24h']).toMatchObject({checks: 3, errors: {timeout: 1}, toolCalls: {total: 3, failed: 1}});
		expect(next.stats(slack.name, now + 2)).toEqual(stats);
		expect(next.record(slack.name)).toEqual(record);
		expect(next.record(slack.name)).toMatchObject({failures: [samples[1]], retargetedAt: null});
		expect(next.timeline(slack.name, '24h', 12, now + 2)).toEqual(timeline);
		expect(next.problem.getSnapshot()).toBeNull();
	});

	test('keeps silences, written at once', async () => {
		const {history} = await store.open();
		const silence = {id: 's7k2', query: 'tag:db', from: 1, until: 2, reason: null, by: 'mia'};
		history.keepSilences([silence]);
		await history.saved();
		expect((await store.open()).history.silences()).toEqual([silence]);
		await history.close();
	});

	test('is for the eyes of its owner, and not for git', async () => {
		const {history} = await store.open();
		history.append(redis.name, store.sample({at: store.clock.now() - 3_600_000}));
		history.append(redis.name, store.sample());
		history.keep(redis.name, kept, true);
		history.addAlert(alertOf('a'));
		history.keepSilences([]);
		await history.close();
		const modeOf = async (...path: string[]) => ((await stat(join(store.path, ...path))).mode & 0o777).toString(8);
		expect(await modeOf('.')).toBe('700');
		expect(await modeOf('servers')).toBe('700');
		const files = await store.files();
		expect(files.map(name => name.replace(/.*\//, ''))).toEqual([
			'incidents.json',
			'roll-up.json',
			'schema.json',
			'tail.json',
		]);
		for (const name of files) {
			expect(await modeOf('servers', name)).toBe('600');
			expect(await modeOf('servers', name, '..')).toBe('700');
		}
		expect(await modeOf('alerts.json')).toBe('600');
		expect(await modeOf('silences.json')).toBe('600');
		expect(await readFile(join(store.path, '.gitignore'), 'utf8')).toBe('*\n');
	});

	test('that others could look into is closed to them', async () => {
		await mkdir(store.path, {recursive: true, mode: 0o755});
		await chmod(store.path, 0o755);
		const {history} = await store.open();
		expect((await stat(store.path)).mode & 0o777).toBe(0o700);
		await history.close();
	});

	test('keeps servers apart whose names differ in signs only', async () => {
		const servers = ['a b', 'a-b', 'a/b', '../a b', 'A b', '\ud800'].map(name => stdioServer(name));
		const {history} = await store.open(servers);
		for (const [index, {name}] of servers.entries()) history.append(name, store.sample({latencyMs: index}));
		await history.close();
		const {pasts} = await store.open(servers);
		expect(servers.map(({name}) => pasts.get(name)?.samples[0]?.latencyMs)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(await store.files()).toHaveLength(6);
	});

	test('never holds a secret', async () => {
		const secret = stdioServer('secret', {env: {TOKEN: 'hunter2'}, args: ['--token=hunter3']});
		const {history} = await store.open([secret, {...slack, headers: {authorization: 'hunter4'}}]);
		history.keep('secret', kept, false);
		history.keep(slack.name, kept, false);
		await history.close();
		expect(await store.files()).toHaveLength(6);
		for (const name of await store.files()) {
			expect(await readFile(join(store.path, 'servers', name), 'utf8')).not.toMatch(/hunter/);
		}
	});

	test('knows nothing of servers that it was not opened for, and does not mind', async () => {
		const {history} = await store.open([]);
		history.append('nobody', store.sample());
		history.keep('nobody', kept, true);
		expect(history.stats('nobody', store.clock.now())).toEqual(emptyStats);
		expect(history.record('nobody')).toBeNull();
		expect(history.timeline('nobody', '7d', 5, store.clock.now())).toEqual([]);
		await history.close();
		expect(await store.files()).toEqual([]);
	});

	test('keeps more closed incidents than the monitor holds, the last 200, and every open one', async () => {
		const {history} = await store.open([slack]);
		const incidents = Array.from({length: 300}, (_none, index) =>
			openIncident({
				startedAt: index,
				endedAt: index === 7 ? null : index + 1,
				ending: index === 7 ? null : 'recovered',
			}),
		).reverse();
		for (let newest = 299; newest >= 0; newest--) {
			const told = incidents.slice(newest, newest + 50);
			const open = incidents.slice(newest + 50).filter(({endedAt}) => endedAt === null);
			history.keep(slack.name, {...kept, incidents: [...told, ...open]}, false);
		}
		await history.close();
		const {history: next, pasts} = await store.open([slack]);
		const all = next.record(slack.name)?.incidents ?? [];
		expect(all).toHaveLength(201);
		expect(all).toEqual([...incidents.slice(0, 200), incidents[292]]);
		expect(pasts.get(slack.name)?.kept?.incidents).toHaveLength(51);
		await next.close();
	});
});

describe('a store that another monitor owns', () => {
	test('is read and never written', async () => {
		const {history: owner} = await store.open();
		owner.keep(redis.name, kept, false);
		await owner.close();
		await writeFile(join(store.path, 'alerts.json'), 'broken');
		const before = await store.files();

		const {history, pasts} = await store.open([slack, redis], {
			isOwner: false,
			configured: [slack.name],
			removedAfterDays: 1,
		});
		expect(pasts.get(redis.name)?.kept).toEqual(kept);
		history.append(redis.name, store.sample());
		history.keep(redis.name, {...kept, incidents: []}, true);
		history.keep(slack.name, kept, true);
		history.addAlert(alertOf('a'));
		history.keepSilences([]);
		await store.clock.advance(2 * minuteMs);
		await history.close();
		expect(await store.files()).toEqual(before);
		expect(await readFile(join(store.path, 'alerts.json'), 'utf8')).toBe('broken');
		expect((await store.reread(redis))?.kept).toEqual(kept);
	});

	test('need not even be there', async () => {
		const {history} = await store.open([slack], {isOwner: false});
		await history.close();
		await expect(stat(store.path)).rejects.toThrow('ENOENT');
		expect(history.problem.getSnapshot()).toBeNull();
	});
});
