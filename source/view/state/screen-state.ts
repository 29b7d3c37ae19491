import {everything, type ParsedQuery} from '../../domain/query.ts';
import type {GroupBy, Order} from '../../domain/select.ts';
import type {Picture} from './picture.ts';

export const tabs = ['overview', 'tools', 'log'] as const;
export type Tab = (typeof tabs)[number];

/** The open server. */
export interface Pane {
	readonly server: string;
	readonly tab: Tab;
	/** First line shown of what does not fit. */
	readonly scroll: number;
	/** Which tool is selected. */
	readonly tool: number;
	/** The selected tool is shown in full. */
	readonly isToolOpen: boolean;
}

/** What waits for a yes or no. */
export type Question = {readonly kind: 'quit'} | {readonly kind: 'accept'; readonly server: string};

/** Everything about the screen that is not the fleet. */
export interface ScreenState {
	/** The selected server's name; null rests on the first row, whichever server that is. */
	readonly selected: string | null;
	/** How far below the first row of the window the selection is to be; it stays there while rows change places. */
	readonly selectedLine: number;
	readonly filter: {readonly text: string; readonly parsed: ParsedQuery};
	readonly isTyping: boolean;
	readonly order: Order;
	readonly groupBy: GroupBy | null;
	readonly isProblemsOnly: boolean;
	readonly pane: Pane | null;
	readonly hasHelp: boolean;
	/** What is shown instead of the live fleet. */
	readonly frozen: Picture | null;
	readonly question: Question | null;
	/** An answer to the last key, in words. */
	readonly message: string | null;
}

export const noFilter: ScreenState['filter'] = {text: '', parsed: {ok: true, query: everything}};

export const initialState: ScreenState = {
	selected: null,
	selectedLine: 0,
	filter: noFilter,
	isTyping: false,
	order: {by: 'status', isDescending: false},
	groupBy: null,
	isProblemsOnly: false,
	pane: null,
	hasHelp: false,
	frozen: null,
	question: null,
	message: null,
};

/** What the keys are for at the moment. */
export type Mode = 'fleet' | 'typing' | 'server' | 'tools' | 'tool' | 'help' | 'question';

/** The innermost of what is open. */
export function modeOf(state: ScreenState): Mode {
	if (state.question) return 'question';
	if (state.hasHelp) return 'help';
	if (state.isTyping) return 'typing';
	if (!state.pane) return 'fleet';
	if (state.pane.tab !== 'tools') return 'server';
	return state.pane.isToolOpen ? 'tool' : 'tools';
}
