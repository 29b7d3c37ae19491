import type {Fleet, ServerState} from '../domain/fleet.ts';
import type {Readable} from '../domain/ports.ts';
import type {GroupBy, Order} from '../domain/select.ts';
import {foreign} from './draw/line.ts';
import {widthOf} from './draw/width.ts';
import {type Layout, layOut, type Size} from './frame/layout.ts';
import {hasViewLine} from './frame/view-line.ts';
import {type PaneContent, paneContentOf} from './panes/content.ts';
import type {Picture} from './state/picture.ts';
import {selectedIndex} from './state/reduce.ts';
import {rememberLast} from './state/remember-last.ts';
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
	readonly log: (server: string) => readonly string[];
	readonly look: Look;
}

/** Gives the scene of the moment; the same object as long as nothing it is made of has changed. */
export function createSceneReader({picture, state, size, log, look}: SceneSources): () => Scene {
	const rowsFor = rememberLast(
		(fleet: Fleet, filter: Wanted['filter'], order: Order, by: GroupBy | null, isNarrowed: boolean) =>
			rowsOf(fleet, {filter, order, groupBy: by, isProblemsOnly: isNarrowed}),
	);
	const longestName = rememberLast(({servers}: Fleet) =>
		Math.max(0, ...servers.map(({server}) => widthOf(foreign(server.name)))),
	);
	const columnsFor = rememberLast(chooseColumns);

	function compose(live: Picture, screen: ScreenState, terminal: Size): Scene {
		const shown = screen.frozen ?? live;
		const {fleet} = shown;
		const parts = partsOf(fleet, screen, terminal);
		const {order, groupBy} = parts.layout.isCropped ? initialState : screen;
		const rows = rowsFor(fleet, screen.filter, order, groupBy, screen.isProblemsOnly);
		const selectedRow = selectedIndex(screen.selected, namesOf(rows));
		const row = rows[selectedRow];
		return {
			...parts,
			state: screen,
			picture: shown,
			now: live.at,
			size: terminal,
			rows,
			window: windowAround(Math.max(0, selectedRow), screen.selectedLine, rows.length, parts.layout.table),
			selectedRow,
			selected: row?.kind === 'server' ? row.state : null,
			columns: columnsFor(terminal.columns, longestName(fleet)),
			pane: screen.pane && paneContentOf(screen.pane, shown, {...terminal, rows: parts.layout.body}, log, look),
		};
	}

	const remembered = rememberLast(compose);
	return () => remembered(picture.getSnapshot(), state.getSnapshot(), size.getSnapshot());
}

/** Which of the lines that come and go are there, and how the rest is divided. */
function partsOf(fleet: Fleet, state: ScreenState, size: Size): Pick<Scene, 'layout' | 'hasView' | 'hasWarnings'> {
	const contents = {servers: fleet.servers.length, alerts: fleet.alerts.length, extraLines: 0};
	const {isCropped} = layOut(size, contents);
	const hasView = isCropped ? state.isTyping : hasViewLine(state) && !state.pane && !state.hasHelp;
	const hasWarnings = !isCropped && fleet.warnings.length > 0;
	const hasQuestion = isCropped && state.question !== null;
	const extraLines = [hasView, hasWarnings, hasQuestion].filter(Boolean).length;
	return {layout: layOut(size, {...contents, extraLines}), hasView, hasWarnings};
}

/** The names of servers line by line, null where a group's heading is. */
export const namesOf = (rows: readonly TableRow[]): readonly (string | null)[] =>
	rows.map(row => (row.kind === 'server' ? row.name : null));
