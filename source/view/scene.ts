import type {ServerState} from '../domain/fleet.ts';
import type {Actions, Readable} from '../domain/ports.ts';
import {foreign} from './draw/line.ts';
import {widthOf} from './draw/width.ts';
import {drawWarnings} from './frame/attention.ts';
import {type Layout, layOut, type Size} from './frame/layout.ts';
import {hasViewLine} from './frame/view-line.ts';
import {type PaneContent, paneContentOf} from './panes/content.ts';
import type {Picture} from './state/picture.ts';
import {selectedIndex} from './state/reduce.ts';
import {initialState, type ScreenState} from './state/screen-state.ts';
import {type Window, windowAround} from './state/window.ts';
import {type Column, chooseColumns} from './table/columns.ts';
import {rowsOf, type TableRow, type Wanted} from './table/rows.ts';
import type {Look} from './theme.ts';

/** Everything that one frame shows, worked out from the fleet, what the user has chosen and the terminal's size. */
export interface Scene {
	readonly state: ScreenState;
	/** The live one, or the frozen one. */
	readonly picture: Picture;
	/** What time it is, even over a frozen picture. */
	readonly now: number;
	readonly size: Size;
	readonly layout: Layout;
	readonly hasView: boolean;
	readonly hasWarnings: boolean;
	readonly rows: readonly TableRow[];
	readonly window: Window;
	/** Index into `rows`; -1 when there is none. */
	readonly selectedRow: number;
	readonly selected: ServerState | null;
	readonly columns: readonly Column[];
	/** Null when no server is open, or the open one is gone. */
	readonly pane: PaneContent | null;
}

/** What scenes are made of. */
export interface SceneSources {
	readonly picture: Readable<Picture>;
	readonly state: Readable<ScreenState>;
	readonly size: Readable<Size>;
	readonly log: Actions['log'];
	readonly look: Look;
}

/** Gives the scene of the moment; the same object as long as nothing it is made of has changed. */
export function createSceneReader({picture, state, size, log, look}: SceneSources): () => Scene {
	const compose = rememberLast((live: Picture, screen: ScreenState, terminal: Size) =>
		composeScene(live, screen, terminal, log, look),
	);
	return () => compose(picture.getSnapshot(), state.getSnapshot(), size.getSnapshot());
}

function composeScene(live: Picture, state: ScreenState, size: Size, log: Actions['log'], look: Look): Scene {
	const picture = state.frozen ?? live;
	const {fleet} = picture;
	const {isCropped} = layOut(size, 0, 0);
	const hasView = isCropped ? state.isTyping : hasViewLine(state) && !state.pane && !state.hasHelp;
	const hasWarnings = !isCropped && drawWarnings(fleet, look) !== null;
	const hasCroppedQuestion = isCropped && state.question !== null;
	const extraLines = Number(hasView) + Number(hasWarnings) + Number(hasCroppedQuestion);
	const layout = layOut(size, extraLines, fleet.alerts.length);
	const rows = rowsOf(fleet, isCropped ? worstFirst(state) : state);
	const selectedRow = selectedIndex(state.selected, namesOf(rows));
	const row = rows[selectedRow];
	const longestName = Math.max(0, ...fleet.servers.map(({server}) => widthOf(foreign(server.name))));
	return {
		state,
		picture,
		now: live.at,
		size,
		layout,
		hasView,
		hasWarnings,
		rows,
		window: windowAround(Math.max(0, selectedRow), state.selectedLine, rows.length, layout.table),
		selectedRow,
		selected: row?.kind === 'server' ? row.state : null,
		columns: chooseColumns(size.columns, longestName),
		pane: state.pane && paneContentOf(state.pane, picture, {...size, rows: layout.body}, log, look),
	};
}

/** The names of servers line by line, null where a group's heading is. */
export const namesOf = (rows: readonly TableRow[]): readonly (string | null)[] =>
	rows.map(row => (row.kind === 'server' ? row.name : null));

const worstFirst = ({filter, isProblemsOnly}: ScreenState): Wanted => ({
	filter,
	isProblemsOnly,
	order: initialState.order,
	groupBy: null,
});

function rememberLast<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
	let last: {readonly args: A; readonly result: R} | null = null;
	return (...args) => {
		const {args: known, result} = last ?? {};
		if (known && result !== undefined && args.every((arg, index) => Object.is(arg, known[index]))) return result;
		last = {args, result: make(...args)};
		return last.result;
	};
}
