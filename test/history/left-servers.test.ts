import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {serverFolderName} from '../../source/history/paths.ts';
import {pruneStore, storeSizes} from '../../source/history/store-sizes.ts';
import {alertOf, openIncident} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const dayMs = 24 * 3_600_000;
const both = [slack.name, redis.name];

/** Watches both servers for a moment. */
async function watch(): Promise<void> {
	const {history} = await store.open([slack, redis], {configured: both, removedAfterDays: 30});
	for (const {name} of [slack, redis]) {
		history.append(name, store.sample());
		history.keep(name, kept, true);
	}
	history.addAlert(alertOf('a'));
	await history.close();
}

/** Watches slack alone. */
async function watchSlack(removedAfterDays: number | null): Promise<void> {
	const {history} = await store.open([slack], {configured: [slack.name], removedAfterDays});
	await history.close();
}

const foldersOf = async () => (await readdir(join(store.path, 'servers'))).sort();
const redisFolder = () => join(store.path, 'servers', serverFolderName(redis.name));

describe('a server that has left the fleet', () => {
	test('has its incidents closed, and the rest of its past kept', async () => {
		await watch();
		await store.clock.advance(dayMs);
		await watchSlack(null);
		const left = await store.reread(redis);
		expect(left?.kept).toEqual({
			...kept,
			incidents: [{...openIncident(), endedAt: store.clock.now(), ending: 'removed'}],
		});
		expect(left?.samples).toHaveLength(1);
		expect((await store.reread(slack))?.kept).toEqual(kept);
	});

	test('is removed so many days after it was last seen, and no sooner', async () => {
		await watch();
		await store.clock.advance(30 * dayMs);
		await watchSlack(30);
		expect(await foldersOf()).toHaveLength(2);
		await store.clock.advance(1);
		await watchSlack(null);
		expect(await foldersOf()).toHaveLength(2);
		await watchSlack(30);
		expect(await foldersOf()).toEqual([serverFolderName(slack.name)]);
		expect((await store.reread(slack))?.kept).toEqual(kept);
	});

	test('is seen while it is configured, even if nothing checks it', async () => {
		await watch();
		for (let month = 0; month < 3; month++) {
			await store.clock.advance(25 * dayMs);
			const {history} = await store.open([slack, redis], {configured: both, removedAfterDays: 30});
			await history.close();
		}
		await store.clock.advance(25 * dayMs);
		await watchSlack(30);
		expect(await foldersOf()).toHaveLength(2);
	});

	test('is not one that this run merely does not look at', async () => {
		await watch();
		await store.clock.advance(100 * dayMs);
		const {history} = await store.open([slack], {configured: both, removedAfterDays: 1});
		await history.close();
		const {history: other} = await store.open([slack], {removedAfterDays: 1});
		await other.close();
		expect((await store.reread(redis))?.kept).toEqual(kept);
	});

	test('that comes back goes on from where it was', async () => {
		await watch();
		await watchSlack(30);
		await watch();
		expect((await store.reread(redis))?.kept?.health).toEqual(kept.health);
		expect((await store.reread(redis))?.samples).toHaveLength(2);
	});

	test('takes nothing with it that is not its own', async () => {
		await watch();
		const mine = join(redisFolder(), 'notes.txt');
		await writeFile(mine, 'mine');
		await writeFile(join(redisFolder(), 'tail.json.corrupt-2026'), '{');
		// A folder that only looks like one of ours, and a link out of the store.
		const foreign = join(store.path, 'servers', 'foreign-12345678');
		await mkdir(foreign);
		await writeFile(join(foreign, 'tail.json'), '{"version":2,"server":"another","seenAt":0}');
		const outside = join(store.path, '..', serverFolderName('outside'));
		await mkdir(outside);
		await writeFile(join(outside, 'tail.json'), '{"version":2,"server":"outside","seenAt":0}');
		await symlink(outside, join(store.path, 'servers', serverFolderName('outside')));
		await store.clock.advance(100 * dayMs);
		await watchSlack(30);
		expect(await readdir(redisFolder())).toEqual(['notes.txt']);
		expect(await readdir(foreign)).toEqual(['tail.json']);
		expect(await readFile(join(outside, 'tail.json'), 'utf8')).toContain('outside');
	});

	test('is removed even if its file is broken, by the age of its files', async () => {
		await watch();
		await writeFile(join(redisFolder(), 'tail.json'), '{');
		await watchSlack(30);
		expect(await foldersOf()).toHaveLength(2);
		store.clock.jump(Date.now() - store.clock.now() + 31 * dayMs);
		await watchSlack(30);
		expect(await foldersOf()).toHaveLength(1);
	});
});

describe('the sizes of a store', () => {
	test('are told for each server and kind of file, the largest first', async () => {
		await watch();
		await writeFile(join(redisFolder(), 'tail.json.corrupt-2026'), 'x'.repeat(100_000));
		const sizes = await storeSizes(store.path);
		expect(sizes.servers.map(({server}) => server)).toEqual([redis.name, slack.name]);
		const [first] = sizes.servers;
		const tail = await readFile(join(redisFolder(), 'tail.json'));
		expect(first?.bytes).toMatchObject({tail: tail.length, aside: 100_000, 'roll-up': 0, 'version-1': 0});
		expect(first?.seenAt).toBe(store.clock.now());
		expect(first?.totalBytes).toBe(Object.values(first?.bytes ?? {}).reduce((sum, bytes) => sum + bytes, 0));
		expect(sizes.alertsBytes).toBeGreaterThan(100);
		expect(sizes.totalBytes).toBe(
			sizes.alertsBytes + sizes.silencesBytes + sizes.servers.reduce((sum, {totalBytes}) => sum + totalBytes, 0),
		);
	});

	test('are nothing where there is no store', async () => {
		expect(await storeSizes(store.path)).toEqual({totalBytes: 0, alertsBytes: 0, silencesBytes: 0, servers: []});
		expect(await pruneStore(store.path, [], {seenBefore: null, isDryRun: false})).toEqual([]);
	});
});

describe('pruning a store', () => {
	const namesOf = (list: readonly {readonly server: string}[]) => list.map(({server}) => server);

	test('removes what is not configured, and first says what that would be', async () => {
		await watch();
		const would = await pruneStore(store.path, [slack.name], {seenBefore: null, isDryRun: true});
		expect(namesOf(would)).toEqual([redis.name]);
		expect(await foldersOf()).toHaveLength(2);
		const removed = await pruneStore(store.path, [slack.name], {seenBefore: null, isDryRun: false});
		expect(removed).toEqual(would);
		expect(await foldersOf()).toEqual([serverFolderName(slack.name)]);
	});

	test('leaves what was seen since', async () => {
		await watch();
		const options = {isDryRun: false, seenBefore: store.clock.now()};
		expect(await pruneStore(store.path, [], options)).toEqual([]);
		const all = await pruneStore(store.path, [], {...options, seenBefore: store.clock.now() + 1});
		expect(namesOf(all)).toEqual([redis.name, slack.name]);
	});
});
