import {type Incident, type IncidentKind, isOpen, isOutage} from './incident.ts';
import {failuresIn, hourMs, joinCells, minuteMs, type Traffic, type TrafficCell} from './traffic.ts';

/** What an incident did to agents. Times are ms since the epoch. */
export interface Impact {
	readonly kind: IncidentKind;
	readonly startedAt: number;
	/** Null while it goes on. */
	readonly endedAt: number | null;
	/** Since when calls are counted: the minute, or where that is not kept any more the hour, in which it began. */
	readonly countedFrom: number;
	readonly calls: number;
	readonly failed: number;
	/** Those whose calls failed most first; bounded. */
	readonly agents: readonly AgentImpact[];
	readonly tools: readonly ToolImpact[];
}

export interface AgentImpact {
	/** Null for calls of which only the server told. */
	readonly agent: string | null;
	readonly calls: number;
	readonly failed: number;
	readonly lastAt: number;
	/** The tools that it called, those that failed most first; bounded. */
	readonly tools: readonly ToolImpact[];
}

export interface ToolImpact {
	readonly tool: string;
	readonly calls: number;
	readonly failed: number;
}

const mostAgents = 50;
const mostTools = 20;

/** Of the incident that is open (an outage before anything else), or else of the last one; null where there was none. */
export function impactOf(traffic: Traffic, incidents: readonly Incident[], now: number): Impact | null {
	const incident = incidentOf(incidents);
	if (!incident) return null;
	const {kind, startedAt, endedAt} = incident;
	const {cells, countedFrom} = cellsBetween(traffic, startedAt, endedAt ?? now, now);
	const byAgent = new Map<string | null, TrafficCell[]>();
	for (const cell of cells) byAgent.set(cell.agent, [...(byAgent.get(cell.agent) ?? []), cell]);
	const agents = [...byAgent].map(([agent, own]) => ({
		agent,
		...countsOf(own),
		lastAt: Math.max(...own.map(({lastAt}) => lastAt)),
		tools: toolsOf(own),
	}));
	return {
		kind,
		startedAt,
		endedAt,
		countedFrom,
		...countsOf(cells),
		agents: agents.sort(worstFirst).slice(0, mostAgents),
		tools: toolsOf(cells),
	};
}

/** The incident that is looked at. */
export const incidentOf = (incidents: readonly Incident[]): Incident | undefined =>
	incidents.find(one => isOpen(one) && isOutage(one.kind)) ?? incidents.find(isOpen) ?? newestOf(incidents);

const newestOf = (incidents: readonly Incident[]): Incident | undefined =>
	incidents.reduce<Incident | undefined>(
		(last, one) => (last && last.startedAt >= one.startedAt ? last : one),
		undefined,
	);

function cellsBetween({hours, minutes}: Traffic, from: number, to: number, now: number) {
	const isRecent = from >= now - hourMs;
	const sizeMs = isRecent ? minuteMs : hourMs;
	const countedFrom = Math.floor(from / sizeMs) * sizeMs;
	const spans = (isRecent ? minutes : hours).filter(({start}) => start >= countedFrom && start <= to);
	return {cells: joinCells(spans.map(span => span.cells)), countedFrom};
}

function toolsOf(cells: readonly TrafficCell[]): readonly ToolImpact[] {
	const byTool = new Map<string, TrafficCell[]>();
	for (const cell of cells) byTool.set(cell.tool, [...(byTool.get(cell.tool) ?? []), cell]);
	return [...byTool]
		.map(([tool, own]) => ({tool, ...countsOf(own)}))
		.sort(worstFirst)
		.slice(0, mostTools);
}

const countsOf = (cells: readonly TrafficCell[]) => ({
	calls: cells.reduce((sum, {calls}) => sum + calls, 0),
	failed: cells.reduce((sum, cell) => sum + failuresIn(cell), 0),
});

type Counts = ReturnType<typeof countsOf>;
const worstFirst = (a: Counts, b: Counts): number => b.failed - a.failed || b.calls - a.calls;
