import {fleetViews, isFleetView, isServerTab, newPage, type Page, serverTabs} from './page.ts';
import type {ScreenState} from './screen-state.ts';
import {clamp} from './window.ts';

/** What changes the page that is open. */
export type PageChange =
	/** To the next tab of the server, or the next view of the fleet. */
	| {readonly type: 'switchPage'; readonly by: number}
	| {readonly type: 'scroll'; readonly by: number; readonly furthest: number}
	| {readonly type: 'select'; readonly by: number; readonly count: number}
	| {readonly type: 'changePage'; readonly change: Partial<Page>};

export function changePage(state: ScreenState, change: PageChange): ScreenState {
	switch (change.type) {
		case 'switchPage':
			return switchPage(state, change.by);
		case 'scroll':
			return withPage(state, page => scroll(page, change.by, change.furthest));
		case 'select':
			return withPage(state, page => ({selected: clamp(page.selected + change.by, 0, Math.max(0, change.count - 1))}));
		case 'changePage':
			return withPage(state, () => change.change);
	}
}

/** One level out of what is open: the search, the entry in full, the page. */
export function goBack(state: ScreenState): ScreenState {
	const page = state.pages.at(-1);
	if (page?.search) return withPage(state, () => ({search: ''}));
	if (page?.isOpen) return withPage(state, () => ({isOpen: false, scroll: 0}));
	return {...state, pages: state.pages.slice(0, -1)};
}

/** Whoever scrolls back wants to read; whoever scrolls to the end wants to see it grow. */
function scroll(page: Page, by: number, furthest: number): Partial<Page> {
	const from = page.isFollowing ? furthest : page.scroll;
	const to = clamp(from + by, 0, Math.max(0, furthest));
	return {scroll: to, isFollowing: page.name === 'log' && to >= furthest};
}

/** The table is the first of the fleet's views, so their round leads back to it. */
function switchPage(state: ScreenState, by: number): ScreenState {
	const page = state.pages.at(-1);
	if (page && isServerTab(page.name)) {
		const name = around(serverTabs, serverTabs.indexOf(page.name) + by);
		return {...state, pages: [...state.pages.slice(0, -1), newPage(name, {server: page.server})]};
	}
	if (page && !isFleetView(page.name)) return state;
	const views = [null, ...fleetViews];
	const name = around(views, views.indexOf(page && isFleetView(page.name) ? page.name : null) + by);
	return {...state, pages: name === null ? [] : [newPage(name)]};
}

const around = <T>(choices: readonly T[], index: number): T => choices[(index + choices.length) % choices.length] as T;

const withPage = (state: ScreenState, change: (page: Page) => Partial<Page>): ScreenState => {
	const page = state.pages.at(-1);
	return page ? {...state, pages: [...state.pages.slice(0, -1), {...page, ...change(page)}]} : state;
};
