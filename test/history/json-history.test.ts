import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {unknownHealth} from '../../source/domain/health.ts';
import type {History, Kept} from '../../source/domain/ports.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import type {Server} from '../../source/domain/server.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {createJsonHistory} from '../../source/history/json-history.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';
import {alertOf, failure, healthOf, httpServer, listingOf, openIncident, stdioServer, tool} from '../helpers/fleet.ts';

let folder: string;
let clock: FakeClock;
const slack = httpServer('slack mcp/ü');
const redis = stdioServer('redis-mcp');

beforeEach(async () => {
	folder = join(await mkdtemp(join(tmpdir(), 'langsight-history-')), 'store');
	clock = createFakeClock();
});
afterEach(async () => {
	await rm(join(folder, '..'), {recursive: true, force: true});
});

const createHistory = (isOwner = true, inFolder = folder) => createJsonHistory({folder: inFolder, clock, isOwner});

async function openHistory(servers: readonly Server[] = [slack, redis], isOwner = true) {
	const history = createHistory(isOwner);
	return {history, pasts: await history.open(servers)};
}

const sample = (changes: Partial<Sample> = {}): Sample => ({
	at: clock.now(),
	latencyMs: 41.2,
	category: null,
	counted: true,
	...changes,
});

const kept: Kept = {
	health: healthOf('down', {
		reasons: ['process_exited', 'schema_drift'],
		failure: failure({hint: 'set REDIS_URL', retryAfterMs: 5000}),
		turns: [1, 2],
		pending: {kind: 'recovering', count: 1, of: 2},
	}),
	schema: {
		baseline: takeSnapshot(
			listingOf([tool('a', JSON.parse('{"__proto__":{"x":[1,null]}}'))]),
			5,
			text => `hash ${text.length}`,
		),
		drifted: null,
		changedAt: null,
	},
	incidents: [openIncident()],
};

const serverFiles = async () => (await readdir(join(folder, 'servers'))).sort();
const pathOf = async (slug: string) => {
	const name = (await serverFiles()).find(one => one.startsWith(slug) && one.endsWith('.json'));
	return join(folder, 'servers', name ?? 'absent');
};

/** What is on the disk now, as another program would find it. */
async function reread(server: Server): Promise<{samples: readonly Sample[]; kept: Kept | null} | undefined> {
	return (await createHistory(false).open([server])).get(server.name);
}

describe('a store', () => {
	test('gives back after a restart what it was given', async () => {
		const {history} = await openHistory();
		const samples = [sample(), sample({at: clock.now() + 1, latencyMs: null, category: 'timeout', counted: false})];
		for (const one of samples) history.append(slack.name, one);
		history.keep(slack.name, kept, false);
		history.addAlert(alertOf('first'));
		history.addAlert(alertOf('second'));
		await history.close();

		const {history: next, pasts} = await openHistory();
		expect(pasts.get(slack.name)).toMatchObject({kept, samples});
		expect(pasts.get(redis.name)).toMatchObject({kept: null, samples: []});
		expect(next.alerts().map(({server}) => server)).toEqual(['second', 'first']);
		expect(next.stats(slack.name, clock.now() + 1)).toMatchObject({p50Ms: 41.2, errors24h: {timeout: 1}});
		expect(next.problem.getSnapshot()).toBeNull();
	});

	test('is for the eyes of its owner, and not for git', async () => {
		const {history} = await openHistory();
		history.keep(redis.name, kept, true);
		history.addAlert(alertOf('a'));
		await history.close();
		const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
		expect(await modeOf(folder)).toBe('700');
		expect(await modeOf(join(folder, 'servers'))).toBe('700');
		for (const name of await serverFiles()) expect(await modeOf(join(folder, 'servers', name))).toBe('600');
		expect(await modeOf(join(folder, 'alerts.json'))).toBe('600');
		expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
	});

	test('that others could look into is closed to them', async () => {
		await mkdir(folder, {recursive: true, mode: 0o755});
		await chmod(folder, 0o755);
		await openHistory();
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
	});

	test('keeps servers apart whose names differ in signs only', async () => {
		const servers = ['a b', 'a-b', 'a/b', '../a b', 'A b'].map(name => stdioServer(name));
		const {history} = await openHistory(servers);
		for (const [index, {name}] of servers.entries()) history.append(name, sample({latencyMs: index}));
		await history.close();
		const {pasts} = await openHistory(servers);
		expect(servers.map(({name}) => pasts.get(name)?.samples[0]?.latencyMs)).toEqual([0, 1, 2, 3, 4]);
		expect(await serverFiles()).toHaveLength(5);
	});

	test('starts anew for another target under an old name, not for another token or tag', async () => {
		const {history} = await openHistory([slack]);
		history.keep(slack.name, kept, false);
		await history.close();
		const same = {...slack, headers: {authorization: 'Bearer 2'}, tags: ['new'], intervalMs: 1};
		expect((await reread(same))?.kept).not.toBeNull();
		expect((await reread({...slack, url: 'https://elsewhere.example.com/mcp'}))?.kept).toBeNull();
	});

	test('never holds a secret', async () => {
		const secret = stdioServer('secret', {env: {TOKEN: 'hunter2'}, args: ['--token=hunter3']});
		const {history} = await openHistory([secret, {...slack, headers: {authorization: 'hunter4'}}]);
		history.keep('secret', kept, false);
		history.keep(slack.name, kept, false);
		await history.close();
		for (const name of await serverFiles()) {
			expect(await readFile(join(folder, 'servers', name), 'utf8')).not.toMatch(/hunter/);
		}
	});

	test('knows nothing of servers that it was not opened for, and does not mind', async () => {
		const {history} = await openHistory([]);
		history.append('nobody', sample());
		history.keep('nobody', kept, true);
		expect(history.stats('nobody', clock.now())['1h'].p50Ms).toBeNull();
		await history.close();
		expect(await serverFiles()).toEqual([]);
	});
});

describe('writing', () => {
	test('happens once a minute, or at once when it is urgent', async () => {
		const {history} = await openHistory();
		history.append(slack.name, sample());
		history.append(redis.name, sample());
		history.keep(redis.name, kept, true);
		await vi.waitFor(async () => expect(await reread(redis)).toMatchObject({kept: {incidents: kept.incidents}}));
		await clock.advance(59_000);
		expect(await serverFiles()).toHaveLength(1);
		await clock.advance(1000);
		await vi.waitFor(async () => expect((await reread(slack))?.samples).toHaveLength(1));
		await history.close();
	});

	test('goes on every minute, for what has changed only', async () => {
		const {history} = await openHistory();
		history.append(slack.name, sample());
		await clock.advance(60_000);
		await vi.waitFor(async () => expect((await reread(slack))?.samples).toHaveLength(1));
		await vi.waitFor(() => expect(clock.pending()).toBe(1));
		history.append(slack.name, sample());
		await clock.advance(60_000);
		await vi.waitFor(async () => expect((await reread(slack))?.samples).toHaveLength(2));
		expect(await serverFiles()).toHaveLength(1);
		await history.close();
	});

	test('a storm of urgent ones is written in few writes, the last of which has all', async () => {
		const {history} = await openHistory();
		for (let index = 0; index < 2000; index++) {
			history.keep(redis.name, {...kept, health: {...unknownHealth, since: index}}, true);
			history.addAlert(alertOf(`a${index}`));
		}
		await history.close();
		expect((await reread(redis))?.kept?.health.since).toBe(1999);
		expect((await openHistory()).history.alerts()[0]?.server).toBe('a1999');
		expect((await openHistory()).history.alerts()).toHaveLength(500);
	});

	test('leaves no timer and no half-written file', async () => {
		const {history} = await openHistory();
		history.append(slack.name, sample());
		await clock.advance(60_000);
		await history.close();
		await clock.advance(600_000);
		expect(clock.pending()).toBe(0);
		expect((await serverFiles()).filter(name => name.endsWith('.tmp'))).toEqual([]);
	});

	test('clears what a killed monitor was writing', async () => {
		await mkdir(join(folder, 'servers'), {recursive: true});
		await writeFile(join(folder, 'servers', 'redis-mcp-1.json.4711.tmp'), '{"version":1,');
		await openHistory();
		expect(await serverFiles()).toEqual([]);
	});

	test('keeps the samples of an hour and the hours of a week', async () => {
		const {history} = await openHistory([slack]);
		const end = clock.now() + 8 * 24 * 3_600_000;
		for (let at = clock.now(); at < end; at += 120_000) history.append(slack.name, sample({at}));
		await history.close();
		const file = JSON.parse(await readFile(await pathOf('slack'), 'utf8'));
		expect(file.samples.length).toBeLessThanOrEqual(31);
		expect(file.hours.length).toBeLessThanOrEqual(170);
		expect(JSON.stringify(file).length).toBeLessThan(24 * 1024);
	});

	test('a clock that went back leaves no samples of the future', async () => {
		const {history} = await openHistory([slack]);
		for (const minutes of [0, 30, 45, 5, 6]) history.append(slack.name, sample({at: clock.now() + minutes * 60_000}));
		await history.close();
		const times = (await reread(slack))?.samples.map(({at}) => (at - clock.now()) / 60_000);
		expect(times).toEqual([0, 5, 6]);
	});
});

describe('a file that cannot be used', () => {
	async function spoil(text: string | ((before: string) => string)): Promise<string> {
		const {history} = await openHistory();
		history.keep(slack.name, kept, false);
		history.keep(redis.name, kept, false);
		history.addAlert(alertOf('a'));
		await history.close();
		const path = await pathOf('redis');
		await writeFile(path, typeof text === 'string' ? text : text(await readFile(path, 'utf8')));
		return path;
	}

	test.each<[what: string, text: string | ((before: string) => string), reason: RegExp]>([
		['empty', '', /not JSON/],
		['cut off', before => before.slice(0, 100), /not JSON/],
		['of another shape', '{"version":1,"server":"redis-mcp"}', /not of the expected shape/],
		['null', 'null', /not of the expected shape/],
		[
			'with an impossible status',
			before => before.replace('"status":"down"', '"status":"fine"'),
			/not of the expected shape/,
		],
		['binary', '\u0000\u0001\u0002', /not JSON/],
	])('because it is %s is set aside with a warning, and the rest is intact', async (_what, text, reason) => {
		await spoil(text);
		const {history, pasts} = await openHistory();
		expect(history.problem.getSnapshot()).toMatch(reason);
		expect(history.problem.getSnapshot()).toMatch(/set aside as .*corrupt-2026-04-02T12-00-00/);
		expect((await serverFiles()).filter(name => name.includes('.corrupt-'))).toHaveLength(1);
		expect([pasts.get(redis.name)?.kept, pasts.get(slack.name)?.kept]).toEqual([null, kept]);
		expect(history.alerts()).toHaveLength(1);
		history.keep(redis.name, kept, false);
		await history.close();
		expect((await reread(redis))?.kept).toEqual(kept);
	});

	test('is one of several: all are set aside and counted', async () => {
		await spoil('');
		await writeFile(join(folder, 'alerts.json'), '[]');
		await writeFile(await pathOf('slack'), '{');
		const {history} = await openHistory();
		expect(history.problem.getSnapshot()).toMatch(/and 2 more like it/);
	});

	test('because a newer version wrote it is left as it is', async () => {
		const text = '{"version":2,"something":"new"}';
		const path = await spoil(text);
		const {history} = await openHistory();
		expect(history.problem.getSnapshot()).toMatch(/newer version: left as it is/);
		history.keep(redis.name, kept, true);
		await history.close();
		expect(await readFile(path, 'utf8')).toBe(text);
		expect((await serverFiles()).filter(name => name.includes('.corrupt-'))).toEqual([]);
	});

	test('because it cannot even be read is left as it is', async () => {
		const path = await spoil('');
		await rm(path);
		await mkdir(path);
		const {history} = await openHistory();
		expect(history.problem.getSnapshot()).toMatch(/cannot be read \(EISDIR\): left as it is/);
		history.keep(redis.name, kept, true);
		await history.close();
		expect((await stat(path)).isDirectory()).toBe(true);
	});
});

describe('a folder that cannot be written', () => {
	async function watchIn(unwritable: string): Promise<History> {
		const history = createHistory(true, unwritable);
		const pasts = await history.open([slack]);
		expect(pasts.get(slack.name)).toMatchObject({kept: null, samples: []});
		history.append(slack.name, sample());
		history.keep(slack.name, kept, true);
		history.addAlert(alertOf('a'));
		await clock.advance(60_000);
		await history.close();
		return history;
	}

	test('is a warning, and monitoring goes on', async () => {
		await mkdir(join(folder, '..'), {recursive: true});
		await writeFile(folder, 'a file, where the folder should be');
		const history = await watchIn(join(folder, 'store'));
		expect(history.problem.getSnapshot()).toMatch(
			/^history cannot be written \(ENOTDIR\): monitoring goes on without it$/,
		);
		expect(history.stats(slack.name, clock.now())['1h'].p50Ms).toBe(41.2);
		expect(history.alerts()).toHaveLength(1);
	});

	test('or not even be named is one too', async () => {
		const history = await watchIn(join(folder, 'x'.repeat(300)));
		expect(history.problem.getSnapshot()).toMatch(/cannot be written \(ENAMETOOLONG\)/);
	});

	test('stops being a warning once it can be written again', async () => {
		const {history} = await openHistory([slack]);
		await rm(folder, {recursive: true});
		await writeFile(folder, '');
		history.keep(slack.name, kept, true);
		await vi.waitFor(() => expect(history.problem.getSnapshot()).toMatch(/ENOTDIR/));
		await rm(folder);
		await mkdir(join(folder, 'servers'), {recursive: true});
		await clock.advance(60_000);
		await vi.waitFor(() => expect(history.problem.getSnapshot()).toBeNull());
		await history.close();
		expect((await reread(slack))?.kept).toEqual(kept);
	});
});

describe('a store that another monitor owns', () => {
	test('is read and never written', async () => {
		const {history: owner} = await openHistory();
		owner.keep(redis.name, kept, false);
		await owner.close();
		await writeFile(join(folder, 'alerts.json'), 'broken');
		const before = await serverFiles();

		const {history, pasts} = await openHistory([slack, redis], false);
		expect(pasts.get(redis.name)?.kept).toEqual(kept);
		history.append(redis.name, sample());
		history.keep(redis.name, {...kept, incidents: []}, true);
		history.keep(slack.name, kept, true);
		history.addAlert(alertOf('a'));
		await clock.advance(120_000);
		await history.close();
		expect(await serverFiles()).toEqual(before);
		expect(await readFile(join(folder, 'alerts.json'), 'utf8')).toBe('broken');
		expect((await reread(redis))?.kept).toEqual(kept);
	});

	test('need not even be there', async () => {
		const {history} = await openHistory([slack], false);
		await history.close();
		await expect(stat(folder)).rejects.toThrow('ENOENT');
		expect(history.problem.getSnapshot()).toBeNull();
	});
});
