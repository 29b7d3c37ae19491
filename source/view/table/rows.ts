import type {Fleet, ServerState} from '../../domain/fleet.ts';
import {everything, type ParsedQuery} from '../../domain/query.ts';
import {type GroupBy, group, type Order, select} from '../../domain/select.ts';

/** Names a row wherever it stands, for as long as what it shows exists. */
export type RowId = string;

/** A line of the table. */
export type TableRow = ServerRow | GroupRow;

export interface ServerRow {
	readonly kind: 'server';
	readonly id: RowId;
	readonly name: string;
	readonly state: ServerState;
}

/** The heading of a group, which counts its servers whether their rows are shown or not. */
export interface GroupRow {
	readonly kind: 'group';
	readonly id: RowId;
	readonly key: string;
	readonly states: readonly ServerState[];
	readonly isFolded: boolean;
}

/** What is to be seen of a fleet. */
export interface Wanted {
	readonly filter: {readonly parsed: ParsedQuery};
	readonly order: Order;
	readonly groupBy: GroupBy | null;
	readonly isProblemsOnly: boolean;
	/** Headings whose rows are not shown. */
	readonly folded: ReadonlySet<RowId>;
}

/** The table's lines from top to bottom. A filter with a mistake filters nothing. */
export function rowsOf(fleet: Fleet, wanted: Wanted): readonly TableRow[] {
	const {groupBy} = wanted;
	return group(shownServers(fleet, wanted), groupBy).flatMap(({key, states}): TableRow[] => {
		const servers = states.map(state => serverRow(state));
		if (key === null) return servers;
		const id = groupId(groupBy, key);
		const isFolded = wanted.folded.has(id);
		return [{kind: 'group', id, key, states, isFolded}, ...(isFolded ? [] : servers)];
	});
}

/** The servers that are shown, or would be if no group were folded, in order. */
function shownServers(fleet: Fleet, {filter, order, isProblemsOnly}: Wanted): readonly ServerState[] {
	const query = filter.parsed.ok ? filter.parsed.query : everything;
	const selected = select(fleet.servers, query, order);
	return isProblemsOnly ? selected.filter(isProblem) : selected;
}

const serverRow = (state: ServerState): ServerRow => ({
	kind: 'server',
	id: serverId(state.server.name),
	name: state.server.name,
	state,
});

export const serverId = (name: string): RowId => `server ${name}`;
export const groupId = (by: GroupBy | null, key: string): RowId => `group ${by} ${key}`;

/** The servers that rows stand for, those of folded groups included. */
export const serversOf = (rows: readonly TableRow[]): readonly ServerState[] =>
	rows.flatMap(row => (row.kind === 'server' ? [row.state] : row.isFolded ? row.states : []));

/** Where the cursor is: on its row, else on the heading that its row is folded under, else on the first server's. */
export function cursorIndex(cursor: RowId | null, rows: readonly TableRow[]): number {
	const index = cursor === null ? -1 : rows.findIndex(({id}) => id === cursor);
	if (index >= 0) return index;
	const heading =
		cursor === null ? -1 : rows.findIndex(row => row.kind === 'group' && row.isFolded && hides(row, cursor));
	if (heading >= 0) return heading;
	const first = rows.findIndex(({kind}) => kind === 'server');
	return first >= 0 ? first : Math.min(0, rows.length - 1);
}

const hides = ({states}: GroupRow, cursor: RowId): boolean =>
	states.some(({server}) => serverId(server.name) === cursor);

/** The heading above a row, or the row itself where it is one; null where nothing is grouped. */
export const headingOf = (rows: readonly TableRow[], index: number): GroupRow | null =>
	rows.slice(0, index + 1).findLast(row => row.kind === 'group') ?? null;

/** True for what someone should look at. */
export const isProblem = ({server, health}: ServerState): boolean =>
	server.enabled && (health.status !== 'up' || health.pending !== null);

/** How this fleet can be grouped: by the keys of its tags first. */
export function groupChoices(fleet: Fleet): readonly GroupBy[] {
	const tags = fleet.servers.flatMap(({server}) => server.tags);
	const keys = new Set(tags.flatMap(tag => (tag.includes(':') ? [tag.slice(0, tag.indexOf(':'))] : [])));
	const byTag = [...keys].filter(Boolean).map(key => `tag:${key}` as const);
	const hasProjects = fleet.servers.some(({server}) => server.project !== null);
	return [...byTag, ...(hasProjects ? (['project'] as const) : []), 'status', 'transport'];
}
