import {describe, expect, test} from 'vitest';
import {isOpen} from '../../source/domain/incident.ts';
import {createFakeClock, settled} from '../helpers/clock.ts';
import {bad, crash, good, type Step} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer, tool} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {runFleet} from './running-fleet.ts';

const slack = httpServer('slack-mcp', {usedBy: ['support-agent']});
const redis = stdioServer('redis-mcp');
const secondMs = 1000;
const minuteMs = 60 * secondMs;

const scripted = (...steps: Step[]) => ({
	prepare: (probers: {scriptAll(...steps: Step[]): void}) => probers.scriptAll(...steps),
});
const gaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe('the first round', () => {
	test('checks every server at once', async () => {
		const names = Array.from({length: 20}, (_, index) => `server-${index}`);
		const fleet = await runFleet(names.map(name => httpServer(name)));
		expect(names.map(name => fleet.prober(name).began)).toEqual(names.map(() => [0]));
		expect(names.map(name => fleet.status(name))).toEqual(names.map(() => 'up'));
	});

	test('starts no more processes at a time than it may', async () => {
		const names = Array.from({length: 7}, (_, index) => `server-${index}`);
		const fleet = await runFleet(
			names.map(name => stdioServer(name)),
			scripted(good({takesMs: 500})),
		);
		const running: number[] = [];
		for (let step = 0; step < 8; step++) {
			running.push(fleet.probers.running());
			await fleet.clock.advance(250);
		}
		expect(running).toEqual([2, 2, 2, 2, 2, 2, 1, 1]);
		expect(names.map(name => fleet.status(name))).toEqual(names.map(() => 'up'));
	});

	test('what hangs at its start holds the others up for two seconds at most', async () => {
		const servers = ['a', 'b', 'c', 'd'].map(name => stdioServer(name));
		const fleet = await runFleet(servers, {...scripted('hangs'), maxConcurrentSpawns: 1});
		await fleet.clock.advance(6 * secondMs);
		expect(servers.map(({name}) => fleet.prober(name).began[0])).toEqual([0, 2000, 4000, 6000]);
	});

	test('an HTTP server need not wait for processes', async () => {
		const fleet = await runFleet([stdioServer('a'), stdioServer('b'), slack], {
			...scripted('hangs'),
			maxConcurrentSpawns: 1,
		});
		expect(fleet.prober('slack-mcp').began).toEqual([0]);
	});

	test('leaves alone what is switched off or must not be started', async () => {
		const fleet = await runFleet([stdioServer('off', {enabled: false}), stdioServer('watched', {probe: 'off'})]);
		void fleet.monitor.act({do: 'check', servers: ['off', 'watched', 'no such server']});
		await fleet.clock.advance(5 * minuteMs);
		expect([fleet.prober('off').began, fleet.prober('watched').began]).toEqual([[], []]);
	});
});

describe('each server at its time', () => {
	test('the second round is spread over the interval, the others are jittered by a tenth', async () => {
		for (const random of [0, 0.25, 0.999]) {
			const fleet = await runFleet([slack], {random: () => random});
			await fleet.clock.advance(10 * minuteMs);
			const [second, ...others] = gaps(fleet.prober().began);
			expect(second).toBeCloseTo(30_000 * Math.max(random, 0.1), 0);
			for (const gap of others) expect(gap).toBeCloseTo(30_000 * (0.9 + 0.2 * random), 0);
			await fleet.monitor.stop();
		}
	});

	test('there is never a second check of a server while one is under way', async () => {
		const fleet = await runFleet([slack], scripted(good({takesMs: 45 * secondMs})));
		for (let step = 0; step < 40; step++) {
			void fleet.monitor.act({do: 'check', servers: ['slack-mcp']});
			fleet.prober().events.toolsChanged();
			await fleet.clock.advance(7 * secondMs);
		}
		expect(fleet.prober().mostAtOnce).toBe(1);
	});

	test('a failure is confirmed quickly, so an outage is told within seconds', async () => {
		const fleet = await runFleet([slack], scripted(good(), bad()));
		await fleet.clock.advance(15 * secondMs);
		expect(fleet.status()).toBe('up');
		await fleet.clock.advance(1500);
		expect(fleet.state().health.pending).toMatchObject({count: 2, of: 3});
		await fleet.clock.advance(1500);
		expect(fleet.status()).toBe('down');
		expect(fleet.alerts()).toEqual(['down: connection refused']);
	});

	test('and so is its end', async () => {
		const fleet = await runFleet([slack], scripted(bad(), bad(), bad(), good()));
		await fleet.clock.advance(3 * secondMs);
		expect(fleet.status()).toBe('down');
		await fleet.clock.advance(30 * secondMs + 1500);
		expect(fleet.status()).toBe('up');
	});

	test('what stays down is asked less and less often', async () => {
		const fleet = await runFleet([redis], scripted(bad()));
		await fleet.clock.advance(60 * minuteMs);
		const later = gaps(fleet.prober().began).slice(2);
		expect(later).toEqual([...later].sort((a, b) => a - b));
		expect(later.at(-1)).toBeCloseTo(5 * minuteMs, 0);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(30_000);
	});

	test('a server that asks to be left alone is, for five minutes at most', async () => {
		const asks = (retryAfterMs: number) => scripted(bad({category: 'rate_limited', retryAfterMs}));
		const polite = await runFleet([slack], asks(90 * secondMs));
		await polite.clock.advance(89 * secondMs);
		expect(polite.prober().began).toEqual([0]);
		await polite.clock.advance(secondMs);
		expect(polite.prober().began).toEqual([0, 90 * secondMs]);
		const greedy = await runFleet([slack], asks(24 * 60 * minuteMs));
		await greedy.clock.advance(5 * minuteMs);
		expect(greedy.prober().began).toEqual([0, 5 * minuteMs]);
	});

	test('a server that answers again is not left alone for what it asked before', async () => {
		const asking = bad({retryAfterMs: minuteMs});
		const fleet = await runFleet([slack], scripted(asking, asking, asking, good()));
		await fleet.clock.advance(4 * minuteMs);
		expect(gaps(fleet.prober().began).slice(0, 4)).toEqual([minuteMs, minuteMs, minuteMs, 1500]);
		expect(fleet.status()).toBe('up');
	});

	test('one that answers every other time is not asked all the time', async () => {
		const flip = Array.from({length: 400}, (_, index) =>
			index % 2 === 0 ? bad({category: 'process_exited'}) : good(),
		);
		const fleet = await runFleet([redis], scripted(...flip));
		await fleet.clock.advance(10 * minuteMs);
		expect(fleet.prober().began.length).toBeLessThanOrEqual(10 * (6 + 2) + 1);
	});
});

describe('a child that exits between checks', () => {
	test('is down at once, is started anew at once, and up after two good checks', async () => {
		const fleet = await runFleet([redis]);
		await fleet.clock.advance(5 * secondMs);
		fleet.prober().interrupt();
		expect(fleet.status()).toBe('down');
		expect(fleet.state().health.failure?.message).toBe('exited with code 1');
		await fleet.clock.advance(0);
		expect(fleet.prober().began).toEqual([0, 5000]);
		await fleet.clock.advance(1500);
		expect(fleet.status()).toBe('up');
		expect(fleet.alerts()).toEqual(['restarted: exited with code 1, up again']);
		expect(fleet.state().samples.map(({category}) => category)).toEqual([null, 'process_exited', null, null]);
	});

	test('and cannot start again is an outage at once', async () => {
		const fleet = await runFleet([redis]);
		fleet.prober().script(bad(crash));
		fleet.prober().interrupt();
		await fleet.clock.advance(0);
		expect(fleet.alerts()).toEqual(['down: exited with code 1']);
	});

	test('again and again is not started again and again', async () => {
		const fleet = await runFleet([redis]);
		for (let step = 0; step < 600; step++) {
			if (fleet.prober().isOpen) fleet.prober().interrupt();
			await fleet.clock.advance(secondMs);
		}
		expect(fleet.prober().began.length).toBeLessThanOrEqual(10 * (6 + 2) + 1);
		expect(fleet.alerts().filter(text => text.startsWith('down'))).toHaveLength(1);
	});

	test('while it is being checked is told by that check alone', async () => {
		const fleet = await runFleet([redis], scripted(good({takesMs: secondMs})));
		fleet
			.prober()
			.events.interrupted({category: 'process_exited', transient: true, phase: 'connect', message: 'x', hint: null}, 0);
		await fleet.clock.advance(secondMs);
		expect(fleet.state().samples).toHaveLength(1);
		expect(fleet.status()).toBe('up');
	});
});

describe('a check that a person asks for', () => {
	test('comes at once', async () => {
		const fleet = await runFleet([slack, redis]);
		await fleet.clock.advance(secondMs);
		void fleet.monitor.act({do: 'check', servers: ['redis-mcp']});
		await settled();
		await fleet.clock.advance(0);
		expect([fleet.prober('slack-mcp').began, fleet.prober('redis-mcp').began]).toEqual([[0], [0, 1000]]);
	});

	test('comes right after the one that is under way, once', async () => {
		const fleet = await runFleet([slack], scripted(good({takesMs: 2000})));
		await fleet.clock.advance(secondMs);
		for (let press = 0; press < 5; press++) void fleet.monitor.act({do: 'check', servers: ['slack-mcp']});
		await fleet.clock.advance(5 * secondMs);
		expect(fleet.prober().began).toEqual([0, 2000]);
	});

	test('is not slowed down by how long a server has been down', async () => {
		const fleet = await runFleet([redis], scripted(bad()));
		await fleet.clock.advance(30 * minuteMs);
		const before = fleet.prober().began.length;
		for (let press = 0; press < 20; press++) {
			void fleet.monitor.act({do: 'check', servers: ['redis-mcp']});
			await fleet.clock.advance(100);
		}
		expect(fleet.prober().began.length).toBe(before + 20);
	});
});

describe('drift', () => {
	const twoTools = good({tools: ['read_file', 'search']});

	test('counts once a second look, taken at once, has confirmed it', async () => {
		const fleet = await runFleet([slack], scripted(good({tools: ['search']}), good({tools: ['search']}), twoTools));
		await fleet.clock.advance(46 * secondMs);
		expect(gaps(fleet.prober().began).slice(-1)).toEqual([0]);
		expect(fleet.state().schema).toMatchObject({state: 'drifted', class: 'compatible'});
		expect(fleet.alerts()).toEqual(['drifted: read_file added']);
	});

	test('that is gone at the second look was none', async () => {
		const fleet = await runFleet([slack], scripted(twoTools, twoTools, good(), twoTools));
		await fleet.clock.advance(5 * minuteMs);
		expect(fleet.state().schema.state).toBe('unchanged');
		expect(fleet.alerts()).toEqual([]);
	});

	test('at every look is drift, and not a reason to look all the time', async () => {
		const restless = Array.from({length: 500}, (_, index) => good({tools: [`tool_${index}`]}));
		const fleet = await runFleet([slack], scripted(...restless));
		await fleet.clock.advance(10 * minuteMs);
		expect(fleet.status()).toBe('degraded');
		expect(fleet.prober().began.length).toBeLessThan(50);
		expect(fleet.alerts()).toHaveLength(1);
	});

	test('is looked for in any listing, even one that is nested without end', async () => {
		const nested = JSON.parse(`${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`);
		const deep = good({tools: [tool('read_file', {inputSchema: nested})]});
		const fleet = await runFleet([slack], scripted(deep, deep, good()));
		await fleet.clock.advance(20 * secondMs);
		expect([fleet.status(), fleet.state().schema.state]).toEqual(['up', 'unchanged']);
		expect(JSON.stringify(fleet.state().listing).length).toBeLessThan(1000);
		await fleet.clock.advance(minuteMs);
		expect(fleet.state().schema.state).toBe('drifted');
	});

	test('that breaks callers degrades until a person accepts it', async () => {
		const fleet = await runFleet([slack], scripted(twoTools, twoTools, good()));
		await fleet.clock.advance(46 * secondMs);
		expect(fleet.status()).toBe('degraded');
		expect(await fleet.monitor.act({do: 'accept', server: 'slack-mcp', expect: null, by: 'tester'})).toMatchObject({
			ok: true,
		});
		expect([fleet.status(), fleet.state().schema.state]).toEqual(['up', 'unchanged']);
		expect(fleet.state().incidents[0]).toMatchObject({kind: 'schema_drift', ending: 'accepted'});
		expect(await fleet.monitor.act({do: 'accept', server: 'slack-mcp', expect: null, by: 'tester'})).toMatchObject({
			ok: false,
		});
		expect(await fleet.monitor.act({do: 'accept', server: 'no such server', expect: null, by: 'tester'})).toMatchObject(
			{ok: false},
		);
		await fleet.clock.advance(2 * minuteMs);
		expect([fleet.status(), fleet.alerts().length]).toEqual(['up', 2]);
	});

	test('is looked for when a server announces it, but not as often as it likes', async () => {
		const fleet = await runFleet([slack]);
		for (let step = 0; step < 600; step++) {
			fleet.prober().events.toolsChanged();
			await fleet.clock.advance(100);
		}
		const {length} = fleet.prober().began;
		expect(length).toBeGreaterThan(3);
		expect(length).toBeLessThanOrEqual(10);
	});
});

describe('the machine sleeps', () => {
	test('what was not checked for three intervals is unknown until it is checked again', async () => {
		const fleet = await runFleet([slack], scripted(good(), good({takesMs: secondMs})));
		await fleet.clock.advance(2 * secondMs);
		fleet.clock.jump(8 * 60 * minuteMs);
		await fleet.clock.advance(3 * secondMs);
		expect([fleet.status(), fleet.state().health.reasons]).toEqual(['unknown', ['not_checked']]);
		await fleet.clock.advance(secondMs);
		expect(fleet.status()).toBe('up');
		expect(fleet.alerts()).toEqual([]);
	});

	test('an outage of before is neither forgotten nor told again', async () => {
		const fleet = await runFleet([slack], scripted(bad()));
		await fleet.clock.advance(4 * secondMs);
		fleet.clock.jump(60 * minuteMs);
		await fleet.clock.advance(30 * secondMs);
		expect(fleet.status()).toBe('down');
		expect(fleet.alerts()).toEqual(['down: connection refused']);
		expect(fleet.state().incidents.filter(isOpen)).toHaveLength(1);
	});

	test('a wall clock that goes back neither stops nor hurries the checks', async () => {
		const fleet = await runFleet([slack]);
		await fleet.clock.advance(minuteMs);
		fleet.clock.jump(-2 * 60 * minuteMs);
		await fleet.clock.advance(5 * minuteMs);
		expect(Math.max(...gaps(fleet.prober().began))).toBeLessThanOrEqual(33 * secondMs);
		expect(fleet.prober().began.length).toBeLessThan(15);
		expect(fleet.status()).toBe('up');
	});
});

describe('the end', () => {
	test('closes every session, writes history and leaves no timer', async () => {
		const fleet = await runFleet([slack, redis, stdioServer('hung'), stdioServer('waiting')], {
			prepare: probers => probers.scriptAll('hangs'),
			maxConcurrentSpawns: 1,
		});
		await fleet.monitor.stop();
		await settled();
		expect(['slack-mcp', 'redis-mcp', 'hung', 'waiting'].map(name => fleet.prober(name).isClosed)).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(fleet.probers.running()).toBe(0);
		expect(fleet.clock.pending()).toBe(0);
		expect(fleet.history.isClosed).toBe(true);
	});

	test('starts nothing any more', async () => {
		const fleet = await runFleet([stdioServer('first'), stdioServer('second')], {
			...scripted('hangs'),
			maxConcurrentSpawns: 1,
		});
		await fleet.monitor.stop();
		void fleet.monitor.act({do: 'check', servers: ['first']});
		fleet.prober('first').interrupt();
		fleet.prober('first').events.toolsChanged();
		await fleet.clock.advance(10 * minuteMs);
		expect([fleet.prober('first').began, fleet.prober('second').began]).toEqual([[0], []]);
	});
});

describe('a restart', () => {
	test('goes on with statuses and incidents, and repeats no alert', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack, redis], {clock, history, prepare: probers => probers.scriptAll(bad())});
		await clock.advance(10 * secondMs);
		expect(first.alerts()).toHaveLength(2);
		await first.monitor.stop();

		const second = await runFleet([slack, redis], {clock, history, prepare: probers => probers.scriptAll('hangs')});
		expect([second.status('slack-mcp'), second.alerts().length]).toEqual(['down', 2]);
		expect(second.state('slack-mcp').samples.length).toBeGreaterThanOrEqual(3);
		await second.monitor.stop();

		const third = await runFleet([slack, redis], {clock, history});
		await clock.advance(3 * secondMs);
		expect(third.status('slack-mcp')).toBe('up');
		expect(third.alerts().slice(2)).toEqual([
			expect.stringMatching(/^up again after/),
			expect.stringMatching(/^up again after/),
		]);
	});

	test('after a long time trusts nothing of before, but its schema', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack], {clock, history});
		await first.monitor.stop();
		await clock.advance(60 * minuteMs);
		const second = await runFleet([slack], {
			clock,
			history,
			prepare: probers => probers.scriptAll(good({takesMs: 100})),
		});
		expect([second.status(), second.state().schema.state]).toEqual(['unknown', 'unchanged']);
		await clock.advance(100);
		expect([second.status(), second.state().schema.state]).toEqual(['up', 'unchanged']);
	});

	test('finds the drift of the time between', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		await (await runFleet([slack], {clock, history})).monitor.stop();
		const second = await runFleet([slack], {
			clock,
			history,
			prepare: probers => probers.scriptAll(good({tools: ['other']})),
		});
		await clock.advance(0);
		expect(second.alerts()).toEqual(['drifted: read_file removed, other added']);
	});
});

describe('what is kept', () => {
	test('is written at once when something has turned, and later else', async () => {
		const fleet = await runFleet([slack], scripted(good(), good(), good(), bad()));
		await fleet.clock.advance(50 * secondMs);
		const {length} = fleet.history.urgent;
		expect(fleet.status()).toBe('up');
		await fleet.clock.advance(60 * secondMs);
		expect(fleet.status()).toBe('down');
		expect(fleet.history.urgent.length).toBe(length + 1);
		expect(fleet.history.kept.get('slack-mcp')?.health.status).toBe('down');
	});

	test('a problem of the store is shown with what was known at the start', async () => {
		const about = {name: 'test', isDemo: false, host: 'here', intervalMs: 30_000, warnings: ['old key']};
		const fleet = await runFleet([slack], {about});
		expect(fleet.monitor.fleet.getSnapshot().warnings).toEqual(['old key']);
		fleet.history.problem.set('history cannot be written (ENOSPC)');
		expect(fleet.monitor.fleet.getSnapshot().warnings).toEqual(['history cannot be written (ENOSPC)', 'old key']);
		fleet.history.problem.set(null);
		expect(fleet.monitor.fleet.getSnapshot().warnings).toEqual(['old key']);
	});

	test('a day of checks leaves no more in memory than the first hours', async () => {
		const fleet = await runFleet([slack], {prepare: probers => probers.scriptAll(good())});
		await fleet.clock.advance(24 * 60 * minuteMs);
		expect(fleet.state().samples.length).toBe(120);
		expect(fleet.clock.pending()).toBeLessThan(5);
	});
});
