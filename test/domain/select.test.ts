import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ServerState} from '../../source/domain/fleet.ts';
import {everything} from '../../source/domain/query.ts';
import {countStatuses, group, isGroupBy, type OrderBy, orderings, select} from '../../source/domain/select.ts';
import {
	downState,
	healthOf,
	httpServer,
	slowState,
	statsWith,
	stdioServer,
	unknownState,
	upState,
} from '../helpers/fleet.ts';

const names = (states: readonly ServerState[]) => states.map(({server}) => server.name);
const disabled = (name: string) => unknownState(name, {server: stdioServer(name, {enabled: false})});

const fleet: readonly ServerState[] = [
	upState('delta'),
	disabled('alpha'),
	downState('charlie'),
	unknownState('Bravo'),
	slowState('echo'),
	upState('foxtrot', {health: healthOf('stale')}),
];

describe('rows are ordered', () => {
	test.each<[by: OrderBy, ascending: string[], descending: string[]]>([
		[
			'status',
			['charlie', 'foxtrot', 'echo', 'Bravo', 'delta', 'alpha'],
			['delta', 'Bravo', 'echo', 'foxtrot', 'charlie', 'alpha'],
		],
		[
			'name',
			['Bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'alpha'],
			['foxtrot', 'echo', 'delta', 'charlie', 'Bravo', 'alpha'],
		],
		[
			'latency',
			['delta', 'foxtrot', 'echo', 'charlie', 'Bravo', 'alpha'],
			['echo', 'delta', 'foxtrot', 'charlie', 'Bravo', 'alpha'],
		],
		[
			'config',
			['delta', 'charlie', 'Bravo', 'echo', 'foxtrot', 'alpha'],
			['delta', 'charlie', 'Bravo', 'echo', 'foxtrot', 'alpha'],
		],
	])('by %s, disabled ones last and the unknown after the known', (by, ascending, descending) => {
		expect(names(select(fleet, everything, {by, isDescending: false}))).toEqual(ascending);
		expect(names(select(fleet, everything, {by, isDescending: true}))).toEqual(descending);
	});

	const states = fc.array(
		fc
			.record({
				latencyMs: fc.option(fc.constantFrom(1, 2, 3)),
				p95Ms: fc.option(fc.constantFrom(1, 2)),
				isEnabled: fc.boolean(),
			})
			.chain(({latencyMs, p95Ms, isEnabled}) =>
				fc.constantFrom('a', 'b', 'B').map(name =>
					upState(name, {
						server: stdioServer(name, {enabled: isEnabled}),
						lastCheck: {at: 0, latencyMs, connectMs: null, notes: []},
						stats: statsWith({'1h': {p95Ms}}),
					}),
				),
			),
		{maxLength: 30},
	);

	test('nothing is lost, and equal rows stay as they were', () => {
		fc.assert(
			fc.property(states, fc.constantFrom(...orderings), fc.boolean(), (list, by, isDescending) => {
				const once = select(list, everything, {by, isDescending});
				expect(new Set(once)).toEqual(new Set(list));
				expect(once.length).toBe(list.length);
				expect(select(once, everything, {by, isDescending})).toEqual(once);
				const enabled = once.findIndex(({server}) => !server.enabled);
				if (enabled >= 0) expect(once.slice(enabled).every(({server}) => !server.enabled)).toBe(true);
			}),
		);
	});

	test('the order of the configuration does not matter but for equal rows', () => {
		fc.assert(
			fc.property(states, fc.boolean(), (list, isDescending) => {
				const key = (state: ServerState) => `${state.server.enabled} ${state.lastCheck?.latencyMs}`;
				const order = {by: 'latency', isDescending} as const;
				expect(select([...list].reverse(), everything, order).map(key)).toEqual(
					select(list, everything, order).map(key),
				);
			}),
		);
	});
});

describe('groups', () => {
	const inTeam = (team: string, state: ServerState): ServerState => ({
		...state,
		server: {...state.server, tags: [`team:${team}`, 'x']},
	});

	test('the one with the gravest server comes first, rows keep their order', () => {
		const teams = [
			inTeam('ads', upState('a')),
			inTeam('core', upState('b')),
			inTeam('core', downState('c')),
			inTeam('search', slowState('d')),
			upState('e'),
		];
		expect(group(teams, 'tag:team').map(({key, states}) => [key, names(states)])).toEqual([
			['core', ['b', 'c']],
			['search', ['d']],
			['ads', ['a']],
			['no team', ['e']],
		]);
	});

	test('a disabled server makes no group grave', () => {
		const teams = [inTeam('ads', upState('a')), inTeam('core', disabled('b')), inTeam('core', upState('c'))];
		expect(group(teams, 'tag:team').map(({key}) => key)).toEqual(['ads', 'core']);
	});

	test('by project, status and transport', () => {
		const states = [upState('a', {server: httpServer('a', {project: 'core'})}), downState('b')];
		expect(group(states, 'project').map(({key}) => key)).toEqual(['no project', 'core']);
		expect(group(states, 'status').map(({key}) => key)).toEqual(['down', 'up']);
		expect(group(states, 'transport').map(({key}) => key)).toEqual(['stdio', 'streamable_http']);
		expect(group(states, null)).toEqual([{key: null, states}]);
	});

	test('what can be grouped by is told from what cannot', () => {
		expect(['project', 'status', 'transport', 'tag:team'].every(isGroupBy)).toBe(true);
		expect(['tag:', 'tag', 'name', ''].some(isGroupBy)).toBe(false);
	});
});

test('disabled servers are in no count but their own', () => {
	expect(countStatuses(fleet)).toEqual({total: 5, up: 1, degraded: 1, down: 1, stale: 1, unknown: 1, disabled: 1});
});
