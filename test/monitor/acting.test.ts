import {describe, expect, test} from 'vitest';
import type {Action, ActionResult} from '../../source/domain/action.ts';
import {isOpen} from '../../source/domain/incident.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, crash, good} from '../helpers/fake-prober.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {type RunningFleet, runFleet} from './running-fleet.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;
const slack = httpServer('slack-mcp', {tags: ['chat']});
const redis = stdioServer('redis-mcp', {tags: ['data']});

const allFailing = {
	prepare: (probers: {scriptAll(...steps: ReturnType<typeof bad>[]): void}) => probers.scriptAll(bad()),
};
const acknowledge = (servers: readonly string[], reason: string | null = null): Action => ({
	do: 'acknowledge',
	servers,
	by: 'anna',
	reason,
});
const silence = (fleet: RunningFleet, query: string, forMs = 60 * minuteMs): Action => ({
	do: 'silence',
	query,
	until: fleet.clock.now() + forMs,
	by: 'anna',
	reason: 'deployment',
});

/** Does it, and wants it done. */
async function done(fleet: RunningFleet, action: Action): Promise<Extract<ActionResult, {ok: true}>> {
	const result = await fleet.monitor.act(action);
	if (!result.ok) throw new Error(result.message);
	return result;
}

async function undo(fleet: RunningFleet, {undo: back}: Extract<ActionResult, {ok: true}>) {
	if (!back) throw new Error('it cannot be undone');
	return done(fleet, back);
}

const acknowledgedOf = (fleet: RunningFleet) =>
	fleet.monitor.fleet.getSnapshot().servers.map(({acknowledged}) => acknowledged);
const silencedOf = (fleet: RunningFleet) => fleet.monitor.fleet.getSnapshot().servers.map(({silenced}) => silenced);
const feedOf = (fleet: RunningFleet) =>
	fleet.monitor.fleet
		.getSnapshot()
		.alerts.map(({message, isSilenced}) => [message, isSilenced])
		.reverse();

describe('an action that names what there is not', () => {
	test('does nothing and says what is not there', async () => {
		const fleet = await runFleet([slack, redis]);
		const servers = ['slack-mcp', 'nobody\u001b[31m', 'nowhere'];
		for (const action of [
			{do: 'check', servers},
			acknowledge(servers),
			{do: 'unacknowledge', servers, by: 'anna'},
		] as const) {
			expect(await fleet.monitor.act(action)).toEqual({ok: false, message: 'there is no server nobody, nowhere'});
		}
		for (const action of [
			{do: 'accept', server: 'nowhere', expect: null, by: 'anna'},
			{do: 'undoAccept', server: 'nowhere', by: 'anna'},
		] as const) {
			expect(await fleet.monitor.act(action)).toEqual({ok: false, message: 'there is no server nowhere'});
		}
		expect(await fleet.monitor.act({do: 'endSilence', id: 's0\n0', by: 'anna'})).toEqual({
			ok: false,
			message: 'there is no silence s0 0',
		});
		await fleet.clock.advance(0);
		expect(fleet.prober('slack-mcp').began).toEqual([0]);
		const hundred = Array.from({length: 100}, (_none, index) => `x${index}`);
		expect(await fleet.monitor.act(acknowledge(hundred))).toMatchObject({
			message: 'there is no server x0, x1, x2, x3, x4 and 95 more',
		});
		expect(await fleet.monitor.act(acknowledge([]))).toEqual({ok: false, message: 'no server was named'});
	});

	test('a check of what is switched off says so', async () => {
		const fleet = await runFleet([slack, stdioServer('off', {enabled: false})]);
		expect(await fleet.monitor.act({do: 'check', servers: ['off']})).toEqual({
			ok: false,
			message: 'off is not checked: it is switched off',
		});
		expect(await done(fleet, {do: 'check', servers: ['off', 'slack-mcp']})).toMatchObject({
			message: 'checking slack-mcp',
		});
	});
});

describe('an outage that somebody has taken on', () => {
	test('is acknowledged until it is over; the next one is not', async () => {
		const fleet = await runFleet([slack, redis], allFailing);
		await fleet.clock.advance(10 * secondMs);
		const result = await done(fleet, acknowledge(['slack-mcp', 'redis-mcp', 'slack-mcp'], 'restarting it'));
		expect(result.message).toBe('acknowledged 2 incidents of slack-mcp, redis-mcp');
		expect(acknowledgedOf(fleet)).toEqual([true, true]);
		expect(fleet.state().incidents[0]?.acknowledgement).toEqual({
			at: fleet.clock.now(),
			by: 'anna',
			reason: 'restarting it',
		});
		fleet.prober().script(good(), good(), bad());
		await fleet.clock.advance(5 * minuteMs);
		expect(fleet.state().incidents.map(incident => [isOpen(incident), incident.acknowledgement?.by])).toEqual([
			[true, undefined],
			[false, 'anna'],
		]);
		expect(acknowledgedOf(fleet)).toEqual([false, true]);
		expect(fleet.alerts().filter(text => text.startsWith('down:'))).toHaveLength(3);
	});

	test('can be given back, and that can be taken back', async () => {
		const fleet = await runFleet([slack], allFailing);
		await fleet.clock.advance(10 * secondMs);
		const taken = await done(fleet, acknowledge(['slack-mcp'], 'on it'));
		const given = await undo(fleet, taken);
		expect([given.message, ...acknowledgedOf(fleet)]).toEqual(['slack-mcp: no longer acknowledged', false]);
		await undo(fleet, given);
		expect(fleet.state().incidents[0]?.acknowledgement).toMatchObject({by: 'anna', reason: 'on it'});
		const taking = 'down acknowledged by anna: on it';
		expect(fleet.alerts()).toEqual(['down: connection refused', taking, taking]);
	});

	test('is not taken on twice, and where nothing is wrong there is nothing to take on', async () => {
		const fleet = await runFleet([slack, redis], {
			prepare: probers => probers.scriptFor('slack-mcp', bad()),
		});
		await fleet.clock.advance(10 * secondMs);
		await done(fleet, acknowledge(['slack-mcp']));
		expect(await fleet.monitor.act({...acknowledge(['slack-mcp']), by: 'bob'} as Action)).toEqual({
			ok: false,
			message: 'slack-mcp: already acknowledged by anna',
		});
		expect(await fleet.monitor.act(acknowledge(['redis-mcp']))).toEqual({
			ok: false,
			message: 'redis-mcp: no open incident',
		});
		expect(await fleet.monitor.act({do: 'unacknowledge', servers: ['redis-mcp'], by: 'bob'})).toMatchObject({
			ok: false,
		});
	});

	test('stays so over a restart, and is written at once', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack], {clock, history, ...allFailing});
		await clock.advance(10 * secondMs);
		const {length} = history.urgent;
		await done(first, acknowledge(['slack-mcp']));
		expect(history.urgent.length).toBe(length + 1);
		await first.monitor.stop();
		const second = await runFleet([slack], {clock, history, ...allFailing});
		expect(acknowledgedOf(second)).toEqual([true]);
	});

	test('a crash that nobody was told of is no reason to call a server acknowledged', async () => {
		const fleet = await runFleet([redis]);
		fleet.prober().script(good({takesMs: secondMs}));
		fleet.prober().interrupt(crash);
		expect(fleet.status()).toBe('down');
		await done(fleet, acknowledge(['redis-mcp']));
		expect(acknowledgedOf(fleet)).toEqual([false]);
	});
});

describe('drift that somebody accepts', () => {
	const drifting = {
		prepare: (probers: {scriptAll(...steps: ReturnType<typeof good>[]): void}) =>
			probers.scriptAll(good(), good(), good({tools: ['read_file', 'search']})),
	};
	const accept = (expect: string | null = null): Action => ({do: 'accept', server: 'slack-mcp', expect, by: 'anna'});

	test('is so with what it was, and it can be taken back and done again; each is told', async () => {
		const fleet = await runFleet([slack], drifting);
		await fleet.clock.advance(2 * minuteMs);
		const accepted = await done(fleet, accept(fleet.state().schema.hash));
		expect(accepted.message).toBe('accepted the tools of slack-mcp: search added');
		expect([fleet.state().schema.state, fleet.state().incidents[0]?.ending]).toEqual(['unchanged', 'accepted']);
		const undone = await undo(fleet, accepted);
		expect(undone.message).toBe('took it back: the tools of slack-mcp are drifted: search added');
		expect(fleet.state().schema.state).toBe('drifted');
		await fleet.clock.advance(2 * minuteMs);
		expect(fleet.state().incidents).toMatchObject([
			{kind: 'schema_drift', endedAt: null, ending: null},
			{kind: 'schema_drift', ending: 'accepted'},
		]);
		await undo(fleet, undone);
		expect([fleet.state().schema.state, fleet.state().incidents[0]?.ending]).toEqual(['unchanged', 'accepted']);
		const over = /^new tools accepted by anna, after/;
		expect(fleet.alerts()).toEqual([
			'drifted: search added',
			expect.stringMatching(over),
			'drifted: search added',
			expect.stringMatching(over),
		]);
		expect(fleet.history.kept.get('slack-mcp')?.schema).toMatchObject({drifted: null});
	});

	test('is refused where other tools are there than were looked at', async () => {
		const fleet = await runFleet([slack], drifting);
		await fleet.clock.advance(2 * minuteMs);
		expect(await fleet.monitor.act(accept('0123456789abcdef'))).toEqual({
			ok: false,
			message: `not accepted: the tools of slack-mcp are not those that were looked at, but ${fleet.state().schema.hash?.slice(0, 8)}`,
		});
		expect(fleet.state().schema.state).toBe('drifted');
	});

	test('is there to be accepted, or to be taken back', async () => {
		const fleet = await runFleet([slack]);
		await fleet.clock.advance(minuteMs);
		expect(await fleet.monitor.act(accept())).toEqual({
			ok: false,
			message: 'nothing to accept: the tools of slack-mcp are as they were',
		});
		expect(await fleet.monitor.act({do: 'undoAccept', server: 'slack-mcp', by: 'anna'})).toEqual({
			ok: false,
			message: 'nothing to take back: the tools of slack-mcp were not accepted by anybody',
		});
	});
});

describe('a silence', () => {
	test('covers the servers of its query, whose alerts are marked, until it ends by itself', async () => {
		const fleet = await runFleet([slack, redis], {
			prepare: probers => probers.scriptAll(good(), bad()),
		});
		const result = await done(fleet, silence(fleet, ' tag:chat ', 10 * minuteMs + 300));
		expect(result.message).toMatch(/^silenced slack-mcp for 10m \(s[0-9a-z]{3}\)$/);
		expect(silencedOf(fleet)).toEqual([true, false]);
		expect(fleet.monitor.fleet.getSnapshot().silences).toMatchObject([
			{query: 'tag:chat', by: 'anna', reason: 'deployment', from: fleet.clock.now()},
		]);
		await fleet.clock.advance(10 * minuteMs + 299);
		expect(feedOf(fleet)).toEqual([
			['down: connection refused', true],
			['down: connection refused', false],
		]);
		expect(silencedOf(fleet)).toEqual([true, false]);
		await fleet.clock.advance(1);
		expect([silencedOf(fleet), fleet.monitor.fleet.getSnapshot().silences]).toEqual([[false, false], []]);
		fleet.prober('slack-mcp').script(good());
		await fleet.clock.advance(5 * minuteMs);
		expect(feedOf(fleet).at(-1)).toEqual([expect.stringMatching(/^up again after/), false]);
	});

	test('follows what is true of a server now', async () => {
		const fleet = await runFleet([slack, redis], {prepare: probers => probers.scriptFor('slack-mcp', good(), bad())});
		expect((await done(fleet, silence(fleet, 'status=down'))).message).toMatch(/^silenced no server for now for 1h/);
		expect(silencedOf(fleet)).toEqual([false, false]);
		await fleet.clock.advance(minuteMs);
		expect(silencedOf(fleet)).toEqual([true, false]);
		expect(feedOf(fleet)).toEqual([['down: connection refused', true]]);
	});

	test('can be ended, and that can be taken back', async () => {
		const fleet = await runFleet([slack, redis]);
		const begun = await done(fleet, silence(fleet, ''));
		expect(silencedOf(fleet)).toEqual([true, true]);
		const ended = await undo(fleet, begun);
		expect([ended.message, silencedOf(fleet)]).toEqual([expect.stringMatching(/^ended silence s/), [false, false]]);
		const [kept] = fleet.history.silences();
		expect(kept).toMatchObject({until: fleet.clock.now()});
		expect(await fleet.monitor.act({do: 'endSilence', id: kept?.id ?? '', by: 'anna'})).toMatchObject({
			ok: false,
			message: expect.stringMatching(/has ended already$/),
		});
		await undo(fleet, ended);
		expect(silencedOf(fleet)).toEqual([true, true]);
	});

	test.each<[query: string, message: string]>([
		['status=no', 'cannot silence: status is one of down stale degraded unknown up (column 8)'],
		['name=slack (', 'cannot silence: "name=slack (" is not complete'],
		['tag:chat status=do', 'cannot silence: "tag:chat status=do" is not complete'],
		['name=nobody', 'cannot silence: no server matches name=nobody'],
		['x'.repeat(1025), 'cannot silence: the query is too long'],
		[
			'bogus=1',
			expect.stringMatching(/^cannot silence: unknown field bogus; known: .* \(column 1\)$/) as unknown as string,
		],
	])('is not begun for %s', async (query, message) => {
		const fleet = await runFleet([slack]);
		expect(await fleet.monitor.act(silence(fleet, query))).toEqual({ok: false, message});
		expect(fleet.history.silences()).toEqual([]);
	});

	test('begins now and ends within 30 days', async () => {
		const fleet = await runFleet([slack]);
		expect(await fleet.monitor.act(silence(fleet, 'tag:chat', -1))).toMatchObject({
			message: 'cannot silence: the end is in the past',
		});
		expect(await fleet.monitor.act(silence(fleet, 'tag:chat', 31 * dayMs))).toMatchObject({
			message: 'cannot silence: the end is more than 30 days ahead',
		});
	});

	test('holds over a restart, ends while nobody watches, and is forgotten after 30 days', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack, redis], {clock, history});
		await done(first, silence(first, 'tag:chat', 60 * minuteMs));
		await done(first, silence(first, 'tag:data', 20 * dayMs));
		await first.monitor.stop();
		const second = await runFleet([slack, redis], {clock, history});
		expect(silencedOf(second)).toEqual([true, true]);
		await second.monitor.stop();
		clock.jump(60 * minuteMs);
		const third = await runFleet([slack, redis], {clock, history});
		expect(silencedOf(third)).toEqual([false, true]);
		expect(history.silences()).toHaveLength(2);
		await third.monitor.stop();
		clock.jump(31 * dayMs);
		await runFleet([slack, redis], {clock, history});
		expect(history.silences().map(({query}) => query)).toEqual(['tag:data']);
	});

	test('has an end to how many there may be, and what is said of it is cleaned', async () => {
		const fleet = await runFleet([slack]);
		const loud: Action = {
			...(silence(fleet, 'tag:chat') as Extract<Action, {do: 'silence'}>),
			by: '\u001b[2J',
			reason: 'a\u0007b\n',
		};
		await done(fleet, loud);
		expect(fleet.history.silences()[0]).toMatchObject({by: 'somebody', reason: 'ab'});
		for (let count = 1; count < 500; count++) await done(fleet, silence(fleet, 'tag:chat'));
		expect(await fleet.monitor.act(silence(fleet, 'tag:chat'))).toMatchObject({
			ok: false,
			message: 'cannot silence: there are 500 silences already',
		});
		expect(new Set(fleet.history.silences().map(({id}) => id)).size).toBe(500);
	});

	test('shows its effect on a whole fleet at once', async () => {
		const fleet = await runFleet(Array.from({length: 50}, (_none, index) => httpServer(`s${index}`)));
		let changes = 0;
		fleet.monitor.fleet.subscribe(() => changes++);
		await done(fleet, silence(fleet, ''));
		expect([changes, silencedOf(fleet).every(Boolean)]).toEqual([1, true]);
	});
});
