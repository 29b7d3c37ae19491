import type {Fleet, ServerState} from '../../domain/fleet.ts';
import {everything} from '../../domain/query.ts';
import {type GroupBy, group, select} from '../../domain/select.ts';
import type {ScreenState} from '../state/screen-state.ts';

/** A line of the table. */
export type TableRow =
	| {readonly kind: 'server'; readonly name: string; readonly state: ServerState}
	| {readonly kind: 'group'; readonly key: string; readonly states: readonly ServerState[]};

/** What is to be seen of a fleet. */
export type Wanted = Pick<ScreenState, 'filter' | 'order' | 'groupBy' | 'isProblemsOnly'>;

/** The table's lines from top to bottom. A filter with a mistake filters nothing. */
export function rowsOf(fleet: Fleet, wanted: Wanted): readonly TableRow[] {
	const query = wanted.filter.parsed.ok ? wanted.filter.parsed.query : everything;
	const selected = select(fleet.servers, query, wanted.order);
	const shown = wanted.isProblemsOnly ? selected.filter(isProblem) : selected;
	return group(shown, wanted.groupBy).flatMap(({key, states}): TableRow[] => {
		const servers = states.map(state => ({kind: 'server' as const, name: state.server.name, state}));
		return key === null ? servers : [{kind: 'group', key, states}, ...servers];
	});
}

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
