import {describe, expect, test} from 'vitest';
import type {ProbeResult, ToolCallResult} from '../../source/domain/probe-result.ts';
import {addLostSession, noWave} from '../../source/domain/session-wave.ts';
import {addDrop, addResult, describeSymptom, heldSymptoms, noSymptoms} from '../../source/domain/symptoms.ts';
import {failure, listingOf, noon} from '../helpers/fleet.ts';

const call = (tool: string, isGood: boolean): ToolCallResult => ({
	tool,
	at: noon,
	latencyMs: isGood ? 12 : null,
	failure: isGood ? null : failure({category: 'tool_error', message: 'database is gone'}),
});

const checked = (extras: Partial<Extract<ProbeResult, {ok: true}>>): ProbeResult => ({
	ok: true,
	at: noon,
	connectMs: null,
	notes: [],
	reinitialised: false,
	latencyMs: 40,
	listing: listingOf([]),
	...extras,
});

const live = (...results: readonly ProbeResult[]) => results.reduce(addResult, noSymptoms);

describe('synthetic calls', () => {
	test('one failing call is no symptom, two in a row are, and a good one ends it', () => {
		const bad = checked({calls: [call('query', false), call('ping', true)]});
		expect(heldSymptoms(live(bad), noon)).toEqual([]);
		expect(heldSymptoms(live(bad, bad), noon)).toEqual(['tool_failing']);
		expect(describeSymptom('tool_failing', live(bad, bad))).toBe('tool query fails: database is gone');
		expect(heldSymptoms(live(bad, bad, checked({calls: [call('query', true)]})), noon)).toEqual([]);
	});

	test('are counted for each tool, and checks without calls change nothing', () => {
		const seen = live(checked({calls: [call('query', false)]}), checked({}), checked({calls: [call('query', true)]}));
		expect(seen.tools.get('query')).toMatchObject({total: 2, failed: 1, failures: 0, latencyMs: 12});
	});

	test('a single check tells after one failing call', () => {
		const bad = live(checked({calls: [call('query', false)]}));
		expect(heldSymptoms(bad, noon, {consecutiveFailures: 1})).toEqual(['tool_failing']);
	});
});

test('fresh sessions that fail twice while the held one works are a symptom, until one works', () => {
	const fails = checked({fresh: {failure: failure({message: 'HTTP 503'})}});
	expect(heldSymptoms(live(fails), noon)).toEqual([]);
	expect(heldSymptoms(live(fails, checked({}), fails), noon)).toEqual(['fresh_session_fails']);
	expect(describeSymptom('fresh_session_fails', live(fails, fails))).toContain('new sessions fail (HTTP 503)');
	expect(heldSymptoms(live(fails, fails, checked({fresh: {failure: null}})), noon)).toEqual([]);
});

test('five drops within a minute are a storm that ends a minute later', () => {
	const drops = (count: number) =>
		Array.from({length: count}, (_none, index) => noon + index * 10_000).reduce(addDrop, noSymptoms);
	expect(heldSymptoms(drops(4), noon + 40_000)).toEqual([]);
	expect(heldSymptoms(drops(5), noon + 40_000)).toEqual(['reconnect_storm']);
	expect(heldSymptoms(drops(5), noon + 100_000)).toEqual([]);
	expect(drops(50).drops.length).toBeLessThanOrEqual(5);
});

describe('lost sessions', () => {
	const wave = (...lost: readonly [server: string, second: number][]) => {
		let state = noWave;
		return lost.flatMap(([server, second]) => {
			const next = addLostSession(state, {server, at: noon + second * 1000, isSilenced: server.startsWith('quiet')});
			state = next.state;
			return next.alert ? `${next.alert.message}${next.alert.isSilenced ? ' (silenced)' : ''}` : [];
		});
	};

	test('of three servers within a minute are one event', () => {
		expect(wave(['b', 0], ['a', 5], ['c', 9], ['d', 12], ['a', 30], ['e', 70])).toEqual([
			'sessions lost on 3 servers within a minute: a, b, c',
		]);
	});

	test('are silenced where every one of the servers is', () => {
		expect(wave(['quiet a', 0], ['quiet b', 5], ['quiet c', 9])).toEqual([expect.stringMatching(/silenced\)$/)]);
		expect(wave(['quiet a', 0], ['b', 5], ['quiet c', 9])).toEqual([expect.not.stringMatching(/silenced\)$/)]);
	});

	test('of one server again and again, or far apart, are none', () => {
		expect(wave(['a', 0], ['a', 5], ['a', 9], ['b', 10])).toEqual([]);
		expect(wave(['a', 0], ['b', 50], ['c', 100], ['d', 150])).toEqual([]);
	});
});
