import {statuses} from '../../domain/health.ts';
import {plainText} from '../../domain/plain-text.ts';
import {countStatuses} from '../../domain/select.ts';
import {liveWindows} from '../../domain/stats.ts';
import {type LatencyCounts, latencyEdges} from './counts.ts';
import {eachServer, ofServers, type Reading, type Scene, single} from './reading.ts';

/** One metric. */
export interface Metric {
	readonly name: string;
	readonly type: 'gauge' | 'counter' | 'histogram' | 'untyped';
	/** In the order in which they are told; the edges of a histogram's buckets are not among them. */
	readonly labels: readonly string[];
	/** One line, without what Markdown would take for its own. */
	readonly help: string;
	readonly read: (scene: Scene) => readonly Reading[];
}

/** Every metric. What is served is made from it, and so is the README's table; rules and dashboards are checked against it. */
export const metrics: readonly Metric[] = [
	{
		name: 'langsight_mcp_health_status',
		type: 'gauge',
		labels: ['server'],
		help: '1 up or degraded, 0 down or stale; absent while unknown',
		read: ofServers(({health}) => answering[health.status]),
	},
	{
		name: 'langsight_mcp_status',
		type: 'gauge',
		labels: ['server', 'status'],
		help: '1 for the status that the server has, 0 for the others',
		read: scene =>
			eachServer(scene, ({server, health}) =>
				statuses.map(status => ({labels: {server: server.name, status}, value: Number(status === health.status)})),
			),
	},
	{
		name: 'langsight_mcp_latency_p95',
		type: 'gauge',
		labels: ['server'],
		help: '95th percentile of the tools list over the last hour, in ms',
		read: ofServers(({stats}) => stats['1h'].p95Ms),
	},
	{
		name: 'langsight_mcp_latency_seconds',
		type: 'histogram',
		labels: ['server'],
		help: 'round trips of the tools list on a session that was open',
		read: scene => eachServer(scene, ({server}, {latency}) => toHistogram(server.name, latency)),
	},
	{
		name: 'langsight_mcp_uptime_ratio',
		type: 'gauge',
		labels: ['server', 'window'],
		help: 'share of watched time in which the server was available, over 1h, 24h and 7d',
		read: scene =>
			eachServer(scene, ({server, stats}) =>
				liveWindows.flatMap(window => {
					const {uptime} = stats[window];
					return uptime === null ? [] : [{labels: {server: server.name, window}, value: uptime}];
				}),
			),
	},
	{
		name: 'langsight_mcp_tool_count',
		// A gauge may not end in _count for promtool; what has no type may.
		type: 'untyped',
		labels: ['server'],
		help: 'tools that the server lists; absent until it has listed them',
		read: ofServers(({listing}) => listing?.tools.length ?? null),
	},
	{
		name: 'langsight_mcp_schema_changes_total',
		type: 'counter',
		labels: ['server'],
		help: 'times that the tools became others than they were',
		read: ofServers((_state, {schemaChanges}) => schemaChanges),
	},
	{
		name: 'langsight_mcp_schema_drift',
		type: 'gauge',
		labels: ['server', 'class'],
		help: '1 while changed tools wait for somebody to accept them, with their gravest change; else absent',
		read: scene =>
			eachServer(scene, ({server, schema}) =>
				schema.state === 'drifted'
					? [{labels: {server: server.name, class: schema.class ?? 'compatible'}, value: 1}]
					: [],
			),
	},
	{
		name: 'langsight_mcp_checks_total',
		type: 'counter',
		labels: ['server', 'result'],
		help: 'checks, by result: good or failed; a connection lost between two checks is a failed one',
		read: scene => eachServer(scene, ({server}, {good, failed}) => byResult(server.name, good, failed)),
	},
	{
		name: 'langsight_mcp_errors_total',
		type: 'counter',
		labels: ['server', 'type'],
		help: 'failed checks by category; a category is there from its first failure on',
		read: scene =>
			eachServer(scene, ({server}, {errors}) =>
				Object.entries(errors).map(([type, value]) => ({labels: {server: server.name, type}, value})),
			),
	},
	{
		name: 'langsight_mcp_tool_calls_total',
		type: 'counter',
		labels: ['server', 'result'],
		help: 'tool calls that were made as checks, by result: good or failed; absent where none is configured',
		read: scene =>
			eachServer(scene, ({server}, {calls, failedCalls}) =>
				server.checks === undefined && calls === 0 ? [] : byResult(server.name, calls - failedCalls, failedCalls),
			),
	},
	{
		name: 'langsight_mcp_agent_calls',
		// A gauge: what leaves a window is counted off again.
		type: 'gauge',
		labels: ['server', 'window', 'result'],
		help: 'tool calls of agents, as their traces tell, over 1h, 24h and 7d, by result: good or failed; absent where none came',
		read: scene =>
			eachServer(scene, ({server, traffic}) =>
				liveWindows.flatMap(window => {
					if (!traffic) return [];
					const {calls, failed} = traffic.windows[window];
					return byResult(server.name, calls - failed, failed).map(({labels, value}) => ({
						labels: {server: server.name, window, result: labels.result ?? ''},
						value,
					}));
				}),
			),
	},
	{
		name: 'langsight_mcp_reinitialisations_total',
		type: 'counter',
		labels: ['server'],
		help: 'lost sessions that were opened anew within a check',
		read: ofServers((_state, {reinitialisations}) => reinitialisations),
	},
	{
		name: 'langsight_mcp_reconnects_total',
		type: 'counter',
		labels: ['server'],
		help: 'sessions over HTTP or SSE that were opened after the first one',
		read: ofServers(({server}, {sessions}) => (server.transport === 'stdio' ? null : Math.max(0, sessions - 1))),
	},
	{
		name: 'langsight_mcp_restarts_total',
		type: 'counter',
		labels: ['server'],
		help: 'times that a stdio server, held open, was started again',
		read: ofServers(({server}, {sessions}) =>
			server.transport === 'stdio' && server.probe === 'canary' ? Math.max(0, sessions - 1) : null,
		),
	},
	{
		name: 'langsight_mcp_last_check_timestamp_seconds',
		type: 'gauge',
		labels: ['server'],
		help: 'when the last check began, seconds since the epoch; absent where none is made',
		read: ofServers(({server, lastCheck, samples}) => {
			const isChecked = server.transport !== 'stdio' || server.probe !== 'off';
			return isChecked ? toSeconds(lastCheck?.at ?? samples.at(-1)?.at ?? null) : null;
		}),
	},
	{
		name: 'langsight_mcp_certificate_expiry_timestamp_seconds',
		type: 'gauge',
		labels: ['server'],
		help: 'when the certificate expires, seconds since the epoch; absent without TLS',
		read: ofServers(({tls}) => toSeconds(tls?.validTo ?? null)),
	},
	{
		name: 'langsight_mcp_silenced',
		type: 'gauge',
		labels: ['server'],
		help: '1 while a silence covers the server',
		read: ofServers(({silenced}) => Number(silenced)),
	},
	{
		name: 'langsight_mcp_server_info',
		type: 'gauge',
		labels: ['server', 'transport', 'project'],
		help: '1, with what the configuration says of the server',
		read: scene =>
			eachServer(scene, ({server: {name, transport, project}}) => [
				{labels: {server: name, transport, project: plainText(project ?? '')}, value: 1},
			]),
	},
	{
		name: 'langsight_servers',
		type: 'gauge',
		labels: ['status'],
		help: 'servers by status; disabled ones are a status of their own',
		read: ({fleet}) => {
			const {total, ...counted} = countStatuses(fleet.servers);
			return Object.entries(counted).map(([status, value]) => ({labels: {status}, value}));
		},
	},
	{
		name: 'langsight_alerts_total',
		type: 'counter',
		labels: ['kind'],
		help: 'alerts raised, by kind; a kind is there from its first alert on',
		read: ({counts}) => Object.entries(counts.alerts).map(([kind, value]) => ({labels: {kind}, value})),
	},
	{
		name: 'langsight_paused',
		type: 'gauge',
		labels: [],
		help: '1 while a person has stopped all checks',
		read: ({fleet}) => single(Number(fleet.pause !== null)),
	},
	{
		name: 'langsight_store_problem',
		type: 'gauge',
		labels: [],
		help: '1 while the history cannot be written',
		read: ({isStoreKept}) => single(Number(!isStoreKept)),
	},
	{
		name: 'langsight_warnings',
		type: 'gauge',
		labels: [],
		help: 'troubles of the monitor itself that it shows now',
		read: ({fleet}) => single(fleet.warnings.length),
	},
	{
		name: 'langsight_build_info',
		type: 'gauge',
		labels: ['version', 'node'],
		help: '1, with the version of LangSight and of Node',
		read: ({build}) => [{labels: {...build}, value: 1}],
	},
	{
		name: 'process_cpu_seconds_total',
		type: 'counter',
		labels: [],
		help: 'CPU time that the monitor has taken, without its servers',
		read: ({process}) => single(process.cpuSeconds),
	},
	{
		name: 'process_resident_memory_bytes',
		type: 'gauge',
		labels: [],
		help: 'memory of the monitor, without its servers',
		read: ({process}) => single(process.residentBytes),
	},
	{
		name: 'process_start_time_seconds',
		type: 'gauge',
		labels: [],
		help: 'when the monitor was started, seconds since the epoch',
		read: ({process}) => single(process.startedAtSeconds),
	},
	{
		name: 'nodejs_heap_size_used_bytes',
		type: 'gauge',
		labels: [],
		help: 'heap in use',
		read: ({process}) => single(process.heapBytes),
	},
];

const answering = {up: 1, degraded: 1, down: 0, stale: 0, unknown: null} as const;

const toSeconds = (at: number | null): number | null => (at === null ? null : at / 1000);

const byResult = (server: string, good: number, failed: number): readonly Reading[] => [
	{labels: {server, result: 'good'}, value: good},
	{labels: {server, result: 'failed'}, value: failed},
];

function toHistogram(server: string, {atMost, count, sumSeconds}: LatencyCounts): readonly Reading[] {
	const bucket = (le: string, value: number): Reading => ({suffix: '_bucket', labels: {server, le}, value});
	return [
		...latencyEdges.map((edge, index) => bucket(String(edge), atMost[index] ?? 0)),
		bucket('+Inf', count),
		{suffix: '_sum', labels: {server}, value: sumSeconds},
		{suffix: '_count', labels: {server}, value: count},
	];
}
