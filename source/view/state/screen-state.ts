import type {Action} from '../../domain/action.ts';
import type {ColumnName} from '../../domain/columns.ts';
import {everything, type ParsedQuery, parseQuery} from '../../domain/query.ts';
import type {GroupBy, Order} from '../../domain/select.ts';
import type {EntryHistory} from '../entry/entry-history.ts';
import type {RowId} from '../table/rows.ts';
import {type Entry, type EntryKind, noPasts} from './entry-state.ts';
import type {Page} from './page.ts';
import type {Picture} from './picture.ts';

/** A filter as it was typed. */
export interface Filter {
	readonly text: string;
	readonly parsed: ParsedQuery;
}

/** What waits for a yes or no. */
export type Question =
	| {readonly kind: 'quit'}
	/** `expect`: the hash of the tools that were looked at. */
	| {readonly kind: 'accept'; readonly server: string; readonly expect: string | null};

/** An answer to the last key, in words. */
export interface Message {
	readonly text: string;
	readonly isBad: boolean;
}

/** Everything about the screen that is not the fleet. */
export interface ScreenState {
	/** The row that keys are about; null rests on the first server, whichever that is. */
	readonly cursor: RowId | null;
	/** How far below the first row of the window the cursor is to be; it stays there while rows change places. */
	readonly cursorLine: number;
	/** Names of the servers that were chosen for what comes next. */
	readonly marked: ReadonlySet<string>;
	/** Headings whose rows are not shown, of other groupings too. */
	readonly folded: ReadonlySet<RowId>;
	readonly filter: Filter;
	readonly order: Order;
	readonly groupBy: GroupBy | null;
	readonly isProblemsOnly: boolean;
	/** Null: all that there is room for. */
	readonly columns: readonly ColumnName[] | null;
	/** What is open over the table, the innermost last. */
	readonly pages: readonly Page[];
	/** The line that is being typed. */
	readonly entry: Entry | null;
	/** What was entered at each prompt before. */
	readonly pasts: Readonly<Record<EntryKind, EntryHistory>>;
	/** What is shown instead of the live fleet. */
	readonly frozen: Picture | null;
	readonly question: Question | null;
	readonly message: Message | null;
	/** What takes back what was done, the newest last, bounded. */
	readonly undos: readonly Action[];
	/** When someone last looked at the alert log, ms since the epoch. */
	readonly alertsSeenAt: number;
}

/** How the screen is when it opens; what is left out is as usual. */
export interface Initial {
	readonly filter?: string;
	readonly groupBy?: GroupBy | null;
	readonly order?: Order;
	readonly columns?: readonly ColumnName[] | null;
	readonly isProblemsOnly?: boolean;
}

export const noFilter: Filter = {text: '', parsed: {ok: true, query: everything}};
export const usualOrder: Order = {by: 'status', isDescending: false};

const longestFilter = 500;

export function filterOf(text: string): Filter {
	const bounded = text.slice(0, longestFilter);
	return {text: bounded, parsed: parseQuery(bounded)};
}

/** The state of a screen that opens at `at`. */
export const openingState = (initial: Initial, at: number): ScreenState => ({
	cursor: null,
	cursorLine: 0,
	marked: new Set(),
	folded: new Set(),
	filter: initial.filter ? filterOf(initial.filter) : noFilter,
	order: initial.order ?? usualOrder,
	groupBy: initial.groupBy ?? null,
	isProblemsOnly: initial.isProblemsOnly ?? false,
	columns: initial.columns ?? null,
	pages: [],
	entry: null,
	pasts: noPasts,
	frozen: null,
	question: null,
	message: null,
	undos: [],
	alertsSeenAt: at,
});

/** What the keys are for at the moment. */
export const modes = ['fleet', 'server', 'tools', 'tool', 'heatmap', 'reading', 'typing', 'question'] as const;
export type Mode = (typeof modes)[number];

/** The innermost of what is open. */
export function modeOf(state: ScreenState): Mode {
	if (state.question) return 'question';
	return state.entry ? 'typing' : modeOfPage(state.pages.at(-1));
}

export function modeOfPage(page: Page | undefined): Mode {
	switch (page?.name) {
		case undefined:
			return 'fleet';
		case 'heatmap':
			return 'heatmap';
		case 'alerts':
		case 'help':
		case 'text':
			return 'reading';
		case 'tools':
			return page.isOpen ? 'tool' : 'tools';
		case 'overview':
		case 'drift':
		case 'scorecard':
		case 'incidents':
		case 'log':
		case 'agents':
			return 'server';
	}
}
