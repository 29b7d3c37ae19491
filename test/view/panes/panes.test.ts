import {describe, expect, test} from 'vitest';
import type {AgentProcess} from '../../../source/domain/agent-process.ts';
import type {Sample} from '../../../source/domain/probe-result.ts';
import {noSymptoms} from '../../../source/domain/symptoms.ts';
import type {Line} from '../../../source/view/draw/line.ts';
import {widthOfLine} from '../../../source/view/draw/line.ts';
import {keyBindings} from '../../../source/view/keys.ts';
import {drawChart} from '../../../source/view/panes/chart.ts';
import {drawHelp} from '../../../source/view/panes/help.ts';
import {drawOverview} from '../../../source/view/panes/overview.ts';
import {describeTarget} from '../../../source/view/panes/target.ts';
import {drawTool} from '../../../source/view/panes/tool.ts';
import {createLook} from '../../../source/view/theme.ts';
import {downState, failure, httpServer, noon, samplesOf, stdioServer, tool, upState} from '../../helpers/fleet.ts';

const look = createLook({color: false, ascii: false});
const textOf = (lines: readonly Line[]) => lines.map(line => line.map(({text}) => text).join('')).join('\n');

describe('where a server is, is told without secrets', () => {
	test.each<[story: string, url: string, told: string]>([
		['credentials', 'https://user:hunter2@mcp.example.com/mcp', 'https://mcp.example.com/mcp'],
		['query and fragment', 'http://localhost:8080/sse?api_key=hunter2#hunter2', 'http://localhost:8080/sse'],
		['nothing of a URL that is none', 'hunter2', 'not a valid URL'],
	])('URL: %s', (_story, url, told) => expect(describeTarget(httpServer('x', {url}))).toBe(told));

	test.each<[story: string, args: readonly string[]]>([
		['after an option', ['--api-key', 'hunter2']],
		['in an option', ['--token=hunter2']],
		['in an assignment', ['-e', 'GITHUB_TOKEN=hunter2']],
		['in a header', ['--header', 'Authorization: Bearer hunter2']],
		['with a well-known beginning', ['ghp_hunter2hunter2']],
		['inside a URL', ['postgres://app:hunter2@db/prod']],
		['inside a URL in an option', ['--db=postgres://app:hunter2@db/prod']],
		['in the query of a URL', ['https://mcp.example.com/sse?key=hunter2']],
	])('command: %s', (_story, args) => {
		const told = describeTarget(stdioServer('x', {command: 'npx', args, env: {A: 'hunter2'}}));
		expect(told).toMatch(/^npx /);
		expect(told).not.toContain('hunter2');
	});

	test('command: as it is where nothing is secret', () => {
		const args = ['-y', '@modelcontextprotocol/server-filesystem', '/data', '--mode=ro'];
		expect(describeTarget(stdioServer('x', {command: 'npx', args}))).toBe(
			'npx -y @modelcontextprotocol/server-filesystem /data --mode=ro',
		);
	});
});

describe('the latency plot', () => {
	const plot = (samples: readonly Sample[], columns = 60) => drawChart(samples, columns, 6, look);
	test.each<[story: string, latencies: readonly (number | null)[]]>([
		['one check', [42]],
		['equal checks', [42, 42, 42]],
		['a failure first', [null, 42, 43]],
		['nothing but zero', [0, 0]],
		['enormous latencies', [1, 1e12]],
		['more checks than columns', Array.from({length: 500}, (_none, index) => index % 97)],
	])('can show %s', (_story, latencies) => {
		const lines = plot(samplesOf(latencies));
		expect(textOf(lines)).toMatch(/[┤┼]/);
		for (const line of lines) expect(widthOfLine(line)).toBeLessThanOrEqual(60);
	});
	test('says so when there is nothing to show', () => {
		expect(textOf(plot([]))).toContain('nothing to plot yet');
		expect(textOf(plot(samplesOf([null, null])))).toContain('nothing to plot yet');
	});
	test('marks failed checks under their place', () => {
		const lines = textOf(plot(samplesOf([40, null, 42, null]))).split('\n');
		const axis = Math.max(...lines.map(line => line.search(/[┤┼]/)));
		expect([...(lines.at(-1) ?? '')].flatMap((one, index) => (one === '×' ? [index] : []))).toEqual([
			axis + 3,
			axis + 5,
		]);
	});
});

describe('the overview', () => {
	test('tells how each called tool does, what the certificate says, and which copies agents run', () => {
		const lastFailure = failure({category: 'tool_error', message: 'database is gone'});
		const tools = new Map([
			['query', {total: 9, failed: 2, failures: 2, lastFailure, latencyMs: 12}],
			['ping', {total: 9, failed: 0, failures: 0, lastFailure: null, latencyMs: 3}],
		]);
		const agent: AgentProcess = {
			pid: 4711,
			startedAt: noon - 3_600_000,
			parentPid: 4242,
			parentName: 'support-agent',
			rssBytes: 300 * 1_048_576,
			cpuShare: 0.42,
			ageMs: 3_600_000,
			sharedWith: [],
		};
		const tls = {
			issuer: 'Example CA',
			subject: 'x',
			validFrom: 0,
			validTo: noon + 12 * 86_400_000,
			protocol: 'TLSv1.3',
		};
		const state = upState('x', {symptoms: {...noSymptoms, tools}, agentProcesses: [agent], tls});
		const text = textOf(drawOverview(state, noon, {columns: 100, rows: 40}, look));
		expect(text).toContain('calls       query: 7 of 9 fine · 12ms · database is gone');
		expect(text).toContain('            ping: 9 of 9 fine · 3ms');
		expect(text).toContain('certificate 12 days left · TLSv1.3 · by Example CA');
		expect(text).toContain('agents run  process 4711 of support-agent (4242) · 300 MB · 42% CPU · for 1h');
	});

	test('says why a server is down, what to do, and since when', () => {
		const state = downState('redis-mcp');
		const failed = {...state.health.failure!, hint: 'start Redis'};
		const text = textOf(
			drawOverview({...state, health: {...state.health, failure: failed}}, noon, {columns: 100, rows: 30}, look),
		);
		expect(text).toContain('exited with code 1: REDIS_URL refused');
		expect(text).toContain('start Redis');
		expect(text).toContain('5 process_exited');
		expect(text).toMatch(/incidents\n \d\d:\d\d down for 4m/);
	});
	test('has the figures of a server that is well', () => {
		const text = textOf(drawOverview(upState('a'), noon, {columns: 100, rows: 30}, look));
		expect(text).toContain('last 42ms · p50 42ms · p95 61ms · p99 80ms');
		expect(text).toContain('1h 100.0% · 24h 100.0% · 7d 99.9%');
		expect(text).toContain('3 tools, unchanged');
	});
});

describe('a tool', () => {
	test('is shown with its description and its schema', () => {
		const text = textOf(drawTool(tool('search', {description: 'Finds things. '.repeat(20)}), 40));
		expect(text).toContain('"required": [');
		for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
	});
	test('cannot flood or command the terminal', () => {
		const properties = Object.fromEntries(
			Array.from({length: 5000}, (_none, index) => [`p${index}`, {type: 'string'}]),
		);
		const lines = drawTool(tool('a\x1b[2J', {description: 'x'.repeat(100_000), inputSchema: {properties}}), 80);
		expect(lines.length).toBeLessThan(1200);
		expect(textOf(lines)).not.toContain('\x1b');
	});
	test('need not have a description or a schema', () => expect(textOf(drawTool({name: 'bare'}, 40))).toContain('null'));
});

describe('the help', () => {
	test('has every key that does something', () => {
		const text = textOf(drawHelp(120, 37, look));
		for (const {help} of keyBindings) expect(text).toContain(help);
	});
	test.each([
		[120, 37],
		[80, 21],
		[60, 12],
		[44, 8],
	])('fits into %i × %i', (columns, rows) => {
		const lines = drawHelp(columns, rows, look);
		expect(lines.length).toBeLessThanOrEqual(rows);
		for (const line of lines) expect(widthOfLine(line)).toBeLessThanOrEqual(columns);
		expect(textOf(lines)).toContain('any key closes');
	});
});
