import {readFile} from 'node:fs/promises';
import {Ajv2020} from 'ajv/dist/2020.js';
import {afterEach, describe, expect, test} from 'vitest';
import type {Fleet} from '../../source/domain/fleet.ts';
import {downState, fleetOf, slowState, stdioServer, unknownState, upState} from '../helpers/fleet.ts';
import {type OpenPages, openPages} from './open-pages.ts';

const opened: OpenPages[] = [];
afterEach(async () => {
	for (const {serving} of opened.splice(0)) await serving.close();
});

async function open(...args: Parameters<typeof openPages>): Promise<OpenPages> {
	const pages = await openPages(...args);
	opened.push(pages);
	return pages;
}

const fleet: Fleet = fleetOf([upState('well'), slowState('slow'), downState('redis-mcp')]);

describe('a running monitor', () => {
	test('lists what there is to read', async () => {
		const {get} = await open(fleet);
		const index = await get('/');
		expect(index.headers.get('content-type')).toBe('text/plain; charset=utf-8');
		const text = await index.text();
		for (const path of ['/metrics', '/healthz', '/readyz', '/api/v1/fleet']) {
			expect(text).toContain(`${path} `);
			expect((await get(path)).status, path).toBe(200);
		}
	});

	test('serves its metrics in their own format, made once a second however many ask', async () => {
		const {get, clock, made} = await open(fleet);
		const answers = await Promise.all([get('/metrics'), get('/metrics'), get('/metrics')]);
		expect(answers[0]?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
		expect(await Promise.all(answers.map(one => one.text()))).toEqual(['made 1\n', 'made 1\n', 'made 1\n']);
		await clock.advance(999);
		expect(await (await get('/metrics')).text()).toBe('made 1\n');
		await clock.advance(1);
		expect(await (await get('/metrics')).text()).toBe('made 2\n');
		expect(made()).toBe(2);
	});

	test('answers 500 where a page cannot be made, says so, and tries again', async () => {
		let isBroken = true;
		const renderMetrics = async () => {
			if (isBroken) throw new Error('no figures');
			return 'fine\n';
		};
		const {get, troubles} = await open(fleet, {renderMetrics});
		expect((await get('/metrics')).status).toBe(500);
		expect(troubles.at(-1)).toBe('a page could not be made: no figures');
		isBroken = false;
		expect((await get('/metrics')).status).toBe(200);
	});
});

describe('the fleet as JSON', () => {
	test('is what its schema says', async () => {
		const schema = JSON.parse(await readFile(new URL('../../schemas/fleet.v1.schema.json', import.meta.url), 'utf8'));
		const ajv = new Ajv2020({allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true});
		ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		const validate = ajv.compile(schema);
		const {get} = await open(fleet);
		const answer = await get('/api/v1/fleet');
		expect(answer.headers.get('content-type')).toBe('application/json');
		validate(await answer.json());
		expect(validate.errors ?? []).toEqual([]);
	});

	test.each<[filter: string, names: readonly string[]]>([
		['', ['well', 'slow', 'redis-mcp']],
		['status!=up', ['slow', 'redis-mcp']],
		['name~redis | p95>4000', ['slow', 'redis-mcp']],
		['nothing-like-it', []],
	])('takes the filter "%s"', async (filter, names) => {
		const {get} = await open(fleet);
		const report = (await (await get(`/api/v1/fleet?filter=${encodeURIComponent(filter)}`)).json()) as {
			summary: {total: number};
			servers: {name: string}[];
		};
		expect(report.servers.map(({name}) => name)).toEqual(names);
		expect(report.summary.total).toBe(names.length);
	});

	test('says where a filter is wrong', async () => {
		const {get} = await open(fleet);
		const answer = await get('/api/v1/fleet?filter=up%20stauts%3Dup');
		expect(answer.status).toBe(400);
		expect(await answer.text()).toMatch(/^filter: unknown field stauts; .*\(column 4\)\n$/);
	});
});

describe('a monitor is ready', () => {
	test('once every server that is watched has been checked, and stays so when others join', async () => {
		const off = stdioServer('off', {enabled: false});
		const never = stdioServer('never', {probe: 'off'});
		const rest = [unknownState('off', {server: off}), unknownState('never', {server: never})];
		const {get, fleet: shown} = await open(fleetOf([upState('a'), unknownState('b'), ...rest]));
		const early = await get('/readyz');
		expect(early.status).toBe(503);
		expect(await early.text()).toBe('the first round is under way: 1 of 2 servers are not checked yet\n');
		expect((await get('/healthz')).status).toBe(200);
		shown.set(fleetOf([upState('a'), downState('b'), ...rest]));
		expect((await get('/readyz')).status).toBe(200);
		shown.set(fleetOf([upState('a'), unknownState('new')]));
		expect((await get('/readyz')).status).toBe(200);
	});

	test('while its history is written; what it says of that names no path', async () => {
		const {get} = await open(fleet, {isStoreKept: () => false});
		const answer = await get('/readyz');
		expect(answer.status).toBe(503);
		expect(await answer.text()).toBe('the history cannot be written: see the warning of the monitor\n');
	});
});
