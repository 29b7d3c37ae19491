import type {Transport} from '../domain/server.ts';

/** One server of the demo fleet, as both the monitor and the server itself need to know it. */
export interface Member {
	readonly name: string;
	readonly transport: Transport;
	readonly tags: readonly string[];
	readonly project: string;
	readonly usedBy: readonly string[];
	/** How long an answer takes while it is well, ms: from (included) to (excluded). */
	readonly latencyMs: readonly [number, number];
	/** What it is held to, where that is less than usual. */
	readonly latencyWarningMs?: number;
}

/** Who is in the demo fleet, in the order of the table. */
export const cast: readonly Member[] = [
	{
		name: 'postgres-mcp',
		transport: 'stdio',
		tags: ['database', 'critical', 'team:payments'],
		project: 'core',
		usedBy: ['support-agent', 'cursor'],
		latencyMs: [30, 55],
	},
	{
		name: 'filesystem-mcp',
		transport: 'stdio',
		tags: ['local', 'team:platform'],
		project: 'desktop',
		usedBy: ['cursor', 'claude-desktop'],
		latencyMs: [5, 15],
	},
	{
		name: 'redis-mcp',
		transport: 'stdio',
		tags: ['database', 'critical', 'team:payments'],
		project: 'core',
		usedBy: ['support-agent', 'cursor'],
		latencyMs: [5, 20],
	},
	{
		name: 'slack-mcp',
		transport: 'sse',
		tags: ['communication', 'critical', 'team:support'],
		project: 'support',
		usedBy: ['support-agent', 'release-agent'],
		latencyMs: [40, 80],
	},
	{
		name: 'jira-mcp',
		transport: 'sse',
		tags: ['tickets', 'critical', 'team:support'],
		project: 'support',
		usedBy: ['support-agent', 'triage-agent'],
		latencyMs: [45, 80],
	},
	{
		name: 'github-mcp',
		transport: 'streamable_http',
		tags: ['code', 'critical', 'team:platform'],
		project: 'core',
		usedBy: ['release-agent', 'cursor', 'vscode'],
		latencyMs: [35, 75],
	},
	{
		name: 's3-mcp',
		transport: 'streamable_http',
		tags: ['storage', 'team:platform'],
		project: 'core',
		usedBy: ['report-agent'],
		latencyMs: [25, 60],
	},
	{
		name: 'elasticsearch-mcp',
		transport: 'streamable_http',
		tags: ['search', 'team:search'],
		project: 'core',
		usedBy: ['support-agent'],
		latencyMs: [20, 70],
		latencyWarningMs: 500,
	},
	{
		name: 'notion-mcp',
		transport: 'streamable_http',
		tags: ['documents', 'team:support'],
		project: 'support',
		usedBy: ['triage-agent'],
		latencyMs: [50, 80],
	},
	{
		name: 'analytics-mcp',
		transport: 'streamable_http',
		tags: ['analytics', 'non-critical', 'team:search'],
		project: 'reports',
		usedBy: ['report-agent'],
		latencyMs: [15, 50],
		latencyWarningMs: 2000,
	},
];

/** How long a slow answer takes, ms: over its member's warning and well under its deadline. */
export const slowLatencyMs: readonly [number, number] = [820, 980];

/** The path at which a member is served by the host, and the one to which its SSE clients post. */
export const pathOf = ({name, transport}: Member): string => `/${name}/${transport === 'sse' ? 'sse' : 'mcp'}`;
export const messagesPathOf = ({name}: Member): string => `/${name}/messages`;
