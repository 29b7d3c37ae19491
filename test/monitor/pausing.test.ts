import {describe, expect, test} from 'vitest';
import type {Action} from '../../source/domain/action.ts';
import {bad, good} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {type RunningFleet, runFleet} from './running-fleet.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const slack = httpServer('slack-mcp');
const redis = stdioServer('redis-mcp');
const resume: Action = {do: 'resume', by: 'anna'};
const pause = (fleet: RunningFleet, forMs: number): Action => ({
	do: 'pause',
	until: fleet.clock.now() + forMs,
	by: 'anna',
});
const pauseOf = (fleet: RunningFleet) => fleet.monitor.fleet.getSnapshot().pause;

describe('a pause', () => {
	test('stops all checks until its end, then checks every server at once', async () => {
		const fleet = await runFleet([slack, redis]);
		await fleet.clock.advance(minuteMs);
		const before = fleet.prober('slack-mcp').began.length;
		expect(await fleet.monitor.act(pause(fleet, 60 * minuteMs + 700))).toEqual({
			ok: true,
			message: 'no checks for 1h',
			undo: {do: 'resume', by: 'anna'},
		});
		expect(pauseOf(fleet)).toEqual({
			from: fleet.clock.now(),
			until: fleet.clock.now() + 60 * minuteMs + 700,
			by: 'anna',
		});
		await fleet.clock.advance(60 * minuteMs + 699);
		expect(fleet.prober('slack-mcp').began).toHaveLength(before);
		expect([fleet.prober('slack-mcp').isClosed, fleet.prober('redis-mcp').isClosed]).toEqual([false, false]);
		await fleet.clock.advance(1);
		expect(pauseOf(fleet)).toBeNull();
		expect(['slack-mcp', 'redis-mcp'].map(name => fleet.prober(name).began.at(-1))).toEqual([3_660_700, 3_660_700]);
		await fleet.clock.advance(5 * minuteMs);
		expect(fleet.prober('slack-mcp').began.length).toBeGreaterThan(before + 8);
	});

	test('leaves every status as it is, and the time as unwatched', async () => {
		const fleet = await runFleet([slack, redis], {
			prepare: probers => probers.scriptFor('redis-mcp', bad()),
		});
		await fleet.clock.advance(10 * minuteMs);
		await fleet.monitor.act(pause(fleet, 30 * minuteMs));
		await fleet.clock.advance(29 * minuteMs);
		expect([fleet.status('slack-mcp'), fleet.status('redis-mcp')]).toEqual(['up', 'down']);
		await fleet.clock.advance(20 * minuteMs);
		const cells = (await fleet.monitor.timelines('1h', 6)).get('slack-mcp');
		expect(cells?.map(({uptime}) => uptime)).toEqual([1, 1, null, null, 1, 1]);
		expect(fleet.alerts()).toEqual(['down: connection refused']);
	});

	test('lets the check that is under way end', async () => {
		const fleet = await runFleet([slack], {prepare: probers => probers.scriptAll(good({takesMs: 10 * secondMs}))});
		await fleet.clock.advance(secondMs);
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		await fleet.clock.advance(9 * minuteMs);
		expect([fleet.status(), fleet.state().isChecking, fleet.prober().began]).toEqual(['up', false, [0]]);
	});

	test('keeps back what still waits for its turn, and does not forget it', async () => {
		const fleet = await runFleet([stdioServer('first'), stdioServer('second')], {
			maxConcurrentSpawns: 1,
			prepare: probers => probers.scriptAll(good({takesMs: 1500})),
		});
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		await fleet.clock.advance(5 * minuteMs);
		expect([fleet.prober('first').began, fleet.prober('second').began]).toEqual([[0], []]);
		expect(fleet.state('second').isChecking).toBe(false);
		await fleet.clock.advance(6 * minuteMs);
		expect([fleet.status('first'), fleet.status('second')]).toEqual(['up', 'up']);
	});

	test('begins no check for what happens meanwhile', async () => {
		const fleet = await runFleet([redis]);
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		fleet.prober().events.toolsChanged();
		fleet.prober().interrupt();
		await fleet.clock.advance(5 * minuteMs);
		expect([fleet.status(), fleet.prober().began]).toEqual(['down', [0]]);
		await fleet.monitor.act(resume);
		await fleet.clock.advance(minuteMs);
		expect(fleet.status()).toBe('up');
	});

	test('does not keep a person from checking a server, once', async () => {
		const fleet = await runFleet([slack, redis]);
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		expect(await fleet.monitor.act({do: 'check', servers: ['slack-mcp']})).toMatchObject({
			message: 'checking slack-mcp; the others stay paused',
		});
		await fleet.clock.advance(5 * minuteMs);
		expect([fleet.prober('slack-mcp').began, fleet.prober('redis-mcp').began]).toEqual([[0, 0], [0]]);
	});

	test('can be ended before, made longer, and both can be taken back', async () => {
		const fleet = await runFleet([slack]);
		expect(await fleet.monitor.act(resume)).toEqual({ok: false, message: 'the checks are not paused'});
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		const first = pauseOf(fleet);
		await fleet.clock.advance(minuteMs);
		const longer = await fleet.monitor.act(pause(fleet, 20 * minuteMs));
		expect(pauseOf(fleet)).toMatchObject({from: first?.from, until: fleet.clock.now() + 20 * minuteMs});
		if (!longer.ok || !longer.undo) throw new Error('cannot be undone');
		await fleet.monitor.act(longer.undo);
		expect(pauseOf(fleet)).toEqual(first);
		const ended = await fleet.monitor.act(resume);
		await fleet.clock.advance(0);
		expect([pauseOf(fleet), fleet.prober().began]).toEqual([null, [0, minuteMs]]);
		if (!ended.ok || !ended.undo) throw new Error('cannot be undone');
		await fleet.monitor.act(ended.undo);
		expect(pauseOf(fleet)?.until).toBe(first?.until);
	});

	test('has an end that is ahead', async () => {
		const fleet = await runFleet([slack]);
		expect(await fleet.monitor.act(pause(fleet, 0))).toEqual({
			ok: false,
			message: 'cannot pause: the end is in the past',
		});
		expect(pauseOf(fleet)).toBeNull();
	});

	test('that a sleep of the machine has outlasted is over when it wakes', async () => {
		const fleet = await runFleet([slack]);
		await fleet.monitor.act(pause(fleet, 10 * minuteMs));
		await fleet.clock.advance(secondMs);
		fleet.clock.jump(8 * 60 * minuteMs);
		await fleet.clock.advance(5 * secondMs);
		expect([fleet.status(), pauseOf(fleet), fleet.prober().began.length]).toEqual(['up', null, 2]);
	});
});
