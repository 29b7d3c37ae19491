import type {Action} from '../../domain/action.ts';
import type {ColumnName} from '../../domain/columns.ts';
import type {GroupBy, Order} from '../../domain/select.ts';
import {naturalOrder, orderingsInTurn} from '../table/columns.ts';
import {cursorIndex, type RowId, type TableRow} from '../table/rows.ts';
import {changeEntry, type EntryChange, type EntryKind, newEntry, rememberEntry} from './entry-state.ts';
import type {Page} from './page.ts';
import type {Picture} from './picture.ts';
import {changePage, goBack, type PageChange} from './reduce-page.ts';
import {filterOf, type Message, noFilter, type Question, type ScreenState} from './screen-state.ts';
import {clamp, windowAround} from './window.ts';

/** The rows as they are on screen, and how many there is room for. */
export interface Rows {
	readonly list: readonly TableRow[];
	readonly height: number;
}

export type ScreenAction =
	| {readonly type: 'move'; readonly by: number; readonly rows: Rows}
	| {readonly type: 'putCursor'; readonly id: RowId}
	| {readonly type: 'mark'; readonly names: readonly string[]}
	| {readonly type: 'fold'; readonly ids: readonly RowId[]; readonly isFolded: boolean}
	| {readonly type: 'setFilter'; readonly text: string}
	| {readonly type: 'turnOrder'; readonly by: number}
	| {readonly type: 'setOrder'; readonly order: Order}
	| {readonly type: 'setGroup'; readonly groupBy: GroupBy | null}
	| {readonly type: 'nextGroup'; readonly choices: readonly GroupBy[]}
	| {readonly type: 'setColumns'; readonly columns: readonly ColumnName[] | null}
	| {
			readonly type:
				| 'reverseOrder'
				| 'toggleProblems'
				| 'clearMarks'
				| 'back'
				| 'closePages'
				| 'closeQuestion'
				| 'forgetUndo';
	  }
	| {readonly type: 'openPage'; readonly page: Page}
	| PageChange
	| {readonly type: 'beginEntry'; readonly kind: EntryKind; readonly text: string; readonly servers: readonly string[]}
	| {readonly type: 'changeEntry'; readonly change: EntryChange}
	| {readonly type: 'keepEntry' | 'dropEntry'}
	| {readonly type: 'freeze'; readonly picture: Picture}
	| {readonly type: 'ask'; readonly question: Question}
	| {readonly type: 'say'; readonly message: Message | null}
	| {readonly type: 'rememberUndo'; readonly undo: Action}
	| {readonly type: 'seeAlerts'; readonly at: number};

/** What the screen is after an action. Pure; what an action does to the fleet happens elsewhere. */
export function reduce(state: ScreenState, action: ScreenAction): ScreenState {
	switch (action.type) {
		case 'move':
			return move(state, action.by, action.rows);
		case 'putCursor':
			return {...state, cursor: action.id};
		case 'mark':
			return {...state, marked: toggled(state.marked, action.names)};
		case 'clearMarks':
			return state.marked.size === 0 ? state : {...state, marked: new Set()};
		case 'fold':
			return fold(state, action.ids, action.isFolded);
		case 'setFilter':
			return {...state, filter: filterOf(action.text)};
		case 'turnOrder':
			return {...state, order: naturalOrder(turn(orderingsInTurn, state.order.by, action.by))};
		case 'setOrder':
			return {...state, order: action.order};
		case 'reverseOrder':
			return {...state, order: {...state.order, isDescending: !state.order.isDescending}};
		case 'setGroup':
			return {...state, groupBy: action.groupBy};
		case 'nextGroup':
			return {...state, groupBy: turn([null, ...action.choices], state.groupBy, 1)};
		case 'setColumns':
			return {...state, columns: action.columns};
		case 'toggleProblems':
			return {...state, isProblemsOnly: !state.isProblemsOnly};
		case 'back':
			return state.pages.length > 0 ? goBack(state) : clear(state);
		case 'closePages':
			return state.pages.length === 0
				? state
				: {...state, pages: [], entry: state.entry?.kind === 'search' ? null : state.entry};
		case 'openPage':
			return {...state, pages: [...state.pages, action.page].slice(-mostPages)};
		case 'switchPage':
		case 'scroll':
		case 'select':
		case 'changePage':
			return changePage(state, action);
		case 'beginEntry':
			return {...state, entry: newEntry(action.kind, action.text, state.pasts[action.kind], action.servers)};
		case 'changeEntry':
			return state.entry ? type(state, changeEntry(state.entry, action.change)) : state;
		case 'keepEntry':
			return keepEntry(state);
		case 'dropEntry':
			return dropEntry(state);
		case 'freeze':
			return {...state, frozen: state.frozen ? null : action.picture};
		case 'ask':
			return {...state, question: action.question};
		case 'closeQuestion':
			return {...state, question: null};
		case 'say':
			return state.message === action.message ? state : {...state, message: action.message};
		case 'rememberUndo':
			return {...state, undos: [...state.undos, action.undo].slice(-mostUndos)};
		case 'forgetUndo':
			return {...state, undos: state.undos.slice(0, -1)};
		case 'seeAlerts':
			return {...state, alertsSeenAt: action.at};
	}
}

const mostPages = 8;
const mostUndos = 20;

function move(state: ScreenState, by: number, {list, height}: Rows): ScreenState {
	const from = cursorIndex(state.cursor, list);
	if (from < 0) return state;
	const to = clamp(from + by, 0, list.length - 1);
	const {offset} = windowAround(from, state.cursorLine, list.length, height);
	return {...state, cursor: list[to]?.id ?? null, cursorLine: clamp(to - offset, 0, Math.max(0, height - 1))};
}

function toggled<T>(set: ReadonlySet<T>, items: readonly T[]): ReadonlySet<T> {
	const isAdding = items.some(item => !set.has(item));
	return isAdding ? new Set([...set, ...items]) : new Set([...set].filter(item => !items.includes(item)));
}

function fold(state: ScreenState, ids: readonly RowId[], isFolded: boolean): ScreenState {
	const others = [...state.folded].filter(id => !ids.includes(id));
	return {...state, folded: new Set(isFolded ? [...others, ...ids].slice(-mostFolded) : others)};
}

/** Headings come and go with tags and statuses; what is long gone need not be known for ever. */
const mostFolded = 1000;

/** Esc in the table: first the filter goes, then the marks. */
function clear(state: ScreenState): ScreenState {
	return state.filter.text === '' ? {...state, marked: new Set()} : {...state, filter: noFilter};
}

/** What is typed as a filter or a search counts at once. */
function type(state: ScreenState, entry: NonNullable<ScreenState['entry']>): ScreenState {
	if (entry === state.entry) return state;
	const {text} = entry.line;
	const next = {...state, entry};
	if (entry.kind === 'filter') return text === state.filter.text ? next : {...next, filter: filterOf(text)};
	return entry.kind === 'search' ? changePage(next, {type: 'changePage', change: {search: text}}) : next;
}

function keepEntry(state: ScreenState): ScreenState {
	const {entry} = state;
	return entry ? {...state, entry: null, pasts: {...state.pasts, [entry.kind]: rememberEntry(entry)}} : state;
}

function dropEntry(state: ScreenState): ScreenState {
	const dropped = {...state, entry: null};
	switch (state.entry?.kind) {
		case 'filter':
			return {...dropped, filter: noFilter};
		case 'search':
			return changePage(dropped, {type: 'changePage', change: {search: ''}});
		case 'command':
		case 'silence':
		case undefined:
			return dropped;
	}
}

/** The next of a round. What is in none of it begins it. */
export function turn<T>(choices: readonly T[], current: T, by: number): T {
	const index = (choices.indexOf(current) + by) % choices.length;
	const [next = current] = choices.slice(index).slice(0, 1);
	return next;
}
