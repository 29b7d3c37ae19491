import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import type {ServerState} from '../../source/domain/fleet.ts';
import {alertOf, downState, fleetOf, httpServer, stdioServer, upState} from '../helpers/fleet.ts';
import {type ModelledScreen, openOnModel} from './screen-on-model.ts';

const teams = ['payments', 'search', 'platform', 'support', 'data'];

/** 500 servers in teams of 100, of which every team has 8 that fail; the p95 rises with the number. */
const servers = Array.from({length: 500}, (_none, index): ServerState => {
	const name = `mcp-${String(index).padStart(3, '0')}`;
	const tags = [`team:${teams[index % teams.length]}`];
	if (index % 60 < 5 && index < 480) return downState(name, {server: stdioServer(name, {tags})});
	const {stats, ...rest} = upState(name, {server: httpServer(name, {tags})});
	return {...rest, stats: {...stats, '1h': {...stats['1h'], p95Ms: index + 1}}};
});
const alerts = servers
	.filter(({health}) => health.status === 'down')
	.map(({server}) => alertOf(server.name, {id: server.name, details: {groupId: 'g', group: 'all on one host'}}));

let screen: ModelledScreen;
beforeAll(async () => {
	screen = openOnModel(fleetOf([...servers, upState('off', {server: stdioServer('off', {enabled: false})})], {alerts}));
	await screen.see('SERVER');
});
afterAll(() => screen.screen.close());

const selected = (): string => screen.model.lines().find(line => line.includes('▌')) ?? '';
const select = (name: string) => vi.waitFor(() => expect(selected()).toContain(name));

test('of 500 servers 40 fail: they are counted, filtered, grouped, folded, ordered and opened, and the selection stays', async () => {
	const {press, see, miss, model} = screen;
	expect(model.text()).toMatch(/500 servers .*460 up .*40 down .*1 disabled/);
	expect(model.text()).toContain('40 of 500 down, all on one host');

	press('/status=down\r');
	await see('40 of 501');
	press('t');
	await see('group tag:team');
	await see(/▾ \w+ {2}0\/8 up {2}✖ 8 down/);
	press('\x1b');
	await see(/▾ \w+ {2}92\/100 up {2}✖ 8 down/);

	press('z');
	await vi.waitFor(() =>
		expect(model.lines().filter(line => /▸ \w+ {2}92\/100 up {2}✖ 8 down/.test(line))).toHaveLength(5),
	);
	press('z');
	await miss('▸');

	press(':order p95 down\r');
	await see('order p95 ↓');
	press('g/mcp-494\r');
	await see('1 of 501');
	press('j');
	await select('mcp-494');
	press('\r');
	await see('[overview]');
	expect(model.text()).toContain('▌ mcp-494');
	press('\x1b');
	await miss('[overview]');
	press('\x1b');
	await miss('1 of 501');
	await select('mcp-494');
	const rows = model.lines().flatMap(line => /^ [ ▌] (mcp-\d+)/.exec(line)?.[1] ?? []);
	const own = rows.slice(rows.indexOf('mcp-494'), rows.indexOf('mcp-494') + 3);
	expect(own).toEqual(['mcp-494', 'mcp-489', 'mcp-484']);

	screen.monitor.fleet.set(
		fleetOf(
			servers.map(state => (state.server.name === 'mcp-494' ? downState('mcp-494', {server: state.server}) : state)),
		),
	);
	screen.clock.advance(100);
	await see('41 down');
	await select('mcp-494');
	expect(selected()).toContain('✖ down');
});
