import {describe, expect, test} from 'vitest';
import type {Alert} from '../../source/domain/alert.ts';
import {describeGroup, joinGroup, noGroups} from '../../source/domain/alert-groups.ts';
import type {ServerState} from '../../source/domain/fleet.ts';
import {alertOf, downState, httpServer, noon, openIncident, stdioServer, upState} from '../helpers/fleet.ts';

const onHost = (name: string, url = `https://mcp.internal/${name}`): ServerState =>
	downState(name, {server: httpServer(name, {url})});
const process = (name: string, cause: string): ServerState =>
	downState(name, {server: stdioServer(name), incidents: [openIncident({cause})]});

/** Joins one alert of each server, each so long after the one before. */
function join(states: readonly ServerState[], afterMs = 1000, changes: Partial<Alert> = {}): readonly Alert[] {
	let groups = noGroups;
	return states.map((state, index) => {
		const alert = alertOf(state.server.name, {at: noon + index * afterMs, ...changes});
		const joined = joinGroup(groups, alert, state);
		groups = joined.groups;
		return joined.alert;
	});
}

const groupsOf = (alerts: readonly Alert[]): number => new Set(alerts.map(({details}) => details.groupId)).size;

describe('alerts of one cause', () => {
	test.each<[story: string, states: readonly ServerState[], afterMs: number, groups: number]>([
		['servers of one host', [onHost('a'), onHost('b'), onHost('c', 'https://MCP.internal:8443/c')], 1000, 1],
		['servers of two hosts', [onHost('a'), onHost('b', 'https://other.internal/b')], 1000, 2],
		['those that come later than a minute', [onHost('a'), onHost('b')], 60_000, 2],
		['those that come within it, counted from the first', [onHost('a'), onHost('b'), onHost('c')], 40_000, 2],
		['ports of this machine', [onHost('a', 'http://127.0.0.1:1/a'), onHost('b', 'http://127.0.0.1:2/b')], 1000, 2],
		[
			'processes with one error',
			[process('a', 'command not found: npx'), process('b', 'command not found: npx')],
			1,
			1,
		],
		['processes with two errors', [process('a', 'exited with code 1'), process('b', 'exited with code 2')], 1, 2],
	])('%s', (_story, states, afterMs, groups) => expect(groupsOf(join(states, afterMs))).toBe(groups));

	test('a stall and a crash of one host are one trouble, drift there is another', () => {
		const [down] = join([onHost('a')]);
		const [stale] = join([onHost('a')], 0, {kind: 'stale', about: 'stale'});
		const [drift] = join([onHost('a')], 0, {kind: 'schema_drift', about: 'schema_drift'});
		expect(down?.details.groupId).toBe(stale?.details.groupId);
		const groups = joinGroup(noGroups, alertOf('a', {at: noon}), onHost('a')).groups;
		const joined = joinGroup(groups, {...alertOf('b'), ...drift, details: {}}, onHost('b'));
		expect(joined.groups).toHaveLength(2);
	});

	test('what nobody else could share stays alone, and so does what somebody says', () => {
		const [drift] = join([upState('a')], 0, {kind: 'schema_drift', about: 'schema_drift'});
		const [taken] = join([onHost('a')], 0, {phase: 'acknowledged'});
		expect([drift?.details.groupId, taken?.details.groupId]).toEqual([undefined, undefined]);
	});

	test('no address and no error gets control characters into words', () => {
		const [alert] = join([process('a', 'no\u001B[2J such\u202E file')]);
		expect(alert?.details.group).toBe('all with: no such file');
	});
});

test.each<[changes: Partial<Alert>, words: string]>([
	[{}, '3 of 35 down, all on mcp.internal'],
	[{kind: 'stale', about: 'stale'}, '3 of 35 stale, all on mcp.internal'],
	[{kind: 'latency_spike', about: 'latency_spike'}, '3 of 35 slow, all on mcp.internal'],
	[{phase: 'reminded'}, '3 of 35 still down, all on mcp.internal'],
	[{phase: 'closed', kind: 'recovery', about: 'down'}, '3 of 35 no longer down, all on mcp.internal'],
	[{phase: 'closed'}, '3 of 35 down: closed, all on mcp.internal'],
])('several in one line: %j', (changes, words) => {
	expect(describeGroup(join([onHost('a'), onHost('b'), onHost('c')], 1000, changes), 35)).toBe(words);
});

test('a group of which nothing more is known is counted all the same', () => {
	expect(describeGroup([alertOf('a'), alertOf('b', {kind: 'stale', about: 'stale'})], 1)).toBe('2 down or stale');
});
