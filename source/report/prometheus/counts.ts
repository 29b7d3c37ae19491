import type {Alert, AlertKind} from '../../domain/alert.ts';
import type {Category} from '../../domain/categories.ts';
import type {Fleet, ServerState} from '../../domain/fleet.ts';
import type {Sample} from '../../domain/probe-result.ts';

/** What has happened since counting began. It only grows, as Prometheus wants of counters. Immutable. */
export interface Counts {
	/** By name; absent is nothing yet. Bounded by the fleet: what leaves it is forgotten. */
	readonly servers: ReadonlyMap<string, ServerCounts>;
	readonly alerts: Readonly<Partial<Record<AlertKind, number>>>;
}

export interface ServerCounts {
	readonly good: number;
	readonly failed: number;
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** Sessions on which a list of tools came. */
	readonly sessions: number;
	readonly reinitialisations: number;
	readonly schemaChanges: number;
	readonly calls: number;
	readonly failedCalls: number;
	readonly latency: LatencyCounts;
}

/** Latencies of the checks that count for percentiles. */
export interface LatencyCounts {
	/** How many were at most so long, for each of `latencyEdges`. */
	readonly atMost: readonly number[];
	readonly count: number;
	readonly sumSeconds: number;
}

/** Upper edges of the histogram's buckets, in seconds. */
export const latencyEdges = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export const noCounts: Counts = {servers: new Map(), alerts: {}};

export const noServerCounts: ServerCounts = {
	good: 0,
	failed: 0,
	errors: {},
	sessions: 0,
	reinitialisations: 0,
	schemaChanges: 0,
	calls: 0,
	failedCalls: 0,
	latency: {atMost: latencyEdges.map(() => 0), count: 0, sumSeconds: 0},
};

/** Counts what is new in the next fleet; the same value where nothing is. */
export function countChanges(counts: Counts, previous: Fleet, next: Fleet): Counts {
	const servers = countServers(counts.servers, previous.servers, next.servers);
	const alerts = countAlerts(counts.alerts, previous.alerts, next.alerts);
	return servers === counts.servers && alerts === counts.alerts ? counts : {servers, alerts};
}

function countServers(
	counts: Counts['servers'],
	previous: readonly ServerState[],
	next: readonly ServerState[],
): Counts['servers'] {
	if (previous === next) return counts;
	const isSameList =
		previous.length === next.length && next.every(({server}, index) => server.name === previous[index]?.server.name);
	const byName = isSameList ? null : new Map(previous.map(state => [state.server.name, state]));
	const changed = new Map<string, ServerCounts>();
	for (const [index, state] of next.entries()) {
		const {name} = state.server;
		const before = byName ? byName.get(name) : previous[index];
		if (before === undefined || before === state) continue;
		const known = counts.get(name) ?? noServerCounts;
		const counted = countServer(known, before, state);
		if (counted !== known) changed.set(name, counted);
	}
	if (isSameList) return changed.size === 0 ? counts : new Map([...counts, ...changed]);
	const names = new Set(next.map(({server}) => server.name));
	return new Map([...counts, ...changed].filter(([name]) => names.has(name)));
}

function countServer(counts: ServerCounts, previous: ServerState, next: ServerState): ServerCounts {
	const counted = newSamples(previous.samples, next.samples).reduce(countSample, counts);
	const reinitialisations = growth(previous.reinitialisations, next.reinitialisations);
	const {changedAt} = next.schema;
	const schemaChanges = Number(changedAt !== null && changedAt !== previous.schema.changedAt);
	if (reinitialisations + schemaChanges === 0) return counted;
	return {
		...counted,
		reinitialisations: counted.reinitialisations + reinitialisations,
		schemaChanges: counted.schemaChanges + schemaChanges,
	};
}

/** Those behind the last one that was known. Where it is not there any more, time has to tell. */
function newSamples(previous: readonly Sample[], next: readonly Sample[]): readonly Sample[] {
	if (previous === next) return [];
	const last = previous.at(-1);
	if (last === undefined) return next;
	const index = next.lastIndexOf(last);
	return index < 0 ? next.filter(({at}) => at > last.at) : next.slice(index + 1);
}

function countSample(counts: ServerCounts, {category, latencyMs, counted, calls}: Sample): ServerCounts {
	const withCalls = {
		...counts,
		calls: counts.calls + (calls?.total ?? 0),
		failedCalls: counts.failedCalls + (calls?.failed ?? 0),
	};
	if (category !== null || latencyMs === null) {
		const errors = category === null ? counts.errors : addOne(counts.errors, category);
		return {...withCalls, failed: counts.failed + 1, errors};
	}
	return {
		...withCalls,
		good: counts.good + 1,
		sessions: counts.sessions + Number(!counted),
		latency: counted ? addLatency(counts.latency, latencyMs / 1000) : counts.latency,
	};
}

const addLatency = ({atMost, count, sumSeconds}: LatencyCounts, seconds: number): LatencyCounts => ({
	atMost: atMost.map((known, index) => known + Number(seconds <= (latencyEdges[index] ?? 0))),
	count: count + 1,
	sumSeconds: sumSeconds + Math.max(0, seconds),
});

/** A figure that began anew has grown by all that it shows. */
const growth = (previous: number, next: number): number => (next < previous ? next : next - previous);

/** Alerts are told newest first. A closing one is no further alert. */
function countAlerts(counts: Counts['alerts'], previous: readonly Alert[], next: readonly Alert[]): Counts['alerts'] {
	const [newest] = previous;
	if (previous === next) return counts;
	const known = newest ? next.findIndex(({id}) => id === newest.id) : next.length;
	const fresh = known < 0 ? next.filter(({at}) => at > (newest?.at ?? 0)) : next.slice(0, known);
	return fresh
		.filter(({phase}) => phase === 'opened' || phase === 'noted')
		.reduce((sum, {kind}) => addOne(sum, kind), counts);
}

const addOne = <Key extends string>(
	counts: Readonly<Partial<Record<Key, number>>>,
	key: Key,
): Readonly<Partial<Record<Key, number>>> => ({...counts, [key]: (counts[key] ?? 0) + 1});
