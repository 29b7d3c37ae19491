import type {ServerState, UnattributedCalls} from '../../../domain/fleet.ts';
import {formatCount, formatDuration, formatLatency, formatPercent, plural} from '../../../domain/format.ts';
import type {Impact} from '../../../domain/impact.ts';
import {type LiveWindow, liveWindows} from '../../../domain/stats.ts';
import type {CallFigures, ToolTraffic, TrafficSummary} from '../../../domain/traffic-figures.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, type Span, span} from '../../draw/line.ts';
import {createFact} from '../fact.ts';
import {type DataColumn, drawTable} from './data-table.ts';

const seenColumns: readonly DataColumn[] = [
	{title: '', rank: 0},
	...liveWindows.map((title: LiveWindow, index): DataColumn => ({title, rank: index + 1, most: 40})),
];

const mostRows = 20;

/** What our checks see of a server beside what agents see of it; nothing where no agent has called. */
export function drawSeen({traffic, stats}: ServerState, context: DrawContext): readonly Line[] {
	if (!traffic) return [];
	const {separator, none} = context.look.glyphs;
	const cell = (parts: readonly string[], isBad: boolean): Span =>
		parts.length === 0 ? span(none, 'dim') : span(parts.join(` ${separator} `), isBad ? 'warning' : 'plain');
	const probes = liveWindows.map(window => {
		const {checks, errorRate, p95Ms} = stats[window];
		if (checks === 0 || errorRate === null) return cell([], false);
		return cell([count(checks, 'check'), fine(1 - errorRate), ...p95(p95Ms)], false);
	});
	const agents = liveWindows.map(window => {
		const figures = traffic.windows[window];
		return cell(describeFigures(figures, true), figures.failed > 0);
	});
	const rows = [
		[span('probes see', 'dim'), ...probes],
		[span('agents see', 'dim'), ...agents],
	];
	return [...drawTable(seenColumns, rows, context), []];
}

/** "320 calls", "97.1% fine", "p95 240ms"; nothing of none. */
export function describeFigures({calls, failed, p95Ms}: CallFigures, isLong = false): readonly string[] {
	if (calls === 0) return [];
	const share = 1 - failed / calls;
	return isLong
		? [count(calls, 'call'), fine(share), ...p95(p95Ms)]
		: [formatCount(calls), formatPercent(share), ...(p95Ms === null ? [] : [formatLatency(p95Ms)])];
}

const count = (amount: number, noun: string): string => `${formatCount(amount)} ${amount === 1 ? noun : `${noun}s`}`;
const fine = (share: number): string => `${formatPercent(share)} fine`;
const p95 = (ms: number | null): readonly string[] => (ms === null ? [] : [`p95 ${formatLatency(ms)}`]);

const agentColumns: readonly DataColumn[] = [
	{title: 'agent', rank: 0, least: 12},
	{title: 'calls 1h', align: 'right', rank: 3},
	{title: 'calls 24h', align: 'right', rank: 1},
	{title: 'failed', align: 'right', rank: 1},
	{title: 'p95', align: 'right', rank: 4},
	{title: 'pace', align: 'right', rank: 3},
	{title: 'last seen', align: 'right', rank: 2},
	{title: 'tools', rank: 5, least: 8},
];

const toolColumns: readonly DataColumn[] = [
	{title: 'tool', rank: 0, least: 12},
	{title: 'calls 24h', align: 'right', rank: 1},
	{title: 'fine', align: 'right', rank: 1},
	{title: 'p50', align: 'right', rank: 4},
	{title: 'p95', align: 'right', rank: 2},
	{title: 'p99', align: 'right', rank: 4},
	{title: 'errors', rank: 3, least: 10, most: 40},
	{title: 'agents', rank: 5, least: 8},
];

/** Who calls a server and what of it, as traces tell; nothing where no agent has called. */
export function drawTraffic({traffic}: ServerState, context: DrawContext): readonly Line[] {
	if (!traffic) return [];
	const lines = [
		[span(' what agents call, as their traces tell', 'accent')],
		[],
		...drawTable(agentColumns, agentRows(traffic, context), context),
		[],
		...drawTable(
			toolColumns,
			traffic.tools.slice(0, mostRows).map(one => toolRow(one, context)),
			context,
		),
		[],
		...drawImpact(traffic.impact, context),
	];
	return fitLines(lines, context);
}

function agentRows({agents}: TrafficSummary, {look, now}: DrawContext): readonly (readonly Span[])[] {
	const {none} = look.glyphs;
	return agents.slice(0, mostRows).map(({agent, windows, tools, lastAt}) => {
		const {calls, failed, p95Ms} = windows['24h'];
		return [
			span(agent === null ? 'unknown' : foreign(agent), agent === null ? 'dim' : 'strong'),
			span(formatCount(windows['1h'].calls)),
			span(formatCount(calls)),
			span(formatCount(failed), failed > 0 ? 'warning' : 'dim'),
			span(p95Ms === null ? none : formatLatency(p95Ms)),
			span(calls === 0 ? none : pace(windows['1h'].calls, calls)),
			span(`${formatDuration(now - lastAt)} ago`),
			span(tools.map(foreign).join(', '), 'dim'),
		];
	});
}

/** How often somebody calls. */
function pace(lastHour: number, lastDay: number): string {
	if (lastHour > 3600) return `${Math.round(lastHour / 3600)} a second`;
	return lastHour > 0 ? `every ${formatDuration(3_600_000 / lastHour)}` : `${lastDay} a day`;
}

function toolRow({tool, windows, agents}: ToolTraffic, {look}: DrawContext): readonly Span[] {
	const {calls, failed, errors, p50Ms, p95Ms, p99Ms} = windows['24h'];
	const {none} = look.glyphs;
	const latency = (ms: number | null): Span => span(ms === null ? none : formatLatency(ms));
	const causes = Object.entries(errors).sort(([, a], [, b]) => b - a);
	return [
		span(foreign(tool), 'strong'),
		span(formatCount(calls)),
		span(calls === 0 ? none : formatPercent(1 - failed / calls), failed > 0 ? 'warning' : 'plain'),
		latency(p50Ms),
		latency(p95Ms),
		latency(p99Ms),
		span(causes.map(([category, times]) => `${category} ${times}`).join(', '), 'warning'),
		span(agents.map(foreign).join(', '), 'dim'),
	];
}

function drawImpact(impact: Impact | null, {columns, now}: DrawContext): readonly Line[] {
	if (!impact || impact.calls === 0) return [];
	const hurt = impact.agents.filter(({failed}) => failed > 0).map(({agent}) => agent ?? 'unknown');
	const kind = impact.kind.replaceAll('_', ' ');
	const when =
		impact.endedAt === null
			? `since ${kind} began ${formatDuration(now - impact.startedAt)} ago`
			: `in ${formatDuration(impact.endedAt - impact.startedAt)} of ${kind}, ${formatDuration(now - impact.endedAt)} ago`;
	const who = hurt.length === 0 ? '' : `, of ${hurt.join(', ')}`;
	const text = `${when}: ${impact.failed} of ${plural(impact.calls, 'call')} failed${who}`;
	return [...createFact(columns)('impact', text, impact.endedAt === null && impact.failed > 0 ? 'bad' : 'plain'), []];
}

/** Calls that no server was found for, for whoever looks for them. */
export function drawUnattributed(calls: UnattributedCalls | null | undefined, context: DrawContext): readonly Line[] {
	if (!calls) return [];
	const tools = calls.tools.map(foreign).join(', ');
	const text = `${plural(calls.calls, 'traced call')} could not be put down to a server, the last ${formatDuration(context.now - calls.lastAt)} ago: ${tools}`;
	return [[], ...quietLines(text, context)];
}
