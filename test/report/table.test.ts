import {describe, expect, test} from 'vitest';
import type {ServerState} from '../../source/domain/fleet.ts';
import {renderLine, renderTable, type TableStyle} from '../../source/report/table.ts';
import {
	downState,
	failure,
	healthOf,
	httpServer,
	listingOf,
	noon,
	slowState,
	statsWith,
	stdioServer,
	tool,
	unknownState,
	upState,
} from '../helpers/fleet.ts';

const style: TableStyle = {isColored: false, isAscii: false, width: null, groupBy: null};
const withTools = (count: number) => listingOf(Array.from({length: count}, (_, index) => tool(`tool_${index}`)));
const answering = (name: string, latencyMs: number, tools: number): ServerState =>
	upState(name, {lastCheck: {at: noon, latencyMs, connectMs: null, notes: []}, listing: withTools(tools)});

const refused = (name: string, url: string): ServerState =>
	downState(name, {
		server: httpServer(name, {url}),
		health: healthOf('down', {reasons: ['connection_refused'], failure: failure({message: 'Connection refused'})}),
	});

const fleet = [
	answering('postgres-mcp', 42, 5),
	answering('slack-mcp', 156, 8),
	answering('github-mcp', 89, 14),
	answering('jira-mcp', 203, 11),
	answering('s3-mcp', 67, 4),
	answering('filesystem-mcp', 12, 6),
	refused('redis-mcp', 'http://localhost:6379/mcp'),
	slowState('elasticsearch-mcp', {listing: withTools(7), stats: statsWith({'1h': {p99Ms: 4821}})}),
	answering('notion-mcp', 312, 9),
];

describe('the health table', () => {
	test('shows the fleet and then what is wrong with it', () => {
		expect(renderTable(fleet, noon, style)).toBe(
			`MCP Server Health
┌───────────────────┬──────────┬─────────┬───────┬────────────────────────────┐
│ Server            │ Status   │ Latency │ Tools │ Notes                      │
├───────────────────┼──────────┼─────────┼───────┼────────────────────────────┤
│ postgres-mcp      │ UP       │ 42ms    │ 5     │ Schema unchanged           │
│ slack-mcp         │ UP       │ 156ms   │ 8     │ Schema unchanged           │
│ github-mcp        │ UP       │ 89ms    │ 14    │ Schema unchanged           │
│ jira-mcp          │ UP       │ 203ms   │ 11    │ Schema unchanged           │
│ s3-mcp            │ UP       │ 67ms    │ 4     │ Schema unchanged           │
│ filesystem-mcp    │ UP       │ 12ms    │ 6     │ Schema unchanged           │
│ redis-mcp         │ DOWN     │ —       │ —     │ Connection refused         │
│ elasticsearch-mcp │ DEGRADED │ 4,821ms │ 7     │ Latency > 3000ms threshold │
│ notion-mcp        │ UP       │ 312ms   │ 9     │ Schema unchanged           │
└───────────────────┴──────────┴─────────┴───────┴────────────────────────────┘

2 issues detected:
  CRITICAL  redis-mcp DOWN — Connection refused (port 6379)
  WARNING   elasticsearch-mcp DEGRADED — p99 latency 4,821ms (threshold: 3,000ms)
`,
		);
	});

	test('tells a silent stream, a healthy server and a closed port apart', () => {
		const stalled = downState('jira-mcp', {
			server: httpServer('jira-mcp', {transport: 'sse'}),
			health: healthOf('stale', {
				reasons: ['stream_stalled'],
				failure: failure({category: 'stream_stalled', message: 'No events in 120s (SSE)'}),
			}),
		});
		const states = [
			stalled,
			answering('github-mcp', 89, 14),
			refused('slack-mcp', 'https://mcp.internal.example.com/slack'),
		];
		expect(renderTable(states, noon, style)).toBe(
			`MCP Server Health
┌────────────┬────────┬─────────┬───────┬─────────────────────────┐
│ Server     │ Status │ Latency │ Tools │ Notes                   │
├────────────┼────────┼─────────┼───────┼─────────────────────────┤
│ jira-mcp   │ STALE  │ —       │ —     │ No events in 120s (SSE) │
│ github-mcp │ UP     │ 89ms    │ 14    │ Schema unchanged        │
│ slack-mcp  │ DOWN   │ —       │ —     │ Connection refused      │
└────────────┴────────┴─────────┴───────┴─────────────────────────┘

2 issues detected:
  CRITICAL  jira-mcp STALE — No events in 120s (SSE)
  CRITICAL  slack-mcp DOWN — Connection refused (port 443)
`,
		);
	});

	test('says so when nothing is wrong', () => {
		expect(renderTable([answering('a', 1, 1)], noon, style)).toMatch(/\n\nNo issues detected\n$/);
		expect(renderTable([], noon, style)).toMatch(/No issues detected\n$/);
	});

	test('has a table for each group, the gravest first', () => {
		const tagged = fleet.map(state => {
			const tags = [state.health.status === 'up' ? 'team:core' : 'team:search'];
			return {...state, server: {...state.server, tags}};
		});
		const lines = renderTable(tagged, noon, {...style, groupBy: 'tag:team'}).split('\n');
		expect(lines.filter(line => /^\w+$/.test(line))).toEqual(['search', 'core']);
	});

	test('is plain letters where that is wanted', () => {
		const long = refused('a', 'http://localhost');
		const wordy = {...long, health: {...long.health, failure: failure({message: 'word '.repeat(60)})}};
		const text = renderTable([...fleet, unknownState('b'), wordy], noon, {...style, isAscii: true, width: 80});
		expect(text).not.toMatch(/[^\n -~]/);
		expect(text).toContain('...');
	});

	test('is no wider than the terminal', () => {
		const wordy = refused('a-server', 'http://localhost');
		const state = {
			...wordy,
			health: {...wordy.health, failure: failure({message: 'word '.repeat(60)})},
			lastCheck: {at: noon, latencyMs: 120_000, connectMs: null, notes: []},
		};
		for (const width of [80, 100, 120]) {
			const table = renderTable([state], noon, {...style, width}).split('\n\n')[0] ?? '';
			const widest = Math.max(...table.split('\n').map(line => line.length));
			expect(widest).toBeLessThanOrEqual(width);
			expect(widest).toBeGreaterThan(width - 10);
		}
	});

	test('colours statuses and severities, and nothing else', () => {
		const colored = renderTable(fleet, noon, {...style, isColored: true});
		expect(colored).toContain('\u001B[31mDOWN\u001B[39m');
		expect(colored).toContain('\u001B[33mWARNING \u001B[39m');
		expect(colored.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderTable(fleet, noon, style));
	});

	test('shows what is switched off as that, and as no issue', () => {
		const text = renderTable([unknownState('off', {server: stdioServer('off', {enabled: false})})], noon, style);
		expect(text).toMatch(/│ off +│ DISABLED │ — +│ — +│ Disabled +│/);
		expect(text).toMatch(/No issues detected/);
	});
});

describe('one server in one line', () => {
	const line = (state: ServerState) => renderLine(state, noon, style);

	test('that hangs', () => {
		const hung = downState('postgres-mcp', {
			health: healthOf('down', {
				reasons: ['timeout'],
				failure: failure({category: 'timeout', message: 'timeout after 5000ms no response to tools/list'}),
			}),
		});
		expect(line(hung)).toBe('postgres-mcp DOWN timeout after 5000ms no response to tools/list\n');
	});

	test('that is well', () => {
		expect(line(answering('github-mcp', 89, 14))).toBe('github-mcp UP 89ms, 14 tools, schema unchanged\n');
		expect(line(answering('one-mcp', 1234, 1))).toBe('one-mcp UP 1,234ms, 1 tool, schema unchanged\n');
	});

	test('that nothing is known of', () => {
		expect(line(unknownState('new-mcp'))).toBe('new-mcp UNKNOWN not checked yet\n');
	});
});
