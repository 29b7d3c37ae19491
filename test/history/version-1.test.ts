import {cp, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import type {Past} from '../../source/domain/ports.ts';
import type {Server} from '../../source/domain/server.ts';
import type {JsonHistory} from '../../source/history/json-history.ts';
import {serverFolderName} from '../../source/history/paths.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {setUpStore} from './store-folder.ts';

const store = setUpStore();
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/history/${name}`, import.meta.url));

const local = (name: string, ...faults: string[]) =>
	stdioServer(name, {args: ['stdio-server.mjs', ...faults], cwd: '/tmp/langsight-v1'});

/** What a monitor of the first version left behind after a minute, and another after eight days. */
const minute: readonly Server[] = [
	local('well'),
	local('leaving', 'exit-after=9'),
	local('drifting', 'drift=8'),
	local('broken mcp/ü', 'exit-at-start'),
	httpServer('absent', {url: 'http://127.0.0.1:9/mcp'}),
	local('failing tool', 'call=error'),
];
const week: readonly Server[] = [
	stdioServer('postgres-mcp', {command: 'npx', args: ['-y', 'mcp-postgres']}),
	httpServer('jira-mcp'),
];

interface OldFile {
	readonly server: string;
	readonly kept: {readonly health: unknown; readonly schema: unknown; readonly incidents: readonly object[]};
	readonly samples: readonly (readonly [at: number, latencyMs: number, category: string, counted: number])[];
	readonly hours: readonly {readonly start: number; readonly checks: number}[];
}

async function oldFiles(name: string): Promise<Map<string, OldFile>> {
	const folder = join(fixture(name), 'servers');
	const files = await Promise.all(
		(await readdir(folder)).map(async one => JSON.parse(await readFile(join(folder, one), 'utf8')) as OldFile),
	);
	return new Map(files.map(file => [file.server, file]));
}

describe.each([
	['a minute', 'version-1', minute],
	['a week', 'version-1-week', week],
] as const)('what the first version kept over %s', (_what, name, servers) => {
	async function expectAll(history: JsonHistory, pasts: ReadonlyMap<string, Past>): Promise<void> {
		expect(history.problem.getSnapshot()).toBeNull();
		const old = await oldFiles(name);
		expect(old.size).toBe(servers.length);
		for (const [server, file] of old) {
			const past = pasts.get(server);
			expect(past?.kept).toEqual(file.kept);
			const rows = past?.samples.map(one => [one.at, one.latencyMs, one.category, Number(one.counted)]);
			expect(rows).toEqual(file.samples);
			const spans = history.record(server)?.spans ?? [];
			expect(spans.filter(({checks}) => checks > 0)).toMatchObject(file.hours);
		}
		const {alerts} = JSON.parse(await readFile(join(fixture(name), 'alerts.json'), 'utf8'));
		expect(history.alerts()).toMatchObject(alerts);
		expect(alerts.length).toBeGreaterThan(0);
	}
	const oldNames = async () => (await store.files()).filter(file => !file.includes('/'));
	const copy = () => cp(fixture(name), store.path, {recursive: true});

	test('is read without loss, and turned into the present form', async () => {
		await copy();
		const {history, pasts} = await store.open(servers);
		await expectAll(history, pasts);
		expect(await oldNames()).toHaveLength(servers.length);
		await history.close();
		expect(await oldNames()).toEqual([]);
		const {history: next, pasts: nextPasts} = await store.open(servers);
		await expectAll(next, nextPasts);
		await next.close();
	});

	test('is read by whoever does not own it, and stays as it is', async () => {
		await copy();
		const {history, pasts} = await store.open(servers, {isOwner: false});
		await expectAll(history, pasts);
		await history.close();
		expect(await store.files()).toEqual(await oldNames());
	});

	test('is not lost where the new files cannot be written yet, nor read again once they are', async () => {
		await copy();
		const [first] = servers;
		if (!first) throw new Error('no server');
		const own = join(store.path, 'servers', serverFolderName(first.name));
		await writeFile(own, 'in the way');
		const {history} = await store.open(servers);
		await history.close();
		expect(history.problem.getSnapshot()).toMatch(/cannot be written/);
		expect(await oldNames()).toHaveLength(2);

		await rm(own);
		const {history: next, pasts} = await store.open(servers);
		await expectAll(next, pasts);
		next.append(first.name, store.sample());
		await next.close();
		// A file that could not be removed then is older than what there is now.
		await copy();
		expect((await store.reread(first))?.samples.at(-1)).toEqual(store.sample());
	});

	test('is tidied up with the rest where its server has left', async () => {
		await copy();
		const {history} = await store.open([], {configured: [], removedAfterDays: 30});
		await history.close();
		expect(await oldNames()).toEqual([]);
		const {history: next, pasts} = await store.open(servers);
		for (const [server, file] of await oldFiles(name)) {
			const incidents = file.kept.incidents.map(one => ({ending: 'removed', ...definedIn(one)}));
			expect(pasts.get(server)?.kept).toMatchObject({health: file.kept.health, schema: file.kept.schema, incidents});
		}
		await next.close();
	});
});

test('a broken file of the first version is set aside like any other', async () => {
	await mkdir(join(store.path, 'servers'), {recursive: true});
	const path = join(store.path, 'servers', `${serverFolderName('jira-mcp')}.json`);
	await writeFile(path, '{"version":1,"server":"jira-mcp","samples":[');
	const {history, pasts} = await store.open(week);
	expect(pasts.get('jira-mcp')).toEqual({kept: null, samples: []});
	expect(history.problem.getSnapshot()).toContain(
		`${path} could not be read (not JSON): set aside as ${path}.corrupt-`,
	);
	await history.close();
});

test('outages and latencies of the last hour find their way into the figures', async () => {
	await cp(fixture('version-1-week'), store.path, {recursive: true});
	const {history, pasts} = await store.open(week);
	const now = pasts.get('postgres-mcp')?.samples.at(-1)?.at ?? 0;
	const stats = history.stats('postgres-mcp', now);
	expect(stats['1h'].p50Ms).toBeGreaterThan(38);
	expect(stats['7d']).toMatchObject({outages: 1, mttrMs: 1.5 * 3_600_000});
	expect(history.record('postgres-mcp')?.spans.at(-1)?.latencies).not.toBe('');
	await history.close();
});

/** What is not null. */
const definedIn = (value: object): object =>
	Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
