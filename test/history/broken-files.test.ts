import {execFileSync} from 'node:child_process';
import {mkdir, open, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {largestFileBytes} from '../../source/history/durable-file.ts';
import {alertOf} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();

/** Two servers with all their files, one of which is then spoilt. */
async function spoil(kind: string, change: string | ((before: string) => string)): Promise<string> {
	const {history} = await store.open();
	for (const {name} of [slack, redis]) {
		history.append(name, store.sample({at: store.clock.now() - 3_600_000}));
		history.append(name, store.sample());
		history.keep(name, kept, false);
	}
	history.addAlert(alertOf('a'));
	history.keepSilences([{id: 's1', query: 'x', from: 1, until: 2, reason: null, by: 'mia'}]);
	await history.close();
	const path = kind.includes('.') ? join(store.path, kind) : await store.fileOf('redis', kind);
	await writeFile(path, typeof change === 'string' ? change : change(await readFile(path, 'utf8')));
	return path;
}

const replaced = (what: string | RegExp, by: string) => (before: string) => {
	const after = before.replace(what, by);
	expect(after).not.toBe(before);
	return after;
};

describe('a file that cannot be used is set aside with a warning, and the rest is intact:', () => {
	test.each<[what: string, kind: string, change: string | ((before: string) => string), reason: RegExp]>([
		['an empty one', 'tail', '', /not JSON/],
		['one that is cut off', 'tail', before => before.slice(0, 100), /not JSON/],
		['one of another shape', 'tail', '{"version":2,"server":"redis-mcp"}', /not of the expected shape/],
		['null', 'tail', 'null', /not of the expected shape/],
		['a list', 'tail', '[]', /not of the expected shape/],
		['an impossible status', 'tail', replaced('"status":"down"', '"status":"fine"'), /not of the expected shape/],
		['a date that is none', 'tail', replaced(/"seenAt":\d+/, '"seenAt":1e300'), /not of the expected shape/],
		['binary', 'tail', '\u0000\u0001\u0002', /not JSON/],
		['samples without times', 'tail', replaced(/"samples":"[^"]*"/, '"samples":"!;"'), /no time/],
		[
			'samples of no known category',
			'tail',
			replaced(/"samples":"[^"]*"/, '"samples":"1 - nope;"'),
			/unknown category/,
		],
		['samples with wild numbers', 'tail', replaced(/"samples":"[^"]*"/, '"samples":"1 -zz;"'), /no latency/],
		['spans that are no rows', 'tail', replaced(/"hours":\[\[.*?\]\]/, '"hours":[5]'), /not a row/],
		['spans of text', 'roll-up', replaced(/"hours":\[\[\d+/, '"hours":[["x"'), /wrong count/],
		['spans that go back', 'roll-up', replaced('"hours":[', '"hours":[[600000,1],'), /out of order/],
		[
			'spans with an unknown error',
			'roll-up',
			replaced(/"hours":\[\[.*?\]\]/, '"hours":[[9,1,0,"",0,0,{"a":1}]]'),
			/unknown category/,
		],
		[
			'latencies that are none',
			'roll-up',
			replaced(/"hours":\[\[.*?\]\]/, '"hours":[[9,1,0,"é"]]'),
			/not as it should be/,
		],
		['a cursor without sense', 'tail', replaced('"cursor":{"at":', '"cursor":{"at":"x","was":'), /its last check/],
		['incidents that are none', 'incidents', '{"version":2,"server":"redis-mcp","incidents":[1]}', /expected shape/],
		['a version that never was', 'incidents', '{"version":1,"server":"redis-mcp","incidents":[]}', /of version 1/],
		['no version', 'schema', '{"server":"redis-mcp"}', /expected shape/],
		['a schema without tools', 'schema', replaced('"tools":[', '"tulz":['), /expected shape/],
		['alerts that are none', 'alerts.json', '{"version":2,"alerts":{}}', /expected shape/],
		[
			'an alert with details that are none',
			'alerts.json',
			replaced('"details":{}', '"details":{"drift":{"toolsAdded":5}}'),
			/expected shape/,
		],
		['silences that are none', 'silences.json', '{"version":2,"silences":[{}]}', /expected shape/],
	])('%s', async (_what, kind, change, reason) => {
		const path = await spoil(kind, change);
		const {history, pasts} = await store.open();
		expect(history.problem.getSnapshot()).toMatch(reason);
		// A new one takes its place.
		expect(history.isKept()).toBe(true);
		expect(history.problem.getSnapshot()).toContain(`set aside as ${path}.corrupt-2026-04-02T12-00-00`);
		await expect(stat(path)).rejects.toThrow('ENOENT');
		await stat(`${path}.corrupt-2026-04-02T12-00-00.000Z`);
		expect(pasts.get(slack.name)?.kept).toEqual(kept);
		const past = pasts.get(redis.name);
		expect(past?.kept).toMatchObject({
			...(kind !== 'tail' && {health: kept.health}),
			...(kind !== 'incidents' && {incidents: kept.incidents}),
			...(kind !== 'schema' && {schema: kept.schema}),
		});
		expect(past?.samples).toHaveLength(kind === 'tail' ? 0 : 2);
		expect(history.alerts()).toHaveLength(kind === 'alerts.json' ? 0 : 1);
		expect(history.silences()).toHaveLength(kind === 'silences.json' ? 0 : 1);

		history.keep(redis.name, {...kept, incidents: [...kept.incidents], schema: kept.schema && {...kept.schema}}, false);
		history.addAlert(alertOf('b'));
		await history.close();
		expect((await store.reread(redis))?.kept).toEqual(kept);
	});
});

describe('a file that cannot be used', () => {
	test('is one of several: all are set aside and counted', async () => {
		await spoil('tail', '');
		await writeFile(join(store.path, 'alerts.json'), '[]');
		await writeFile(await store.fileOf('slack', 'incidents'), '{');
		const {history} = await store.open();
		expect(history.problem.getSnapshot()).toMatch(/and 2 more like it/);
		await history.close();
	});

	test.each(['tail', 'roll-up', 'incidents', 'schema', 'alerts.json'])(
		'because a newer version wrote it (%s) is left as it is',
		async kind => {
			const text = '{"version":3,"something":"new"}';
			const path = await spoil(kind, text);
			const {history} = await store.open();
			expect(history.problem.getSnapshot()).toMatch(/newer version: left as it is/);
			history.append(redis.name, store.sample());
			history.keep(redis.name, {...kept, incidents: []}, true);
			history.addAlert(alertOf('b'));
			await history.close();
			expect(await readFile(path, 'utf8')).toBe(text);
			expect((await store.files()).filter(name => name.includes('.corrupt-'))).toEqual([]);
		},
	);

	test('because it is far too large is set aside unread', async () => {
		const path = await spoil('tail', '');
		const file = await open(path, 'w');
		await file.truncate(largestFileBytes + 1);
		await file.close();
		const {history} = await store.open();
		expect(history.problem.getSnapshot()).toMatch(/far too large.*set aside/);
		expect((await store.files()).filter(name => name.includes('.corrupt-'))).toHaveLength(1);
		await history.close();
	});

	test('because something else stands in its place is left as it is', async () => {
		const path = await spoil('tail', '');
		await rm(path);
		await mkdir(path);
		const {history} = await store.open();
		expect(history.problem.getSnapshot()).toMatch(/cannot be read \(not a file\): left as it is/);
		history.keep(redis.name, kept, true);
		await history.close();
		expect((await stat(path)).isDirectory()).toBe(true);
	});

	test('because it is a pipe is not waited for', async () => {
		const path = await spoil('tail', '');
		await rm(path);
		execFileSync('mkfifo', [path]);
		const {history} = await store.open();
		expect(history.problem.getSnapshot()).toMatch(/cannot be read \(not a file\): left as it is/);
		await history.close();
	});

	test('keeps no one from reading: what another monitor owns is left where it is', async () => {
		const path = await spoil('tail', '{');
		const {history, pasts} = await store.open([slack, redis], {isOwner: false});
		expect(history.problem.getSnapshot()).toBe(`${path} could not be read (not JSON): left as it is`);
		expect(pasts.get(redis.name)?.kept?.schema).toEqual(kept.schema);
		expect(await readFile(path, 'utf8')).toBe('{');
	});

	test('however deep, overflows nothing', async () => {
		const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
		await spoil('schema', replaced('"inputSchema":{', `"inputSchema":{"deep":${deep},`));
		const {history, pasts} = await store.open();
		expect(history.problem.getSnapshot()).toBeNull();
		expect(pasts.get(redis.name)?.kept?.schema?.baseline.tools[0]?.name).toBe('a');
		history.keep(redis.name, {...kept, schema: {...(pasts.get(redis.name)?.kept?.schema ?? kept.schema!)}}, true);
		await history.close();
		expect(history.problem.getSnapshot()).toBeNull();
	});
});
