import type {ServerState} from './fleet.ts';
import {pointsOf} from './grade.ts';
import {type Status, statuses} from './health.ts';
import {matches} from './match.ts';
import type {Query} from './query.ts';

/** How rows can be ordered; `config` is the order of the configuration. */
export const orderings = ['status', 'name', 'latency', 'p95', 'uptime', 'tools', 'grade', 'config'] as const;
export type OrderBy = (typeof orderings)[number];

export interface Order {
	readonly by: OrderBy;
	readonly isDescending: boolean;
}

/** Rows that belong together; the key of the only group is null when nothing is grouped. */
export interface Group {
	readonly key: string | null;
	readonly states: readonly ServerState[];
}

/** How servers can be grouped: by a word, or by the value of a tag's key (`tag:team`). */
export type GroupBy = 'project' | 'status' | 'transport' | `tag:${string}`;

export const isGroupBy = (text: string): text is GroupBy =>
	['project', 'status', 'transport'].includes(text) || /^tag:./.test(text);

/** The servers that a query asks for, in order. Disabled ones come last. */
export function select(states: readonly ServerState[], query: Query, order: Order): readonly ServerState[] {
	const sign = order.isDescending ? -1 : 1;
	return states
		.filter(state => matches(query, state))
		.map((state, index) => ({state, index, rank: rankOf(state, order.by)}))
		.sort((a, b) => enabledFirst(a.state, b.state) || compareRanks(a.rank, b.rank, sign) || a.index - b.index)
		.map(({state}) => state);
}

/** Splits rows into groups, those with the gravest server first; rows keep their order. */
export function group(states: readonly ServerState[], by: GroupBy | null): readonly Group[] {
	if (by === null) return [{key: null, states}];
	const byKey = groupByKey(states, state => keyOf(state, by));
	return [...byKey].map(([key, members]) => ({key, states: members})).sort((a, b) => gravity(a) - gravity(b));
}

/** How many servers there are by status; disabled ones are in no count but their own. */
export function countStatuses(states: readonly ServerState[]): Readonly<Record<Status | 'total' | 'disabled', number>> {
	const counts = {total: 0, up: 0, degraded: 0, down: 0, stale: 0, unknown: 0, disabled: 0};
	for (const {server, health} of states) {
		counts[server.enabled ? health.status : 'disabled']++;
		if (server.enabled) counts.total++;
	}
	return counts;
}

function groupByKey(states: readonly ServerState[], key: (state: ServerState) => string): Map<string, ServerState[]> {
	const groups = new Map<string, ServerState[]>();
	for (const state of states) {
		const members = groups.get(key(state));
		if (members) members.push(state);
		else groups.set(key(state), [state]);
	}
	return groups;
}

function keyOf({server, health}: ServerState, by: GroupBy): string {
	switch (by) {
		case 'project':
			return server.project ?? 'no project';
		case 'status':
			return health.status;
		case 'transport':
			return server.transport;
		default: {
			const prefix = `${by.slice('tag:'.length)}:`;
			const tag = server.tags.find(one => one.startsWith(prefix));
			return tag ? tag.slice(prefix.length) : `no ${prefix.slice(0, -1)}`;
		}
	}
}

const severity = ({health}: ServerState): number => statuses.indexOf(health.status);

/** The gravest status of a group, as a place among `statuses`; disabled servers do not count. */
const gravity = ({states}: Group): number =>
	Math.min(statuses.length, ...states.filter(({server}) => server.enabled).map(severity));

const enabledFirst = (a: ServerState, b: ServerState): number => Number(b.server.enabled) - Number(a.server.enabled);

function rankOf(state: ServerState, by: OrderBy): number | string | null {
	switch (by) {
		case 'status':
			return severity(state);
		case 'name':
			return state.server.name.toLowerCase();
		case 'latency':
			return state.lastCheck?.latencyMs ?? null;
		case 'p95':
			return state.stats['1h'].p95Ms;
		case 'uptime':
			return state.stats['24h'].uptime;
		case 'tools':
			return state.listing?.tools.length ?? null;
		case 'grade':
			return state.scorecard?.overall ? pointsOf(state.scorecard.overall) : null;
		case 'config':
			return 0;
	}
}

/** What is not known comes last, whatever the direction. */
function compareRanks(a: number | string | null, b: number | string | null, sign: number): number {
	if (a === null || b === null) return Number(a === null) - Number(b === null);
	return a < b ? -sign : a > b ? sign : 0;
}
