import type {Scene} from '../scene.ts';
import {isServerTab, newPage, type Page} from '../state/page.ts';
import {modeOfPage} from '../state/screen-state.ts';
import {serverId} from '../table/rows.ts';
import type {Controls, Perform} from './controls.ts';
import {complain} from './controls.ts';
import {cursorRowOf, headingOfCursor, targetOf} from './targets.ts';

/** Moves the cursor, the selected entry or the text, whichever there is. */
export function moveBy(by: number, controls: Controls, scene: Scene): void {
	const {dispatch} = controls;
	const {page, rows, layout} = scene;
	if (!page) dispatch({type: 'move', by, rows: {list: rows, height: layout.table}});
	else if (page.drawn.names) moveAmong(page.drawn.names, by, controls, scene);
	else if (page.drawn.count !== undefined) dispatch({type: 'select', by, count: page.drawn.count});
	else dispatch({type: 'scroll', by, furthest: page.furthest});
}

/** A list of servers in another order than the table's moves the table's cursor. */
function moveAmong(names: readonly string[], by: number, {dispatch}: Controls, scene: Scene): void {
	const row = cursorRowOf(scene);
	const from = row?.kind === 'server' ? names.indexOf(row.name) : -1;
	const to = from < 0 ? 0 : Math.min(names.length - 1, Math.max(0, from + by));
	const name = names[to];
	if (name !== undefined) dispatch({type: 'putCursor', id: serverId(name)});
}

export const pageOf = ({page, layout}: Scene): number => Math.max(1, (page ? page.height : layout.table) - 1);

/** Opens what is selected; folds or unfolds a group. */
export const open: Perform = (controls, scene) => {
	const {dispatch} = controls;
	const {page} = scene;
	const row = cursorRowOf(scene);
	if (page?.page.name === 'tools') {
		if (page.drawn.count) dispatch({type: 'changePage', change: {isOpen: true, scroll: 0}});
	} else if (row?.kind === 'group') dispatch({type: 'fold', ids: [row.id], isFolded: !row.isFolded});
	else if (row) dispatch({type: 'openPage', page: newPage('overview', {server: row.name})});
};

/** Opens a tab of the selected server, in place of the one that is open. */
export function openTab(name: Page['name'], controls: Controls, scene: Scene): void {
	const target = targetOf(scene);
	if (!target) {
		complain(controls, 'no server is selected');
		return;
	}
	const page = newPage(name, {server: target.server.name});
	const isOpen = scene.page !== null && isServerTab(scene.page.page.name);
	controls.dispatch(isOpen ? {type: 'changePage', change: page} : {type: 'openPage', page});
}

/** Opens a view of the fleet, in place of another one. */
export function openView(
	name: 'heatmap' | 'alerts',
	{dispatch}: Controls,
	{page}: Scene,
	change: Partial<Page> = {},
): void {
	const isOther = page !== null && page.server === null && ['heatmap', 'alerts'].includes(page.page.name);
	dispatch(
		isOther ? {type: 'changePage', change: newPage(name, change)} : {type: 'openPage', page: newPage(name, change)},
	);
}

/** Help for what is shown; the help itself is closed by the same key. */
export const toggleHelp: Perform = ({dispatch}, {state}) => {
	const page = state.pages.at(-1);
	if (page?.name === 'help') dispatch({type: 'back'});
	else dispatch({type: 'openPage', page: newPage('help', {title: modeOfPage(page)})});
};

export const fold: Perform = ({dispatch}, scene) => {
	const heading = headingOfCursor(scene);
	if (!heading) return;
	dispatch({type: 'fold', ids: [heading.id], isFolded: true});
	dispatch({type: 'putCursor', id: heading.id});
};

export const unfold: Perform = ({dispatch}, scene) => {
	const row = cursorRowOf(scene);
	if (row?.kind === 'group') dispatch({type: 'fold', ids: [row.id], isFolded: false});
};

/** Folds every group, or unfolds all when none is left to fold. */
export const foldAll: Perform = (controls, scene) => {
	const headings = scene.rows.filter(row => row.kind === 'group');
	setAllFolded(
		controls,
		scene,
		headings.some(({isFolded}) => !isFolded),
	);
};

export function setAllFolded(controls: Controls, {rows}: Scene, isFolded: boolean): void {
	const ids = rows.flatMap(row => (row.kind === 'group' ? [row.id] : []));
	if (ids.length === 0) complain(controls, 'nothing is grouped; t groups');
	else controls.dispatch({type: 'fold', ids, isFolded});
}

/** Goes to the next or previous line with what is searched for, and round at the ends. */
export function goToMatch(by: -1 | 1, controls: Controls, {page}: Scene): void {
	if (!page || page.page.search === '') {
		complain(controls, 'nothing is searched for; / searches');
		return;
	}
	const {matches, page: open} = page;
	const next = by > 0 ? matches.find(line => line > open.scroll) : matches.findLast(line => line < open.scroll);
	const line = next ?? (by > 0 ? matches[0] : matches.at(-1));
	if (line === undefined) {
		complain(controls, 'nothing here matches');
		return;
	}
	controls.dispatch({type: 'changePage', change: {scroll: line, isFollowing: false}});
}
