import {type Impact, impactOf} from './impact.ts';
import type {Incident} from './incident.ts';
import {quantilesOf} from './latency-histogram.ts';
import {type LiveWindow, liveWindows, windowMs} from './stats.ts';
import {
	addErrors,
	failuresIn,
	hourMs,
	joinCells,
	minuteMs,
	otherNames,
	type Traffic,
	type TrafficCell,
	type TrafficSpan,
} from './traffic.ts';

/** Figures of some calls. Percentiles are within 1 % and null of none. */
export interface CallFigures {
	readonly calls: number;
	readonly failed: number;
	readonly errors: TrafficCell['errors'];
	readonly p50Ms: number | null;
	readonly p95Ms: number | null;
	readonly p99Ms: number | null;
}

export type CallWindows = Readonly<Record<LiveWindow, CallFigures>>;

export interface ToolTraffic {
	readonly tool: string;
	readonly windows: CallWindows;
	/** Who called it within 7 days. */
	readonly agents: readonly string[];
	readonly lastAt: number;
}

export interface AgentTraffic {
	/** Null for calls of which only the server told. */
	readonly agent: string | null;
	readonly windows: CallWindows;
	/** What it called within 7 days. */
	readonly tools: readonly string[];
	readonly lastAt: number;
}

/** What agents see of a server, over the windows, as it is shown. Immutable. */
export interface TrafficSummary {
	readonly windows: CallWindows;
	/** Those called most first; bounded. */
	readonly tools: readonly ToolTraffic[];
	/** Those that call most first; bounded. */
	readonly agents: readonly AgentTraffic[];
	readonly lastAt: number;
	/** What the incident that is open, or else the last one, did to agents; null where none is known. */
	readonly impact: Impact | null;
}

const mostTools = 100;
const mostAgents = 50;
const mostNames = 20;
const mostPairs = 512;
const shares = [0.5, 0.95, 0.99];

/** The same, with what the server's trouble did to agents. */
export const summariseKept = (traffic: Traffic, incidents: readonly Incident[], now: number): TrafficSummary | null =>
	summarise(traffic, impactOf(traffic, incidents, now), now);

/** Null where no agent has called within 7 days. */
export function summarise(traffic: Traffic, impact: Impact | null, now: number): TrafficSummary | null {
	const cells = {
		'1h': joinCells(spansFrom(traffic.minutes, now - windowMs['1h'], minuteMs).map(span => span.cells)),
		'24h': hoursWithin(traffic.hours, '24h', now),
		'7d': hoursWithin(traffic.hours, '7d', now),
	} satisfies Record<LiveWindow, readonly TrafficCell[]>;
	const all = cells['7d'];
	if (all.length === 0) return null;
	const byTool = eachWindow(window => groupBy(cells[window], ({tool}) => tool));
	const byAgent = eachWindow(window => groupBy(cells[window], ({agent}) => agent));
	const tools = [...byTool['7d']].map(([tool, own]) => ({
		tool,
		windows: eachWindow(window => figuresOf(byTool[window].get(tool) ?? [])),
		agents: namesIn(own, ({agent}) => agent),
		lastAt: lastOf(own),
	}));
	const agents = [...byAgent['7d']].map(([agent, own]) => ({
		agent,
		windows: eachWindow(window => figuresOf(byAgent[window].get(agent) ?? [])),
		tools: namesIn(own, ({tool}) => tool),
		lastAt: lastOf(own),
	}));
	return {
		windows: eachWindow(window => figuresOf(cells[window])),
		tools: tools.sort(byCalls).slice(0, mostTools),
		agents: agents.sort(byCalls).slice(0, mostAgents),
		lastAt: lastOf(all),
		impact,
	};
}

/** The figures of some cells, as one. */
export function figuresOf(cells: readonly TrafficCell[]): CallFigures {
	const [p50Ms = null, p95Ms = null, p99Ms = null] = quantilesOf(
		cells.map(({latencies}) => latencies),
		shares,
	);
	const errors = addErrors(cells.map(cell => cell.errors));
	const calls = cells.reduce((sum, cell) => sum + cell.calls, 0);
	return {calls, failed: failuresIn({errors}), errors, p50Ms, p95Ms, p99Ms};
}

/** Those spans that end after `from`: the window reaches back to the start of the one in which it begins. */
export const spansFrom = (spans: readonly TrafficSpan[], from: number, sizeMs: number): readonly TrafficSpan[] =>
	spans.filter(({start}) => start > from - sizeMs);

interface Sum {
	readonly spans: readonly TrafficSpan[];
	readonly cells: readonly TrafficCell[];
}

/** What the hours before the last one add up to stays the same for an hour: found by the newest of them. */
const sums = new WeakMap<TrafficSpan, Partial<Record<LiveWindow, Sum>>>();

function hoursWithin(hours: readonly TrafficSpan[], window: LiveWindow, now: number): readonly TrafficCell[] {
	const spans = spansFrom(hours, now - windowMs[window], hourMs);
	const closed = spans.slice(0, -1);
	return joinCells([sumOf(closed, window), spans.at(-1)?.cells ?? []]);
}

function sumOf(spans: readonly TrafficSpan[], window: LiveWindow): readonly TrafficCell[] {
	const newest = spans.at(-1);
	if (!newest) return [];
	const known = sums.get(newest);
	const before = known?.[window];
	if (before && hasSame(before.spans, spans)) return before.cells;
	const cells = bounded(joinCells(spans.map(span => span.cells)));
	for (const span of spans.slice(0, -1)) sums.delete(span);
	sums.set(newest, {...known, [window]: {spans, cells}});
	return cells;
}

const hasSame = (some: readonly TrafficSpan[], others: readonly TrafficSpan[]): boolean =>
	some.length === others.length && some.every((span, index) => span === others[index]);

/** Over a week more pairs can come up than anybody would look at. */
function bounded(cells: readonly TrafficCell[]): readonly TrafficCell[] {
	if (cells.length <= mostPairs) return cells;
	const sorted = [...cells].sort((a, b) => b.calls - a.calls);
	const others = sorted.slice(mostPairs - 1).map(cell => ({...cell, agent: otherNames, tool: otherNames}));
	return joinCells([sorted.slice(0, mostPairs - 1), others]);
}

const eachWindow = <T>(make: (window: LiveWindow) => T): Record<LiveWindow, T> =>
	Object.fromEntries(liveWindows.map(window => [window, make(window)])) as Record<LiveWindow, T>;

function groupBy<K>(cells: readonly TrafficCell[], keyOf: (cell: TrafficCell) => K): ReadonlyMap<K, TrafficCell[]> {
	const groups = new Map<K, TrafficCell[]>();
	for (const cell of cells) {
		const group = groups.get(keyOf(cell));
		if (group) group.push(cell);
		else groups.set(keyOf(cell), [cell]);
	}
	return groups;
}

const namesIn = (cells: readonly TrafficCell[], nameOf: (cell: TrafficCell) => string | null): readonly string[] =>
	[...new Set([...cells].sort((a, b) => b.calls - a.calls).map(nameOf))]
		.filter(name => name !== null)
		.slice(0, mostNames);

const lastOf = (cells: readonly TrafficCell[]): number => Math.max(0, ...cells.map(({lastAt}) => lastAt));

const byCalls = (a: {readonly windows: CallWindows}, b: {readonly windows: CallWindows}): number =>
	b.windows['7d'].calls - a.windows['7d'].calls;
