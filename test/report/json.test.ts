import {readFile} from 'node:fs/promises';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import {beforeAll, describe, expect, test} from 'vitest';
import {type Category, categories} from '../../source/domain/categories.ts';
import type {ServerState} from '../../source/domain/fleet.ts';
import {renderJson} from '../../source/report/json.ts';
import {
	downState,
	failure,
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
import {articleRows, scorecardWith} from '../helpers/scorecard.ts';

let validate: ValidateFunction;
beforeAll(async () => {
	const schema = JSON.parse(await readFile(new URL('../../schemas/fleet.v1.schema.json', import.meta.url), 'utf8'));
	const ajv = new Ajv2020({allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true});
	ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	validate = ajv.compile(schema);
});

const render = (states: readonly ServerState[]) => JSON.parse(renderJson(fleetOf(states), states, noon));

const drifted = upState('drifted', {
	health: healthOf('degraded', {reasons: ['schema_drift']}),
	schema: {
		state: 'drifted',
		hash: 'b',
		class: 'breaking',
		changes: [{class: 'breaking', tool: 'a', kind: 'tool_removed', path: [], text: 'removed'}],
		changedAt: noon,
	},
});
const states = [
	upState('up', {
		server: httpServer('up', {tags: ['critical'], project: 'core', usedBy: ['cursor']}),
		scorecard: scorecardWith('C'),
	}),
	slowState('slow'),
	drifted,
	downState('down'),
	upState('stale', {
		health: healthOf('stale', {reasons: ['stream_stalled'], failure: failure({category: 'stream_stalled'})}),
	}),
	unknownState('unknown'),
	unknownState('locked', {
		health: healthOf('unknown', {reasons: ['auth_required'], failure: failure({category: 'auth_required'})}),
	}),
	unknownState('slept', {health: healthOf('unknown', {reasons: ['not_checked']})}),
	unknownState('off', {server: stdioServer('off', {enabled: false})}),
];

function check(report: unknown): void {
	validate(report);
	expect(validate.errors ?? []).toEqual([]);
}

describe('the report as JSON', () => {
	test('is what its schema says, for every status', () => {
		const report = render(states);
		check(report);
		expect(report.summary).toEqual({total: 8, up: 1, degraded: 2, down: 1, stale: 1, unknown: 3, disabled: 1});
		expect(report.servers.map(({name}: {name: string}) => name)).toEqual(states.map(({server}) => server.name));
	});

	test('is so for every category of failure, and for an empty fleet', () => {
		const failing = (Object.keys(categories) as Category[]).map(category =>
			downState(category, {health: healthOf('down', {reasons: [category], failure: failure({category})})}),
		);
		check(render(failing));
		check(render([]));
	});

	test('says of a server what a script needs', () => {
		expect(render([downState('redis-mcp')]).servers[0]).toEqual({
			name: 'redis-mcp',
			transport: 'stdio',
			tags: [],
			project: null,
			used_by: [],
			enabled: true,
			status: 'down',
			since: '2026-04-02T12:18:00.000Z',
			reasons: ['process_exited'],
			notes: ['exited with code 1: REDIS_URL refused'],
			checked_at: '2026-04-02T12:22:00.000Z',
			acknowledged: false,
			silenced: false,
			latency_ms: null,
			connect_ms: null,
			p50_ms: null,
			p95_ms: null,
			p99_ms: null,
			uptime: {'1h': 0.931, '24h': 0.973, '7d': 0.99},
			errors_24h: {process_exited: 5},
			tool_calls_24h: {total: 0, failed: 0},
			tool_count: null,
			schema: {hash: null, state: 'unknown', class: null, changed_at: null},
			error: {
				category: 'process_exited',
				transient: true,
				phase: 'connect',
				message: 'exited with code 1: REDIS_URL refused',
				hint: null,
			},
			scorecard: null,
		});
		expect(render([downState('redis-mcp')]).issues).toEqual([
			{severity: 'critical', server: 'redis-mcp', status: 'down', message: 'exited with code 1: REDIS_URL refused'},
		]);
	});

	test('is so for every grade, with and without enough data', () => {
		const graded = articleRows.map(({name, scorecard}) => upState(name, {scorecard}));
		check(render([...graded, upState('fresh', {scorecard: scorecardWith(null)})]));
		expect(
			render(graded)
				.servers.map((one: {scorecard: {overall: string}}) => one.scorecard.overall)
				.join(''),
		).toBe('AABBCF');
	});

	test('never rounds up to perfect', () => {
		const [server] = render([
			upState('a', {stats: statsWith({'1h': {uptime: 0.99999}, '24h': {uptime: 1}, '7d': {uptime: 0}})}),
		]).servers;
		expect(server.uptime).toEqual({'1h': 0.9999, '24h': 1, '7d': 0});
	});

	test('holds nothing that may be secret', () => {
		const child = stdioServer('child', {
			command: 'run-hunter1',
			args: ['--token=hunter2'],
			env: {TOKEN: 'hunter3'},
			cwd: '/hunter4',
		});
		const remote = httpServer('remote', {
			url: 'https://u:hunter5@example.com/?key=hunter6',
			headers: {'x-hunter7': 'hunter8'},
		});
		const text = renderJson(
			fleetOf([]),
			[upState('child', {server: child}), downState('remote', {server: remote})],
			noon,
		);
		expect(text).not.toContain('hunter');
		expect(text).not.toMatch(/"(env|headers|args|command|url)"/);
	});
});

describe('the schema is strict enough', () => {
	const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

	/** Paths to all fields that have a name of their own in the report. */
	function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
		if (!isObject(value)) return [];
		return Object.entries(value).flatMap(([key, inner]) => {
			const isFree = path.at(-1) === 'errors_24h' || Array.isArray(value);
			return [...(isFree ? [] : [[...path, key]]), ...pathsIn(inner, [...path, key])];
		});
	}

	/** A copy of the report in which the field has gone, or has another value. */
	function altered(
		report: unknown,
		path: readonly string[],
		alter: (holder: Record<string, unknown>, key: string) => void,
	) {
		const copy = structuredClone(report);
		let holder: unknown = copy;
		for (const key of path.slice(0, -1)) holder = isObject(holder) ? holder[key] : null;
		if (isObject(holder)) alter(holder, path.at(-1) ?? '');
		return copy;
	}

	test('to notice any field that is missing', () => {
		const report = render(states);
		const unnoticed = pathsIn(report).filter(path =>
			validate(altered(report, path, (holder, key) => delete holder[key])),
		);
		expect(unnoticed.map(path => path.join('.'))).toEqual([]);
	});

	test('to notice any value of another type', () => {
		const report = render(states);
		const unnoticed = pathsIn(report).filter(path =>
			validate(
				altered(report, path, (holder, key) => {
					holder[key] = typeof holder[key] === 'boolean' ? 'yes' : true;
				}),
			),
		);
		expect(unnoticed.map(path => path.join('.'))).toEqual([]);
	});
});
