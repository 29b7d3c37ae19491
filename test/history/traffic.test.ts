import {readFile, stat, writeFile} from 'node:fs/promises';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import {addCalls, type CountedCall, noTraffic, type Traffic} from '../../source/domain/traffic.ts';
import {trafficCodec} from '../../source/history/format/traffic-file.ts';
import {callsOf} from '../helpers/calls.ts';
import {httpServer} from '../helpers/fleet.ts';
import {setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const made = (count: number, changes: Partial<CountedCall> = {}) => callsOf(count, {at: store.clock.now(), ...changes});

/** What another program would find on the disk. */
async function reread(): Promise<Traffic> {
	const history = store.create({isOwner: false});
	await history.open([slack]);
	const traffic = history.traffic(slack.name);
	await history.close();
	return traffic;
}

const callsIn = ({hours}: Traffic): number[] => hours.map(({cells}) => cells.reduce((sum, {calls}) => sum + calls, 0));

describe('the calls of agents', () => {
	test('are kept over a restart: hours that are over apart from the one under way', async () => {
		const {history} = await store.open([slack]);
		let traffic: Traffic = noTraffic;
		for (const count of [3, 4, 5]) {
			traffic = addCalls(traffic, made(count, {category: 'timeout'}), store.clock.now());
			history.keepTraffic(slack.name, traffic);
			await store.pass(history, minuteMs);
			expect(await reread()).toEqual(traffic);
			await store.pass(history, hourMs - minuteMs);
		}
		expect(callsIn(await reread())).toEqual([3, 4, 5]);
		const hoursOf = async (kind: string) => ((await store.json('slack', kind)).hours as unknown[]).length;
		const changedAt = (await stat(await store.fileOf('slack', 'traffic-hours'))).mtimeMs;
		history.keepTraffic(slack.name, addCalls(traffic, made(1), store.clock.now()));
		await history.close();
		expect(callsIn(await reread())).toEqual([3, 4, 5, 1]);
		expect([await hoursOf('traffic'), await hoursOf('traffic-hours')]).toEqual([2, 3]);
		expect((await stat(await store.fileOf('slack', 'traffic-hours'))).mtimeMs).toBeGreaterThanOrEqual(changedAt);
	});

	test('cost nothing where there are none', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		await history.close();
		expect((await store.files()).filter(name => name.includes('traffic'))).toEqual([]);
	});

	test('of what a name stood for before are not those of what it stands for now', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		history.keepTraffic(slack.name, addCalls(noTraffic, made(3), store.clock.now()));
		await store.pass(history, 2 * hourMs);
		history.keepTraffic(slack.name, addCalls(history.traffic(slack.name), made(2), store.clock.now()));
		await store.pass(history, minuteMs);
		await history.close();
		const other = httpServer(slack.name, {url: 'https://other.example.com/mcp'});
		const {history: second} = await store.open([other]);
		expect(second.traffic(other.name)).toEqual(noTraffic);
		await second.close();
		const {history: third} = await store.open([other]);
		expect(callsIn(third.traffic(other.name))).toEqual([]);
		await third.close();
	});

	test('in a file that is broken are set aside with a warning, and all else goes on', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		history.keepTraffic(slack.name, addCalls(noTraffic, made(3), store.clock.now()));
		await history.close();
		const path = await store.fileOf('slack', 'traffic');
		await writeFile(path, (await readFile(path, 'utf8')).replace('"names":["support-agent","query"]', '"names":["x"]'));
		const {history: second, pasts} = await store.open([slack]);
		expect(second.traffic(slack.name)).toEqual(noTraffic);
		expect(pasts.get(slack.name)?.samples).toHaveLength(1);
		expect(second.problem.getSnapshot()).toMatch(/traffic\.json could not be read \(calls have no name\): set aside/);
		await second.close();
	});
});

test('whatever calls there were, their file tells them as they were', () => {
	const anyCall = fc.record({
		at: fc.integer({min: 1_775_000_000_000, max: 1_775_000_000_000 + 5 * hourMs}),
		tool: fc.string({maxLength: 8}),
		agent: fc.option(fc.string({maxLength: 8})),
		durationMs: fc.option(fc.nat(100_000)),
		category: fc.constantFrom<Category | null>(null, 'timeout', 'tool_error', 'rpc_error'),
	});
	fc.assert(
		fc.property(fc.array(anyCall, {maxLength: 40}), calls => {
			const traffic = {server: 'a', ...addCalls(noTraffic, calls, 1_775_000_000_000 + 5 * hourMs)};
			expect(trafficCodec.decode(JSON.parse(JSON.stringify(trafficCodec.encode(traffic))))).toEqual(traffic);
		}),
		{numRuns: 100},
	);
});
