import {parseQuery} from '../../domain/query.ts';
import {type GroupBy, orderings} from '../../domain/select.ts';
import type {Picture} from './picture.ts';
import {noFilter, type Pane, type Question, type ScreenState, tabs} from './screen-state.ts';
import {clamp, windowAround} from './window.ts';

/** The lines of the table as they are on screen: a server's name, or null for the heading of a group. */
export interface Rows {
	readonly names: readonly (string | null)[];
	readonly height: number;
}

export type Action =
	| {readonly type: 'move'; readonly by: number; readonly rows: Rows}
	| {readonly type: 'openServer'; readonly name: string}
	| {readonly type: 'switchTab'; readonly by: number}
	| {readonly type: 'scroll'; readonly by: number; readonly furthest: number}
	| {readonly type: 'selectTool'; readonly by: number; readonly count: number}
	| {readonly type: 'openTool' | 'back' | 'startTyping' | 'keepFilter' | 'clearFilter' | 'eraseLetter'}
	| {readonly type: 'setFilter'; readonly text: string}
	| {readonly type: 'turnOrder'; readonly by: number}
	| {readonly type: 'reverseOrder' | 'toggleProblems' | 'toggleHelp' | 'closeQuestion'}
	| {readonly type: 'nextGroup'; readonly choices: readonly GroupBy[]}
	| {readonly type: 'freeze'; readonly picture: Picture}
	| {readonly type: 'ask'; readonly question: Question}
	| {readonly type: 'say'; readonly message: string | null};

/** What the screen is after an action. Pure; what an action does to the fleet happens elsewhere. */
export function reduce(state: ScreenState, action: Action): ScreenState {
	switch (action.type) {
		case 'move':
			return move(state, action.by, action.rows);
		case 'openServer':
			return {
				...state,
				selected: action.name,
				pane: {server: action.name, tab: 'overview', scroll: 0, tool: 0, isToolOpen: false},
			};
		case 'switchTab':
			return withPane(state, pane => ({tab: turn(tabs, pane.tab, action.by), scroll: 0, isToolOpen: false}));
		case 'scroll':
			return withPane(state, pane => ({scroll: clamp(pane.scroll + action.by, 0, Math.max(0, action.furthest))}));
		case 'selectTool':
			return withPane(state, pane => ({tool: clamp(pane.tool + action.by, 0, Math.max(0, action.count - 1))}));
		case 'openTool':
			return withPane(state, () => ({isToolOpen: true, scroll: 0}));
		case 'back':
			return back(state);
		case 'startTyping':
			return {...state, isTyping: true};
		case 'keepFilter':
			return {...state, isTyping: false, filter: state.filter.parsed.ok ? state.filter : noFilter};
		case 'clearFilter':
			return {...state, isTyping: false, filter: noFilter};
		case 'eraseLetter':
			return withFilter(state, [...state.filter.text].slice(0, -1).join(''));
		case 'setFilter':
			return withFilter(state, action.text);
		case 'turnOrder':
			return {...state, order: {...state.order, by: turn(orderings, state.order.by, action.by)}};
		case 'reverseOrder':
			return {...state, order: {...state.order, isDescending: !state.order.isDescending}};
		case 'toggleProblems':
			return {...state, isProblemsOnly: !state.isProblemsOnly};
		case 'toggleHelp':
			return {...state, hasHelp: !state.hasHelp};
		case 'closeQuestion':
			return {...state, question: null};
		case 'nextGroup':
			return {...state, groupBy: turn([null, ...action.choices], state.groupBy, 1)};
		case 'freeze':
			return {...state, frozen: state.frozen ? null : action.picture};
		case 'ask':
			return {...state, question: action.question};
		case 'say':
			return state.message === action.message ? state : {...state, message: action.message};
	}
}

/** Where the selection is among the lines: its server's, or the first server's when that one is not there. */
export function selectedIndex(selected: string | null, names: Rows['names']): number {
	const index = selected === null ? -1 : names.indexOf(selected);
	return index >= 0 ? index : names.findIndex(name => name !== null);
}

function move(state: ScreenState, by: number, {names, height}: Rows): ScreenState {
	const from = selectedIndex(state.selected, names);
	if (from < 0) return state;
	const to = nextServer(names, from, by);
	const {offset} = windowAround(from, state.selectedLine, names.length, height);
	const roomForHeading = to > 0 && names[to - 1] === null ? 1 : 0;
	const selectedLine = clamp(to - offset, roomForHeading, Math.max(0, height - 1));
	return {...state, selected: names[to] ?? null, selectedLine};
}

/** The server's line that is nearest to where a move ends, beyond it first, so that headings are stepped over. */
function nextServer(names: Rows['names'], from: number, by: number): number {
	const aim = clamp(from + by, 0, names.length - 1);
	const direction = by < 0 ? -1 : 1;
	for (let index = aim; index >= 0 && index < names.length; index += direction) if (names[index] !== null) return index;
	for (let index = aim; index !== from; index -= direction) if (names[index] !== null) return index;
	return from;
}

function back(state: ScreenState): ScreenState {
	if (state.pane?.isToolOpen) return withPane(state, () => ({isToolOpen: false, scroll: 0}));
	if (state.pane) return {...state, pane: null};
	return {...state, filter: noFilter};
}

const withPane = (state: ScreenState, change: (pane: Pane) => Partial<Pane>): ScreenState =>
	state.pane ? {...state, pane: {...state.pane, ...change(state.pane)}} : state;

const longestFilter = 200;

function withFilter(state: ScreenState, text: string): ScreenState {
	const bounded = text.slice(0, longestFilter);
	return {...state, filter: {text: bounded, parsed: parseQuery(bounded)}};
}

function turn<T>(choices: readonly T[], current: T, by: number): T {
	const index = (choices.indexOf(current) + by) % choices.length;
	const [next = current] = choices.slice(index).slice(0, 1);
	return next;
}
