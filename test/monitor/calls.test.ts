import {describe, expect, test} from 'vitest';
import {notesOf} from '../../source/domain/notes.ts';
import {callOf, callsOf} from '../helpers/calls.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, crash, good} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {type FleetOptions, type RunningFleet, runFleet} from './running-fleet.ts';

const minuteMs = 60_000;
const postgres = httpServer('postgres', {url: 'http://db.example:8080/mcp', usedBy: ['cursor']});
const github = stdioServer('github');
const target = {address: 'db.example', port: 8080, path: null, names: []};
const now = (fleet: RunningFleet) => ({at: fleet.clock.now(), target});
const failing = {category: 'tool_error'} as const;
const lists: FleetOptions = {prepare: probers => probers.scriptAll(good({tools: ['query']}))};

const observe = async (fleet: RunningFleet, count: number, changes: Parameters<typeof callOf>[0] = {}) => {
	fleet.monitor.observe(callsOf(count, {...now(fleet), ...changes}));
	await fleet.clock.advance(1000);
};

describe("agents' calls", () => {
	test('are shown with their server, tool and agent; those of no server are counted', async () => {
		const fleet = await runFleet([postgres, github]);
		await observe(fleet, 3);
		fleet.monitor.observe([
			callOf({tool: 'mcp__github__search', at: fleet.clock.now()}),
			callOf({tool: 'bash', at: fleet.clock.now()}),
		]);
		await fleet.clock.advance(1000);
		expect(fleet.state('postgres').traffic).toMatchObject({
			windows: {'1h': {calls: 3, failed: 0}},
			tools: [{tool: 'query', agents: ['support-agent']}],
			agents: [{agent: 'support-agent'}],
		});
		expect(fleet.state('github').traffic?.tools).toMatchObject([{tool: 'search'}]);
		expect(fleet.monitor.fleet.getSnapshot().unattributed).toMatchObject({calls: 1, tools: ['bash']});
	});

	test('show a server anew once a second at most', async () => {
		const fleet = await runFleet([postgres], lists);
		await fleet.clock.advance(2000);
		let shown = 0;
		fleet.monitor.fleet.subscribe(() => shown++);
		for (let n = 0; n < 20; n++) {
			fleet.monitor.observe(callsOf(100, now(fleet)));
			await fleet.clock.advance(100);
		}
		expect(fleet.state().traffic?.windows['1h'].calls).toBeGreaterThanOrEqual(1000);
		expect(shown).toBeLessThanOrEqual(3);
	});

	test('that fail while checks are fine degrade the server and are told of, until they succeed', async () => {
		const fleet = await runFleet([postgres], lists);
		await observe(fleet, 10, failing);
		expect(fleet.state().health).toMatchObject({status: 'degraded', reasons: ['agents_failing'], standing: 'up'});
		const words = /^10 of 10 agents' calls failed in 10 min \(limit 2\.0%\): query by support-agent: tool_error 10$/;
		expect(notesOf(fleet.state(), fleet.clock.now())[0]).toMatch(words);
		expect(fleet.monitor.fleet.getSnapshot().alerts).toMatchObject([
			{
				kind: 'tool_failure',
				severity: 'warning',
				phase: 'opened',
				message: expect.stringMatching(words),
				affects: ['cursor', 'support-agent'],
				details: {callers: [{agent: 'support-agent', calls: 10, failed: 10}]},
			},
		]);
		await fleet.clock.advance(minuteMs);
		await observe(fleet, 10);
		expect(fleet.status()).toBe('up');
		expect(fleet.monitor.fleet.getSnapshot().alerts[0]).toMatchObject({
			kind: 'recovery',
			about: 'tool_failure',
			phase: 'closed',
		});
		expect(fleet.state().incidents).toMatchObject([{kind: 'tool_failing', ending: 'recovered'}]);
		expect(fleet.state().traffic?.impact).toMatchObject({kind: 'tool_failing', failed: 10});
	});

	test('that fail are forgotten when nobody calls any more', async () => {
		const fleet = await runFleet([postgres], lists);
		await observe(fleet, 10, failing);
		expect(fleet.status()).toBe('degraded');
		await fleet.clock.advance(7 * minuteMs);
		expect(fleet.status()).toBe('up');
		expect(fleet.alerts()).toHaveLength(2);
	});

	test('that fail in an outage are the outage’s, which names who is hurt', async () => {
		const fleet = await runFleet([postgres], {prepare: probers => probers.scriptAll(good(), bad())});
		await observe(fleet, 5);
		await fleet.clock.advance(minuteMs);
		expect(fleet.status()).toBe('down');
		await observe(fleet, 20, {category: 'connection_refused'});
		expect(fleet.monitor.fleet.getSnapshot().alerts).toMatchObject([
			{kind: 'down', affects: ['cursor', 'support-agent'], details: {callers: [{agent: 'support-agent', calls: 5}]}},
		]);
		expect(fleet.state().traffic?.impact).toMatchObject({kind: 'down', failed: 20});
	});

	test('that fail are one trouble with our own calls that fail', async () => {
		const failure = {category: 'tool_error', transient: true, phase: 'call_tool', message: 'no', hint: null} as const;
		const call = {tool: 'query', at: 0, latencyMs: null, failure};
		const fleet = await runFleet([postgres], {
			prepare: probers =>
				probers.scriptAll(good({tools: ['query']}), good({tools: ['query'], extras: {calls: [call]}})),
		});
		await observe(fleet, 10, failing);
		await fleet.clock.advance(2 * minuteMs);
		expect(fleet.state().health.reasons).toEqual(['tool_failing', 'agents_failing']);
		expect(fleet.state().incidents).toMatchObject([{kind: 'tool_failing', endedAt: null}]);
		expect(fleet.monitor.fleet.getSnapshot().alerts.map(({kind}) => kind)).toEqual(['tool_failure']);
	});

	test('with arguments that are refused have the tools listed at once, and are put down to their drift', async () => {
		const fleet = await runFleet([postgres], {
			prepare: probers => probers.scriptAll(good({tools: ['query']}), good({tools: ['query']}), good({tools: ['ask']})),
		});
		await fleet.clock.advance(40_000);
		const checks = fleet.prober().began.length;
		await observe(fleet, 5, {category: 'invalid_arguments'});
		await fleet.clock.advance(3000);
		expect(fleet.prober().began.length).toBeGreaterThan(checks);
		await observe(fleet, 5, {category: 'invalid_arguments'});
		expect(fleet.state().traffic?.windows['1h'].errors).toEqual({invalid_arguments: 5, tool_not_found: 5});
		expect(notesOf(fleet.state(), fleet.clock.now()).join('\n')).toMatch(/its tools have changed: .*query removed/);
	});

	test('that fail of a tool that is not listed are calls of a tool that is not there', async () => {
		const fleet = await runFleet([postgres], lists);
		await observe(fleet, 5, {...failing, tool: 'drop'});
		expect(fleet.state().traffic?.windows['1h'].errors).toEqual({tool_not_found: 5});
	});

	test('of a server that is never probed tell how it is', async () => {
		const fleet = await runFleet([{...github, probe: 'off'}]);
		const named = {target: {...target, address: null, port: null, names: ['github']}};
		await observe(fleet, 10, {...failing, ...named});
		expect(fleet.state().health).toMatchObject({status: 'degraded', reasons: ['agents_failing']});
		await fleet.clock.advance(7 * minuteMs);
		expect(fleet.status()).toBe('unknown');
		expect(fleet.state().incidents).toMatchObject([{ending: 'recovered'}]);
	});

	test('go on over a restart, without being told again', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([postgres], {clock, history, ...lists});
		await observe(first, 10, failing);
		await first.monitor.stop();
		const second = await runFleet([postgres], {clock, history, ...lists});
		await clock.advance(minuteMs);
		expect(second.state().health.reasons).toEqual(['agents_failing']);
		expect(second.state().traffic?.windows['24h'].calls).toBe(10);
		expect(second.alerts()).toHaveLength(1);
		await clock.advance(7 * minuteMs);
		expect([second.status(), second.alerts().length]).toEqual(['up', 2]);
	});

	test('count beside a crash that came straight back', async () => {
		const fleet = await runFleet([github], {prepare: probers => probers.scriptAll(good(), bad(crash), good())});
		await observe(fleet, 1, {target: {...target, address: null, names: ['github']}});
		expect(fleet.state().traffic?.windows['1h'].calls).toBe(1);
	});
});
