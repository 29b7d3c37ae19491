import {formatDuration, plural} from '../domain/format.ts';
import type {AgentImpact, Impact, ToolImpact} from '../domain/impact.ts';
import type {Incident} from '../domain/incident.ts';
import {formatDate} from '../domain/local-time.ts';
import {plainText} from '../domain/plain-text.ts';
import type {AgentTraffic} from '../domain/traffic-figures.ts';

/** What a server's trouble means to agents. */
export interface ServerImpact {
	readonly server: string;
	/** As the configuration has it. */
	readonly usedBy: readonly string[];
	/** The one that the impact is of; null where none is kept. */
	readonly incident: Incident | null;
	/** Null where no calls are known. */
	readonly impact: Impact | null;
	/** All that called within 7 days. */
	readonly agents: readonly AgentTraffic[];
	readonly now: number;
}

/** One agent, whether it is configured, was seen to call, or both. */
export interface AgentRow {
	/** Null for calls of which only the server told. */
	readonly agent: string | null;
	readonly isConfigured: boolean;
	readonly touched: AgentImpact | null;
	readonly traffic: AgentTraffic | null;
}

/** Those whose calls failed first, then those that call, then those that are only configured. */
export function agentRows({usedBy, impact, agents}: ServerImpact): readonly AgentRow[] {
	const names = new Set([...(impact?.agents ?? []), ...agents].map(({agent}) => agent));
	for (const name of usedBy) names.add(name);
	return [...names].map(agent => ({
		agent,
		isConfigured: agent !== null && usedBy.includes(agent),
		touched: impact?.agents.find(one => one.agent === agent) ?? null,
		traffic: agents.find(one => one.agent === agent) ?? null,
	}));
}

/** For people. */
export function renderImpact(told: ServerImpact): string {
	const rows = agentRows(told);
	const {impact} = told;
	const lines = [describeIncident(told), ''];
	if (rows.length === 0)
		lines.push('no agent is known to use it: name some in used_by, or receive their traces (--otlp)');
	else lines.push(...table([titles, ...rows.map(row => cells(row, told.now))]), '');
	if (impact && impact.calls > 0) {
		lines.push(
			`${plural(impact.calls, 'call')} since ${formatDate(impact.countedFrom)}, ${impact.failed} of them failed`,
		);
		lines.push(...describeTools(impact.tools));
	} else if (rows.length > 0 && told.incident) lines.push('no calls of agents are known of that time');
	return `${lines.join('\n')}\n`;
}

function describeIncident({server, incident, now}: ServerImpact): string {
	const name = plainText(server);
	if (incident === null) return `${name}: no incident is kept`;
	const {kind, startedAt, endedAt, cause} = incident;
	const lasted = formatDuration((endedAt ?? now) - startedAt);
	const when =
		endedAt === null ? `for ${lasted}, since ${formatDate(startedAt)}` : `for ${lasted}, until ${formatDate(endedAt)}`;
	return `${name}: ${kind.replaceAll('_', ' ')} ${when}: ${plainText(cause)}`;
}

const titles = ['AGENT', 'CALLS', 'FAILED', 'LAST', 'IN 24H', 'TOOLS'];
const none = '-';

function cells({agent, isConfigured, touched, traffic}: AgentRow, now: number): readonly string[] {
	const last = touched?.lastAt ?? traffic?.lastAt;
	const tools = touched ? touched.tools.map(({tool, failed, calls}) => `${plainText(tool)} ${failed}/${calls}`) : [];
	return [
		agent === null ? '(unknown)' : plainText(agent),
		touched ? String(touched.calls) : none,
		touched ? String(touched.failed) : none,
		last === undefined ? none : `${formatDuration(now - last)} ago`,
		traffic ? String(traffic.windows['24h'].calls) : none,
		tools.length > 0 ? tools.join(', ') : isConfigured && !traffic ? 'configured, not seen to call' : '',
	];
}

const describeTools = (tools: readonly ToolImpact[]): readonly string[] => {
	const failing = tools.filter(({failed}) => failed > 0);
	return failing.length === 0
		? []
		: [`failing: ${failing.map(({tool, failed, calls}) => `${plainText(tool)} (${failed} of ${calls})`).join(', ')}`];
};

const isNumber = (column: number): boolean => column === 1 || column === 2 || column === 4;

function table(rows: readonly (readonly string[])[]): string[] {
	const widths = titles.map((_title, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row =>
		row
			.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
			.join('  ')
			.trimEnd(),
	);
}
