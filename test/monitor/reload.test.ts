import {describe, expect, test} from 'vitest';
import type {AgentProcessEnd} from '../../source/domain/agent-process.ts';
import type {CreateAgentWatch} from '../../source/domain/ports.ts';
import type {Server} from '../../source/domain/server.ts';
import type {TlsFacts} from '../../source/domain/tls-facts.ts';
import type {MonitorSettings} from '../../source/monitor/monitor.ts';
import {bad, good} from '../helpers/fake-prober.ts';
import {httpServer, noon, stdioServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {type RunningFleet, runFleet} from './running-fleet.ts';

const about = {name: 'test', isDemo: false, host: 'here', intervalMs: 30_000, warnings: []};
const settings = {maxConcurrentChecks: 32, confirmIntervalMs: 1500, about};
const secondMs = 1000;

const [a, b, c] = ['a', 'b', 'c'].map(name => httpServer(name, {url: `http://${name}.example/mcp`})) as [
	Server,
	Server,
	Server,
];

const namesOf = ({monitor}: RunningFleet) => monitor.fleet.getSnapshot().servers.map(({server}) => server.name);

async function reload(fleet: RunningFleet, servers: readonly Server[], changes: Partial<MonitorSettings> = {}) {
	const work = fleet.monitor.reload(servers, {...settings, ...changes});
	await fleet.clock.advance(0);
	return work;
}

describe('a new configuration', () => {
	test('leaves the servers alone that are configured as before: session, turn and state', async () => {
		const fleet = await runFleet([a, b]);
		await fleet.clock.advance(45 * secondMs);
		const [prober, state] = [fleet.prober('a'), fleet.state('a')];
		const checks = prober.began.length;
		await reload(fleet, [structuredClone(a), {...b, tags: ['new']}, c]);
		expect(fleet.prober('a')).toBe(prober);
		expect(prober.isClosed).toBe(false);
		expect(prober.began).toHaveLength(checks);
		expect(fleet.state('a')).toBe(state);
		await fleet.clock.advance(60 * secondMs);
		expect(prober.began.length).toBeGreaterThan(checks);
	});

	test('starts those anew that have changed, and they go on from where they were', async () => {
		const fleet = await runFleet([a, b], {prepare: ({scriptFor}) => scriptFor('b', bad())});
		await fleet.clock.advance(30 * secondMs);
		const {incidents} = fleet.state('b');
		const prober = fleet.prober('b');
		const plan = await reload(fleet, [a, {...b, timeoutMs: 1234}]);
		expect(plan).toMatchObject({added: [], changed: ['b'], removed: []});
		expect(prober.isClosed).toBe(true);
		expect(fleet.prober('b')).not.toBe(prober);
		expect(fleet.state('b').server.timeoutMs).toBe(1234);
		expect(fleet.status('b')).toBe('down');
		expect(fleet.state('b').incidents).toEqual(incidents);
		expect(fleet.alerts()).toHaveLength(1);
	});

	test('starts those that are new at once, in the order of the configuration', async () => {
		const fleet = await runFleet([a]);
		await reload(fleet, [c, a, b]);
		expect(namesOf(fleet)).toEqual(['c', 'a', 'b']);
		expect(fleet.status('c')).toBe('up');
		expect(fleet.prober('b').began).toHaveLength(1);
		await reload(fleet, [b, c, a]);
		expect(namesOf(fleet)).toEqual(['b', 'c', 'a']);
		expect(fleet.prober('b').began).toHaveLength(1);
		fleet.prober('c').interrupt();
		await fleet.clock.advance(0);
		expect(fleet.state('c').health.failure?.category ?? fleet.state('c').health.pending).not.toBeUndefined();
		expect(namesOf(fleet)).toEqual(['b', 'c', 'a']);
	});

	test.each<[how: string, next: readonly Server[], ending: string]>([
		['removed', [a], 'removed from the configuration'],
		['switched off', [a, {...b, enabled: false}], 'switched off in the configuration'],
		['renamed', [a, {...b, name: 'bee'}], 'renamed to bee'],
		[
			'aimed at another address',
			[a, {...b, url: 'http://other.example/mcp'} as Server],
			'its name stands for another server now',
		],
	])('ends what is wrong with a server that is %s', async (_how, next, ending) => {
		const history = createMemoryHistory();
		const fleet = await runFleet([a, b], {
			history,
			prepare: ({scriptFor}) => scriptFor('b', bad(), bad(), bad(), good()),
		});
		await fleet.clock.advance(4 * secondMs);
		expect(fleet.status('b')).toBe('down');
		const plan = await reload(fleet, next);
		expect(plan.endings.get('b')).toBe(ending);
		expect(history.kept.get('b')?.incidents[0]).toMatchObject({
			kind: 'down',
			ending: 'removed',
			endedAt: fleet.clock.now(),
		});
		expect(history.forgotten).toEqual(next.some(({name}) => name === 'b') ? [] : ['b']);
	});

	test('stops what has left: no session, no check, no timer, and nobody can ask for it', async () => {
		const fleet = await runFleet([a, b]);
		const prober = fleet.prober('b');
		const checks = prober.began.length;
		await reload(fleet, [a]);
		expect(prober.isClosed).toBe(true);
		await fleet.clock.advance(120 * secondMs);
		expect(prober.began).toHaveLength(checks);
		expect(await fleet.monitor.act({do: 'check', servers: ['b']})).toMatchObject({ok: false});
		expect(await fleet.monitor.record('b')).toBeNull();
		expect([...(await fleet.monitor.timelines('1h', 4)).keys()]).toEqual(['a']);
	});

	test('changes name, interval and warnings of the fleet', async () => {
		const fleet = await runFleet([a]);
		await reload(fleet, [{...a, intervalMs: 5000}], {
			about: {...about, intervalMs: 5000, warnings: ['channel x is not configured']},
		});
		expect(fleet.monitor.fleet.getSnapshot()).toMatchObject({
			intervalMs: 5000,
			warnings: ['channel x is not configured'],
		});
		const before = fleet.prober('a').began.length;
		await fleet.clock.advance(30 * secondMs);
		expect(fleet.prober('a').began.length - before).toBeGreaterThanOrEqual(5);
	});

	test('changes the pause between confirming tries of those that stay', async () => {
		const fleet = await runFleet([a]);
		await reload(fleet, [a], {confirmIntervalMs: 10_000});
		fleet.prober('a').script(bad());
		await fleet.monitor.act({do: 'check', servers: ['a']});
		await fleet.clock.advance(5 * secondMs);
		expect(fleet.state('a').health.pending).toMatchObject({count: 1});
	});

	test('changes how many may start at once', async () => {
		const fleet = await runFleet([], {maxConcurrentChecks: 1});
		fleet.probers.scriptAll(good({takesMs: 500}));
		await reload(fleet, [a, b, c], {maxConcurrentChecks: 2});
		expect(fleet.probers.running()).toBe(2);
		await fleet.clock.advance(2 * secondMs);
		expect(namesOf(fleet).map(name => fleet.status(name))).toEqual(['up', 'up', 'up']);
	});

	test('waits for the one before, and for nothing once the monitor is stopped', async () => {
		const fleet = await runFleet([a]);
		const first = fleet.monitor.reload([a, b], settings);
		const second = fleet.monitor.reload([a, c], settings);
		await fleet.clock.advance(0);
		expect((await first).added).toEqual(['b']);
		expect(await second).toMatchObject({added: ['c'], removed: ['b']});
		await fleet.monitor.stop();
		expect(await fleet.monitor.reload([a, b], settings)).toMatchObject({added: [], removed: []});
		expect(namesOf(fleet)).toEqual(['a', 'c']);
		expect(fleet.clock.pending()).toBe(0);
	});

	test('ends no pause and no silence', async () => {
		const fleet = await runFleet([a]);
		await fleet.monitor.act({do: 'silence', query: '', until: noon + 3_600_000, by: 'me', reason: null});
		await fleet.monitor.act({do: 'pause', until: noon + 600_000, by: 'me'});
		await reload(fleet, [a, b]);
		expect(fleet.prober('b').began).toEqual([]);
		expect(fleet.monitor.fleet.getSnapshot()).toMatchObject({pause: {by: 'me'}, silences: [{query: ''}]});
		expect(fleet.state('b').silenced).toBe(true);
		await fleet.monitor.act({do: 'resume', by: 'me'});
		await fleet.clock.advance(0);
		expect(fleet.prober('b').began).toHaveLength(1);
	});
});

describe('beside the checks', () => {
	test('an agent that has lost its own copy is still missed, unless its name stands for another server now', async () => {
		const process = {
			pid: 1,
			startedAt: noon,
			parentPid: 2,
			parentName: 'agent',
			rssBytes: 0,
			cpuShare: null,
			ageMs: 0,
			sharedWith: [],
		};
		const watched: string[][] = [];
		let tell: (server: string, end: AgentProcessEnd) => void = () => {};
		const createAgentWatch: CreateAgentWatch = (servers, onGone) => {
			watched.push(servers.map(({name}) => name));
			tell = onGone;
			return {look: async () => {}, processes: () => [], isRunning: () => true, close() {}};
		};
		const [slack, other] = [stdioServer('slack'), stdioServer('other')];
		const fleet = await runFleet([slack], {createAgentWatch});
		tell('slack', {process, endedAt: noon, evidence: null});
		await fleet.clock.advance(4 * secondMs);
		expect(fleet.status('slack')).toBe('degraded');
		await reload(fleet, [slack, other, a]);
		await fleet.clock.advance(60 * secondMs);
		expect(fleet.status('slack')).toBe('degraded');
		await reload(fleet, [slack, other]);
		expect(watched).toEqual([['slack'], ['slack', 'other']]);
		await reload(fleet, [{...slack, args: ['another.js']}, other]);
		await fleet.clock.advance(60 * secondMs);
		expect(fleet.status('slack')).toBe('up');
	});

	test('certificates of new servers are looked up soon, those of the others when it is their turn', async () => {
		const asked: string[] = [];
		const lookUpTls = async ({name}: Server) => {
			asked.push(name);
			return null;
		};
		const secured = (name: string) => httpServer(name, {url: `https://${name}.example/mcp`});
		const fleet = await runFleet([secured('x')], {lookUpTls});
		await fleet.clock.advance(60 * secondMs);
		await reload(fleet, [secured('x'), secured('y'), a]);
		await fleet.clock.advance(60 * secondMs);
		expect(asked).toEqual(['x', 'y']);
		await fleet.clock.advance(3_600_000);
		expect(asked).toEqual(['x', 'y', 'x', 'y']);
	});

	test('a certificate that comes too late says nothing of the server that has taken the place', async () => {
		const answers: (() => void)[] = [];
		const facts = {} as TlsFacts;
		const lookUpTls = () => new Promise<TlsFacts>(resolve => answers.push(() => resolve(facts)));
		const x = httpServer('x', {url: 'https://x.example/mcp'});
		const fleet = await runFleet([x], {lookUpTls});
		await fleet.clock.advance(5000);
		await reload(fleet, [{...x, tags: ['new']}]);
		answers[0]?.();
		await fleet.clock.advance(0);
		expect(fleet.state('x')).toMatchObject({tls: null, server: {tags: ['new']}});
	});

	test('grades are given anew', async () => {
		const fleet = await runFleet([a], {scanSecurity: async () => new Map()});
		await fleet.clock.advance(20 * secondMs);
		await reload(fleet, [a, b]);
		await fleet.clock.advance(20 * secondMs);
		expect(fleet.state('b').scorecard).toBeTruthy();
	});
});
