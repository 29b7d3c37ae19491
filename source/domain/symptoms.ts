import type {HighErrorRate} from './error-rate.ts';
import {type Incident, isOpen} from './incident.ts';
import type {Failure, ProbeResult, ToolCallResult} from './probe-result.ts';

/** What degrades a server that answers its checks, gravest first. */
export const symptomKinds = ['agent_process_gone', 'tool_failing', 'fresh_session_fails', 'reconnect_storm'] as const;
export type SymptomKind = (typeof symptomKinds)[number];

/** What the synthetic calls of one tool have come to since the monitor started. */
export interface ToolRecord {
	readonly total: number;
	readonly failed: number;
	/** Failures in a row that end with the last call. */
	readonly failures: number;
	readonly lastFailure: Failure | null;
	/** Of the last good call, ms. */
	readonly latencyMs: number | null;
}

/** What is seen beside whether the tools list comes. Immutable; ends with the process. */
export interface Symptoms {
	/** By tool. */
	readonly tools: ReadonlyMap<string, ToolRecord>;
	/** A fresh session fails while the held one works: how often in a row, and how. */
	readonly fresh: {readonly failures: number; readonly failure: Failure} | null;
	/** When the connection was dropped, of late; oldest first. */
	readonly drops: readonly number[];
	/** What became of an agent's own process, in words; null while all is well. */
	readonly lostProcess: string | null;
	/** Too many checks of the last hour failed outside of outages; null while they did not. */
	readonly errorRate: HighErrorRate | null;
	/** What held when the monitor before ended, until something is seen that bears on it; absent is nothing. */
	readonly carried?: Carried;
}

/** Symptoms of before a restart, in the words they were told in. */
export interface Carried {
	/** When the monitor went on with them, ms since the epoch. */
	readonly since: number;
	readonly causes: Readonly<Partial<Record<SymptomKind, string>>>;
}

export const noSymptoms: Symptoms = {tools: new Map(), fresh: null, drops: [], lostProcess: null, errorRate: null};

/** How much has to come together before it is told. */
export interface SymptomLimits {
	/** Failing calls, or fresh sessions, in a row. */
	readonly consecutiveFailures: number;
}

export const usualSymptomLimits: SymptomLimits = {consecutiveFailures: 2};

const stormDrops = 5;
const stormSpanMs = 60_000;

/** What was seen beside the checks is seen again only in a while; until then it is as it was told. */
export function carryOn(symptoms: Symptoms, incidents: readonly Incident[], since: number): Symptoms {
	const told = incidents.filter(isOpen).flatMap(({kind, cause}) => {
		const symptom = symptomKinds.find(one => one === kind);
		return symptom ? [[symptom, cause] as const] : [];
	});
	return told.length === 0 ? symptoms : {...symptoms, carried: {since, causes: Object.fromEntries(told)}};
}

/** For so long it is believed without another sign. */
const carriedMs = 3_600_000;

/** Symptoms of which there is a newer sign are no longer those of before. */
export function forgetCarried(symptoms: Symptoms, ...kinds: readonly SymptomKind[]): Symptoms {
	const {carried} = symptoms;
	if (!carried || !kinds.some(kind => carried.causes[kind] !== undefined)) return symptoms;
	const causes = Object.fromEntries(
		Object.entries(carried.causes).filter(([kind]) => !kinds.includes(kind as SymptomKind)),
	);
	return {...symptoms, carried: {...carried, causes}};
}

/** Takes in what a check has shown. */
export function addResult(before: Symptoms, result: ProbeResult): Symptoms {
	const symptoms = forgetCarried(
		before,
		'reconnect_storm',
		...(result.ok && result.calls?.length ? (['tool_failing'] as const) : []),
		...(result.ok && result.fresh ? (['fresh_session_fails'] as const) : []),
	);
	const calls = result.ok ? (result.calls ?? []) : [];
	const fresh = result.ok && result.fresh ? result.fresh : null;
	const tools = calls.length === 0 ? symptoms.tools : new Map(symptoms.tools);
	if (tools !== symptoms.tools) for (const call of calls) addCall(tools as Map<string, ToolRecord>, call);
	if (!fresh) return tools === symptoms.tools ? symptoms : {...symptoms, tools};
	return {
		...symptoms,
		tools,
		fresh: fresh.failure && {failures: (symptoms.fresh?.failures ?? 0) + 1, failure: fresh.failure},
	};
}

/** Takes in that the connection was dropped. */
export const addDrop = (symptoms: Symptoms, at: number): Symptoms => ({
	...symptoms,
	drops: [...symptoms.drops.filter(drop => at - drop < stormSpanMs), at].slice(-stormDrops),
});

/** The symptoms that hold now. */
export function heldSymptoms(symptoms: Symptoms, at: number, limits = usualSymptomLimits): readonly SymptomKind[] {
	const held: Record<SymptomKind, boolean> = {
		agent_process_gone: symptoms.lostProcess !== null,
		tool_failing: failingTools(symptoms, limits).length > 0,
		fresh_session_fails: (symptoms.fresh?.failures ?? 0) >= limits.consecutiveFailures,
		reconnect_storm: recentDrops(symptoms, at) >= stormDrops,
	};
	return symptomKinds.filter(kind => held[kind] || isCarried(kind, symptoms, at));
}

const isCarried = (kind: SymptomKind, {carried}: Symptoms, at: number): boolean =>
	carried?.causes[kind] !== undefined && at - carried.since < carriedMs;

/** A symptom in words. */
export function describeSymptom(kind: SymptomKind, symptoms: Symptoms): string {
	const carried = symptoms.carried?.causes[kind];
	if (carried !== undefined) return carried;
	switch (kind) {
		case 'agent_process_gone':
			return symptoms.lostProcess ?? "an agent's own process is gone";
		case 'tool_failing': {
			const failing = failingTools(symptoms, {consecutiveFailures: 1});
			return failing.map(([tool, record]) => `tool ${tool} fails: ${record.lastFailure?.message}`).join(', ');
		}
		case 'fresh_session_fails':
			return `new sessions fail (${symptoms.fresh?.failure.message}), the one that is held works`;
		case 'reconnect_storm':
			return `the stream was dropped ${symptoms.drops.length} times within a minute`;
	}
}

const recentDrops = ({drops}: Symptoms, at: number): number => drops.filter(drop => at - drop < stormSpanMs).length;

const failingTools = ({tools}: Symptoms, {consecutiveFailures}: SymptomLimits): readonly [string, ToolRecord][] =>
	[...tools].filter(([, {failures}]) => failures >= consecutiveFailures);

function addCall(tools: Map<string, ToolRecord>, {tool, failure, latencyMs}: ToolCallResult): void {
	const before = tools.get(tool) ?? {total: 0, failed: 0, failures: 0, lastFailure: null, latencyMs: null};
	tools.set(tool, {
		total: before.total + 1,
		failed: before.failed + Number(failure !== null),
		failures: failure ? before.failures + 1 : 0,
		lastFailure: failure ?? before.lastFailure,
		latencyMs: failure ? before.latencyMs : latencyMs,
	});
}
