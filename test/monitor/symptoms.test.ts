import {expect, test} from 'vitest';
import {good} from '../helpers/fake-prober.ts';
import {failure, httpServer, noon} from '../helpers/fleet.ts';
import {runFleet} from './running-fleet.ts';

const minuteMs = 60_000;
const slack = httpServer('slack-mcp', {usedBy: ['support-agent']});
const call = (isGood: boolean) => ({
	tool: 'send_message',
	at: noon,
	latencyMs: isGood ? 12 : null,
	failure: isGood ? null : failure({category: 'tool_error', message: 'channel is archived'}),
});

test('a tool that fails degrades the server, says which and why, and recovers with it', async () => {
	const calling = (isGood: boolean) => good({extras: {calls: [call(isGood)]}});
	const fleet = await runFleet([slack], {
		prepare: probers => probers.scriptAll(calling(true), calling(false), calling(false), calling(true)),
	});
	expect(fleet.status()).toBe('up');
	await fleet.clock.advance(minuteMs);
	expect(fleet.state().health).toMatchObject({status: 'degraded', reasons: ['tool_failing']});
	await fleet.clock.advance(5 * minuteMs);
	expect(fleet.status()).toBe('up');
	expect(fleet.alerts()).toEqual([
		'tool send_message fails: channel is archived',
		expect.stringMatching(/^no tool calls fail any more, after/),
	]);
	expect((fleet.history.samples.get('slack-mcp') ?? []).filter(({calls}) => calls?.failed === 1)).toHaveLength(2);
});

test('new sessions that fail while the held one works degrade the server', async () => {
	const refused = {fresh: {failure: failure({message: 'HTTP 503 Service Unavailable'})}};
	const fleet = await runFleet([slack], {
		prepare: probers =>
			probers.scriptAll(
				good(),
				good({extras: refused}),
				good({extras: refused}),
				good({extras: {fresh: {failure: null}}}),
			),
	});
	await fleet.clock.advance(minuteMs);
	expect(fleet.state().health.reasons).toEqual(['fresh_session_fails']);
	await fleet.clock.advance(minuteMs);
	expect(fleet.status()).toBe('up');
});

test('a stream that is dropped again and again is a storm, though each new one works', async () => {
	const fleet = await runFleet([slack]);
	for (let drop = 0; drop < 5; drop++) {
		fleet.prober().interrupt({category: 'stream_dropped', transient: true, message: 'the event stream was closed'});
		await fleet.clock.advance(5000);
	}
	expect(fleet.state().health.reasons).toContain('reconnect_storm');
	expect(fleet.alerts()).toContain('the stream was dropped 5 times within a minute');
});

test('sessions that several servers lose at once are told once, and are no outage', async () => {
	const names = ['a', 'b', 'c', 'd'];
	const lost = good({extras: {reinitialised: true}});
	const fleet = await runFleet(
		names.map(name => httpServer(name)),
		{
			prepare: probers => probers.scriptAll(good(), lost, good()),
		},
	);
	await fleet.clock.advance(2 * minuteMs);
	expect(fleet.alerts()).toEqual([expect.stringMatching(/^sessions lost on [34] servers within a minute: /)]);
	expect(names.map(name => [fleet.status(name), fleet.state(name).reinitialisations])).toEqual(
		names.map(() => ['up', 1]),
	);
});

test('a failure that a new session does not share says so', async () => {
	const fleet = await runFleet([slack], {
		prepare: probers => probers.scriptAll({ok: false, fresh: {failure: null}}),
	});
	expect(fleet.state().lastCheck?.notes).toEqual(['a new session works: agents on old ones may hang']);
});
