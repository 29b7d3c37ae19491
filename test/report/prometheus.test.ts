import {describe, expect, test} from 'vitest';
import type {Fleet} from '../../source/domain/fleet.ts';
import {addCalls, noTraffic} from '../../source/domain/traffic.ts';
import {summarise} from '../../source/domain/traffic-figures.ts';
import {countChanges, noCounts} from '../../source/report/prometheus/counts.ts';
import {metrics} from '../../source/report/prometheus/metrics.ts';
import type {Scene} from '../../source/report/prometheus/reading.ts';
import {metricsType, renderMetrics} from '../../source/report/prometheus.ts';
import {callsOf} from '../helpers/calls.ts';
import {
	alertOf,
	downState,
	fleetOf,
	healthOf,
	httpServer,
	noon,
	slowState,
	statsWith,
	stdioServer,
	unknownState,
	upState,
} from '../helpers/fleet.ts';

const sceneOf = (fleet: Fleet, changes: Partial<Scene> = {}): Scene => ({
	fleet,
	counts: noCounts,
	isStoreKept: true,
	build: {version: '1.2.3', node: '20.20.0'},
	process: {cpuSeconds: 1.5, residentBytes: 1e8, heapBytes: 2e7, startedAtSeconds: 1_770_000_000},
	...changes,
});
const render = (fleet: Fleet, changes?: Partial<Scene>) => renderMetrics(sceneOf(fleet, changes));

const tls = {
	issuer: 'CA',
	subject: 'host',
	validFrom: noon - 1000,
	validTo: noon + 86_400_000,
	protocol: 'TLSv1.3',
};
const called = {at: noon, latencyMs: 7, category: null, counted: true, calls: {total: 2, failed: 1}};
const agentCalls = [
	...callsOf(5, {at: noon - 60_000}),
	...callsOf(2, {at: noon - 60_000, category: 'tool_error'}),
	...callsOf(3, {at: noon - 2 * 3_600_000}),
];
const traffic = summarise(addCalls(noTraffic, agentCalls, noon), null, noon);
const everything = fleetOf(
	[
		upState('up', {server: httpServer('up', {project: 'core'}), tls, traffic}),
		slowState('slow'),
		downState('down'),
		upState('stale', {health: healthOf('stale', {reasons: ['stream_stalled']})}),
		unknownState('unknown'),
		upState('drifted', {schema: {...upState('x').schema, state: 'drifted', class: 'breaking'}}),
		upState('off', {server: stdioServer('off', {enabled: false})}),
	],
	{alerts: [alertOf('down')], warnings: ['the disk is full']},
);
const before = fleetOf(everything.servers.map(state => ({...state, samples: []})));
const grown = fleetOf(
	everything.servers.map(state => ({...state, samples: [...state.samples, called]})),
	{alerts: everything.alerts, warnings: everything.warnings},
);
const full = sceneOf(grown, {counts: countChanges(noCounts, before, grown)});

describe('the table of metrics', () => {
	test('has no name twice, and names as Prometheus wants them', () => {
		const names = metrics.map(({name}) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const {name, type, help} of metrics) {
			expect(name).toMatch(/^(langsight|process|nodejs)_[a-z0-9_]+$/);
			expect(name.endsWith('_total')).toBe(type === 'counter');
			expect(help).toMatch(/^[^\n|`\\]+$/);
		}
	});

	test('has the five of the article, with its labels', () => {
		const labels = Object.fromEntries(metrics.map(metric => [metric.name, metric.labels]));
		expect(labels).toMatchObject({
			langsight_mcp_health_status: ['server'],
			langsight_mcp_latency_p95: ['server'],
			langsight_mcp_tool_count: ['server'],
			langsight_mcp_schema_changes_total: ['server'],
			langsight_mcp_errors_total: ['server', 'type'],
		});
	});

	test('says which labels each line has, and every metric has a line for a fleet in which everything happens', () => {
		for (const {name, labels, type, read} of metrics) {
			const lines = read(full);
			expect(lines.length, name).toBeGreaterThan(0);
			for (const line of lines) {
				const extra = line.suffix === '_bucket' ? ['le'] : [];
				expect(Object.keys(line.labels), name).toEqual([...labels, ...extra]);
				expect(line.suffix !== undefined, name).toBe(type === 'histogram');
				expect(Number.isFinite(line.value), name).toBe(true);
			}
		}
	});

	test('has no line twice', () => {
		for (const {read} of metrics) {
			const lines = read(full).map(({suffix, labels}) => JSON.stringify([suffix, labels]));
			expect(new Set(lines).size).toBe(lines.length);
		}
	});
});

describe('the metrics', () => {
	test('are those that the article shows', async () => {
		const text = await render(fleetOf([upState('postgres-mcp', {stats: statsWith({'1h': {p95Ms: 42.3}})})]), {
			counts: {
				alerts: {},
				servers: new Map([['postgres-mcp', {...countOfTimeouts(2)}]]),
			},
		});
		for (const line of [
			'langsight_mcp_health_status{server="postgres-mcp"} 1',
			'langsight_mcp_latency_p95{server="postgres-mcp"} 42.3',
			'langsight_mcp_tool_count{server="postgres-mcp"} 3',
			'langsight_mcp_schema_changes_total{server="postgres-mcp"} 0',
			'langsight_mcp_errors_total{server="postgres-mcp",type="timeout"} 2',
		])
			expect(text.split('\n')).toContain(line);
	});

	test.each<[server: string, value: string | null]>([
		['up', '1'],
		['slow', '1'],
		['down', '0'],
		['stale', '0'],
		['unknown', null],
		['off', null],
	])('say of a server that is %s: %s', async (server, value) => {
		const text = await render(everything);
		const [, found = null] =
			new RegExp(`^langsight_mcp_health_status\\{server="${server}"\\} (.*)$`, 'm').exec(text) ?? [];
		expect(found).toBe(value);
	});

	test('tell calls of agents by window, apart from those that are checks, and nothing where none came', async () => {
		const lines = (await renderMetrics(full)).split('\n').filter(line => line.startsWith('langsight_mcp_agent_calls{'));
		expect(lines).toEqual([
			'langsight_mcp_agent_calls{server="up",window="1h",result="good"} 5',
			'langsight_mcp_agent_calls{server="up",window="1h",result="failed"} 2',
			'langsight_mcp_agent_calls{server="up",window="24h",result="good"} 8',
			'langsight_mcp_agent_calls{server="up",window="24h",result="failed"} 2',
			'langsight_mcp_agent_calls{server="up",window="7d",result="good"} 8',
			'langsight_mcp_agent_calls{server="up",window="7d",result="failed"} 2',
		]);
	});

	test('say nothing of a server that is switched off but that there is one', async () => {
		const text = await renderMetrics(full);
		expect(text).not.toContain('server="off"');
		expect(text).toContain('langsight_servers{status="disabled"} 1');
	});

	test('tell what is wrong with the monitor itself', async () => {
		const well = await render(fleetOf([]));
		expect(well).toMatch(/^langsight_store_problem 0$/m);
		expect(well).toMatch(/^langsight_paused 0$/m);
		const ill = await render(fleetOf([], {warnings: ['a', 'b'], pause: {from: noon, until: noon + 1, by: 'tess'}}), {
			isStoreKept: false,
		});
		expect(ill).toMatch(/^langsight_store_problem 1$/m);
		expect(ill).toMatch(/^langsight_warnings 2$/m);
		expect(ill).toMatch(/^langsight_paused 1$/m);
		expect(ill).toMatch(/^langsight_build_info\{version="1.2.3",node="20.20.0"\} 1$/m);
	});

	test('come in the text format', () => expect(metricsType).toBe('text/plain; version=0.0.4; charset=utf-8'));

	test('hold no command, address, header or variable', async () => {
		const child = stdioServer('child', {command: 'run-hunter1', args: ['hunter2'], env: {TOKEN: 'hunter3'}});
		const remote = httpServer('remote', {url: 'https://u:hunter5@example.com/?key=hunter6', headers: {a: 'hunter7'}});
		const text = await render(fleetOf([upState('c', {server: child}), downState('r', {server: remote})]));
		expect(text).not.toContain('hunter');
	});
});

describe('a server can be called anything', () => {
	const names = [
		'a"} 1\nevil_metric{x="',
		'back\\slash',
		'\\',
		'\\n',
		'quote"',
		'{},=',
		'名前 🦀 é',
		'# HELP x y',
		'a\tb\rc\u0000d',
		'x'.repeat(128),
	];

	test('and is one label value, the same when it is read back', async () => {
		const text = await render(fleetOf(names.map(name => upState(name))));
		const lines = text.split('\n').filter(line => line.startsWith('langsight_mcp_health_status{'));
		expect(lines.map(readServer)).toEqual(names);
		expect(text).not.toMatch(/^evil_metric/m);
	});

	test('and so can its project, which is made fit to print', async () => {
		const server = stdioServer('a', {project: 'one\u001b[31m\n"two"'});
		const text = await render(fleetOf([upState('a', {server})]));
		expect(text).toContain('project="one \\"two\\""');
	});

	/** As Prometheus reads a label: a backslash takes the next character with it. */
	function readServer(line: string): string {
		const [, raw = ''] = /^\w+\{server="((?:\\.|[^"\\])*)"\} 1$/s.exec(line) ?? [];
		return raw.replaceAll(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char));
	}
});

function countOfTimeouts(count: number) {
	const timeout = {at: noon, latencyMs: null, category: 'timeout', counted: false} as const;
	const samples = Array.from({length: count}, () => ({...timeout}));
	const counted = countChanges(noCounts, fleetOf([unknownState('a')]), fleetOf([unknownState('a', {samples})]));
	return counted.servers.get('a')!;
}
