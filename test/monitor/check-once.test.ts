import {describe, expect, test} from 'vitest';
import type {Server} from '../../source/domain/server.ts';
import {checkOnce, type Once, type OnceParts} from '../../source/monitor/check-once.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, crash, createFakeProbers, type FakeProbers, good} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {hash, runFleet} from './running-fleet.ts';

const slack = httpServer('slack-mcp');

interface Running {
	readonly once: Promise<Once>;
	readonly clock: ReturnType<typeof createFakeClock>;
	readonly probers: FakeProbers;
	readonly progress: string[];
}

function start(
	servers: readonly Server[],
	changes: Partial<OnceParts> = {},
	prepare: (probers: FakeProbers) => void = () => {},
	clock = createFakeClock(),
): Running {
	const probers = createFakeProbers(clock);
	prepare(probers);
	const progress: string[] = [];
	const once = checkOnce(servers, {
		clock,
		createProber: probers.create,
		history: createMemoryHistory(),
		hash,
		maxConcurrentSpawns: 2,
		maxConcurrentChecks: 32,
		retries: 0,
		confirmIntervalMs: 1500,
		signal: new AbortController().signal,
		progress: (done, total) => void progress.push(`${done}/${total}`),
		...changes,
	});
	return {once, clock, probers, progress};
}

const statusesOf = ({states}: Once) => states.map(({server, health}) => `${server.name} ${health.status}`);

describe('one look at the fleet', () => {
	test('keeps the order of the configuration, whoever answers first, and counts as it goes', async () => {
		const takes = [300, 100, 200];
		const servers = takes.map(ms => httpServer(`takes-${ms}`));
		const {once, clock, probers, progress} = start(servers, {}, all => {
			for (const takesMs of takes) all.scriptFor(`takes-${takesMs}`, good({takesMs}));
		});
		await clock.advance(150);
		expect(progress).toEqual(['1/3']);
		await clock.advance(150);
		expect(progress).toEqual(['1/3', '2/3', '3/3']);
		expect(statusesOf(await once)).toEqual(['takes-300 up', 'takes-100 up', 'takes-200 up']);
		expect(servers.every(({name}) => probers.get(name).isClosed)).toBe(true);
	});

	test('needs one failure for an outage, and one slow answer for a degradation', async () => {
		const down = start([slack], {}, probers => probers.scriptAll(bad()));
		expect((await down.once).states[0]?.health).toMatchObject({status: 'down', reasons: ['connection_refused']});
		const slow = start([slack], {}, probers => probers.scriptAll(good({latencyMs: 4821})));
		expect((await slow.once).states[0]?.health).toMatchObject({status: 'degraded', reasons: ['slow']});
		const stale = start([slack], {}, probers => probers.scriptAll(bad({category: 'stream_stalled'})));
		expect((await stale.once).states[0]?.health.status).toBe('stale');
	});

	test('does not start what is switched off or belongs to the agents', async () => {
		const servers = [stdioServer('off', {enabled: false}), stdioServer('agents', {probe: 'off'}), slack];
		const {once, progress} = start(servers);
		expect(statusesOf(await once)).toEqual(['off unknown', 'agents unknown', 'slack-mcp up']);
		expect(progress).toHaveLength(3);
	});

	test('starts no more processes at a time than it may', async () => {
		const servers = ['a', 'b', 'c', 'd', 'e'].map(name => stdioServer(name));
		const {once, clock, probers} = start(servers, {}, all => all.scriptAll(good({takesMs: 1000})));
		await clock.advance(500);
		expect(probers.running()).toBe(2);
		await clock.advance(2500);
		expect(statusesOf(await once)).toEqual(['a up', 'b up', 'c up', 'd up', 'e up']);
	});

	test('ends without a timer left', async () => {
		const {once, clock} = start([slack, stdioServer('a')]);
		await (await once).close();
		expect(clock.pending()).toBe(0);
	});
});

describe('retries', () => {
	test('are made with a pause between, until one is good', async () => {
		const {once, clock, probers} = start([slack], {retries: 3}, all => all.scriptAll(bad(), bad(), good()));
		await clock.advance(10_000);
		expect(statusesOf(await once)).toEqual(['slack-mcp up']);
		expect(probers.get('slack-mcp').began).toEqual([0, 1500, 3000]);
	});

	test('end with the last failure', async () => {
		const {once, clock, probers} = start([slack], {retries: 2}, all => all.scriptAll(bad(), bad(), bad(crash)));
		await clock.advance(10_000);
		expect((await once).states[0]?.health).toMatchObject({status: 'down', reasons: ['process_exited']});
		expect(probers.get('slack-mcp').began).toHaveLength(3);
	});

	test('end when the user does not want to wait any more', async () => {
		const ending = new AbortController();
		const {once, clock, probers} = start([slack], {retries: 9, signal: ending.signal}, all => all.scriptAll(bad()));
		await clock.advance(2000);
		ending.abort();
		await clock.advance(0);
		await (await once).close();
		expect(probers.get('slack-mcp').began.length).toBeLessThanOrEqual(3);
		expect(clock.pending()).toBe(0);
	});
});

test('what hangs ends with the signal, and what still waits for its turn is not started any more', async () => {
	const ending = new AbortController();
	const servers = ['a', 'b', 'c', 'd'].map(name => stdioServer(name));
	const {once, clock, probers} = start(servers, {signal: ending.signal}, all => all.scriptAll('hangs'));
	await clock.advance(500);
	ending.abort();
	await clock.advance(0);
	await (await once).close();
	expect(servers.map(({name}) => probers.get(name).began.length)).toEqual([1, 1, 0, 0]);
	expect(clock.pending()).toBe(0);
});

describe('history', () => {
	test('makes a schema unchanged, or drifted, that would be new without it', async () => {
		const history = createMemoryHistory();
		const schemaWith = async (...tools: string[]) => {
			const {once} = start([slack], {history}, all => all.scriptAll(good({tools})));
			return (await once).states[0];
		};
		expect((await schemaWith('a', 'b'))?.schema.state).toBe('new');
		expect((await schemaWith('b', 'a'))?.schema.state).toBe('unchanged');
		const drifted = await schemaWith('a');
		expect(drifted?.schema).toMatchObject({state: 'drifted', class: 'breaking'});
		expect(drifted?.health.status).toBe('degraded');
	});

	test('tells credentials that ended from credentials that were never there', async () => {
		const history = createMemoryHistory();
		const login = (all: FakeProbers) => all.scriptAll(bad({category: 'auth_required', transient: false}));
		expect(statusesOf(await start([slack], {history}, login).once)).toEqual(['slack-mcp unknown']);
		await start([slack], {history}).once;
		expect(statusesOf(await start([slack], {history}, login).once)).toEqual(['slack-mcp down']);
	});

	test('keeps what a monitor knows of the server', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const fleet = await runFleet([slack], {clock, history, prepare: all => all.scriptAll(bad())});
		await clock.advance(10_000);
		await fleet.monitor.stop();
		const before = history.kept.get('slack-mcp');
		await start([slack], {history}, undefined, clock).once;
		const after = history.kept.get('slack-mcp');
		expect(after?.incidents).toEqual(before?.incidents);
		expect(after?.health.status).toBe('down');
		expect(history.samples.get('slack-mcp')?.at(-1)?.category).toBeNull();
	});

	test('knows of acknowledgements and silences', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const fleet = await runFleet([slack], {clock, history, prepare: all => all.scriptAll(bad())});
		await clock.advance(10_000);
		const about = {by: 'anna', reason: null};
		await fleet.monitor.act({do: 'acknowledge', servers: ['slack-mcp'], ...about});
		await fleet.monitor.act({do: 'silence', query: 'status=down', until: clock.now() + 60_000, ...about});
		await fleet.monitor.stop();
		const check = async () => (await start([slack], {history}, all => all.scriptAll(bad()), clock).once).states[0];
		expect(await check()).toMatchObject({acknowledged: true, silenced: true});
		clock.jump(60_000);
		expect(await check()).toMatchObject({acknowledged: true, silenced: false});
	});
});
