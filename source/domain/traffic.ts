import type {Category} from './categories.ts';
import {addLatency, emptyHistogram, type LatencyHistogram, mergeHistograms} from './latency-histogram.ts';
import {windowMs} from './stats.ts';
import type {ToolCall} from './tool-call.ts';

/** The calls of one tool by one agent within one span. */
export interface TrafficCell {
	/** Null where it is not known who called. */
	readonly agent: string | null;
	readonly tool: string;
	readonly calls: number;
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** Of the calls whose time is known. */
	readonly latencies: LatencyHistogram;
	/** When the last of them was made, ms since the epoch. */
	readonly lastAt: number;
}

/** Calls of one clock minute or one clock hour. */
export interface TrafficSpan {
	/** Ms since the epoch. */
	readonly start: number;
	/** In the order in which they came up; bounded. */
	readonly cells: readonly TrafficCell[];
}

/** What agents did with one server, as their traces tell. Plain data; two of them can be joined cell by cell. */
export interface Traffic {
	/** Of the last 7 days, oldest first; the last may be under way. Hours without calls are not in it. */
	readonly hours: readonly TrafficSpan[];
	/** Of the last hour, oldest first; the last may be under way. */
	readonly minutes: readonly TrafficSpan[];
}

export const noTraffic: Traffic = {hours: [], minutes: []};

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** What goes beyond the pairs of agent and tool that are told apart within a span. */
export const otherNames = '(others)';
const mostCells = 256;
/** An hour, and the minute in which it begins. */
const keptMinutesMs = hourMs + minuteMs;
const keptHoursMs = windowMs['7d'] + hourMs;
/** The clocks of others are off by a little; what is off by more is counted as of now. */
const latestMs = minuteMs;

/** The calls as they are counted: of whom, of what, how they went. */
export type CountedCall = Pick<ToolCall, 'at' | 'tool' | 'agent' | 'durationMs' | 'category'>;

/** Counts calls, each in its minute and its hour. What is older than what is kept is left out. */
export function addCalls(traffic: Traffic, calls: readonly CountedCall[], now: number): Traffic {
	const told = calls.map(call => (call.at > now + latestMs || !(call.at >= 0) ? {...call, at: now} : call));
	return {
		hours: addTo(traffic.hours, told, hourMs, now - keptHoursMs),
		minutes: addTo(traffic.minutes, told, minuteMs, now - keptMinutesMs),
	};
}

/** Lets go of what is over. The same object where nothing is. */
export function dropOld(traffic: Traffic, now: number): Traffic {
	const hours = within(traffic.hours, now - keptHoursMs);
	const minutes = within(traffic.minutes, now - keptMinutesMs);
	return hours === traffic.hours && minutes === traffic.minutes ? traffic : {hours, minutes};
}

/** All cells of some spans as one list, by agent and tool. */
export function joinCells(lists: readonly (readonly TrafficCell[])[]): readonly TrafficCell[] {
	const groups = new Map<string, TrafficCell[]>();
	for (const cell of lists.flat()) {
		const key = keyOf(cell);
		const group = groups.get(key);
		if (group) group.push(cell);
		else groups.set(key, [cell]);
	}
	return [...groups.values()].map(joinGroup);
}

/** How many calls failed, of each category and in all. */
export const failuresIn = ({errors}: Pick<TrafficCell, 'errors'>): number =>
	Object.values(errors).reduce((sum, count) => sum + count, 0);

export function addErrors(lists: readonly TrafficCell['errors'][]): TrafficCell['errors'] {
	const sum: Partial<Record<Category, number>> = {};
	for (const errors of lists)
		for (const [name, count] of Object.entries(errors)) sum[name as Category] = (sum[name as Category] ?? 0) + count;
	return sum;
}

function joinGroup(group: readonly TrafficCell[]): TrafficCell {
	const [first] = group as [TrafficCell, ...TrafficCell[]];
	if (group.length === 1) return first;
	return {
		agent: first.agent,
		tool: first.tool,
		calls: group.reduce((sum, {calls}) => sum + calls, 0),
		errors: addErrors(group.map(({errors}) => errors)),
		latencies: mergeHistograms(group.map(({latencies}) => latencies)),
		lastAt: Math.max(...group.map(({lastAt}) => lastAt)),
	};
}

function addTo(
	spans: readonly TrafficSpan[],
	calls: readonly CountedCall[],
	sizeMs: number,
	from: number,
): readonly TrafficSpan[] {
	const bySpan = new Map<number, CountedCall[]>();
	for (const call of calls) {
		const start = Math.floor(call.at / sizeMs) * sizeMs;
		if (start <= from) continue;
		const group = bySpan.get(start);
		if (group) group.push(call);
		else bySpan.set(start, [call]);
	}
	const kept = within(spans, from);
	if (bySpan.size === 0) return kept;
	const changed = kept.map(span => {
		const own = bySpan.get(span.start);
		bySpan.delete(span.start);
		return own ? {...span, cells: addToCells(span.cells, own)} : span;
	});
	const fresh = [...bySpan].map(([start, own]) => ({start, cells: addToCells([], own)}));
	return fresh.length === 0 ? changed : [...changed, ...fresh].sort((a, b) => a.start - b.start);
}

function addToCells(cells: readonly TrafficCell[], calls: readonly CountedCall[]): readonly TrafficCell[] {
	const byKey = new Map(cells.map(cell => [keyOf(cell), cell]));
	for (const call of calls) {
		const own = keyOf(call);
		const isKnown = byKey.has(own) || byKey.size < mostCells - 1;
		const named = isKnown ? call : {...call, agent: otherNames, tool: otherNames};
		const key = isKnown ? own : keyOf(named);
		byKey.set(key, count(byKey.get(key), named));
	}
	return [...byKey.values()];
}

function count(cell: TrafficCell | undefined, {agent, tool, at, durationMs, category}: CountedCall): TrafficCell {
	const before = cell ?? {agent, tool, calls: 0, errors: {}, latencies: emptyHistogram, lastAt: at};
	return {
		...before,
		calls: before.calls + 1,
		errors: category === null ? before.errors : addErrors([before.errors, {[category]: 1}]),
		latencies: durationMs === null ? before.latencies : addLatency(before.latencies, durationMs),
		lastAt: Math.max(before.lastAt, at),
	};
}

const keyOf = ({agent, tool}: Pick<TrafficCell, 'agent' | 'tool'>): string => `${agent ?? '\0'}\0${tool}`;

function within(spans: readonly TrafficSpan[], from: number): readonly TrafficSpan[] {
	const [first] = spans;
	return !first || first.start > from ? spans : spans.filter(({start}) => start > from);
}
