import {describe, expect, test} from 'vitest';
import {createFakeClock} from '../helpers/clock.ts';
import {bad} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {runFleet} from './running-fleet.ts';

const minuteMs = 60_000;
const slack = httpServer('slack-mcp');

describe('what the monitor can tell of the past', () => {
	test('is each server’s time, in as many cells as are wanted, and a gap where nobody watched', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack], {clock, history});
		await clock.advance(60 * minuteMs);
		await first.monitor.stop();
		await clock.advance(60 * minuteMs);
		const second = await runFleet([slack], {clock, history});
		await clock.advance(60 * minuteMs);
		const cells = (await second.monitor.timelines('24h', 24)).get('slack-mcp') ?? [];
		expect(cells).toHaveLength(24);
		expect(cells.slice(-4).map(({uptime}) => uptime)).toEqual([null, 1, null, 1]);
		expect(cells.at(-1)?.end).toBe(clock.now());
	});

	test('has at least one cell, and no more than can be used', async () => {
		const fleet = await runFleet([slack, stdioServer('redis-mcp')]);
		for (const [wanted, given] of [
			[0, 1],
			[-5, 1],
			[Number.NaN, 1],
			[2.9, 2],
			[1e9, 1000],
		] as const) {
			const timelines = await fleet.monitor.timelines('1h', wanted);
			expect([...timelines].map(([name, cells]) => [name, cells.length])).toEqual([
				['slack-mcp', given],
				['redis-mcp', given],
			]);
		}
	});

	test('is everything that is kept of a server, and nothing of one there is not', async () => {
		const fleet = await runFleet([slack], {prepare: probers => probers.scriptAll(bad())});
		await fleet.clock.advance(minuteMs);
		const record = await fleet.monitor.record('slack-mcp');
		expect(record?.incidents).toMatchObject([{kind: 'down', cause: 'connection refused'}]);
		expect(record?.spans.at(-1)?.errors).toEqual({connection_refused: fleet.state().samples.length});
		expect(await fleet.monitor.record('nowhere')).toBeNull();
		expect(await fleet.monitor.log('nowhere')).toEqual([]);
	});
});

test.each([
	['is switched off', stdioServer('redis-mcp', {enabled: false}), 'the server is disabled'],
	['is no longer probed', stdioServer('redis-mcp', {probe: 'off'}), 'the server is no longer checked'],
])('a server that %s has no open incidents any more', async (_story, changed, why) => {
	const clock = createFakeClock();
	const history = createMemoryHistory();
	const first = await runFleet([stdioServer('redis-mcp')], {
		clock,
		history,
		prepare: probers => probers.scriptAll(bad()),
	});
	await clock.advance(minuteMs);
	expect(first.state().incidents).toMatchObject([{kind: 'down', endedAt: null}]);
	await first.monitor.stop();
	const {length} = history.urgent;
	const second = await runFleet([changed], {clock, history});
	expect(second.state().incidents).toMatchObject([{kind: 'down', endedAt: clock.now(), ending: 'removed'}]);
	expect(history.urgent.length).toBe(length + 1);
	expect(history.kept.get('redis-mcp')?.incidents).toMatchObject([{ending: 'removed'}]);
	expect([second.status(), second.alerts()]).toEqual([
		'unknown',
		['down: connection refused', `down closed after 1m: ${why}`],
	]);
	await second.monitor.stop();
	await runFleet([changed], {clock, history});
	expect(history.urgent.length).toBe(length + 1);
});
