import {type ColumnName, columnNames} from '../domain/columns.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import type {Readable} from '../domain/ports.ts';
import {foreign} from './draw/line.ts';
import {widthOf} from './draw/width.ts';
import {countFeedRows} from './frame/alert-feed.ts';
import {type Layout, layOut, type Size} from './frame/layout.ts';
import {hasViewLine} from './frame/view-line.ts';
import {type PageContent, pageContentOf} from './panes/content.ts';
import type {Details} from './state/details.ts';
import type {Picture} from './state/picture.ts';
import {rememberLast} from './state/remember-last.ts';
import {type ScreenState, usualOrder} from './state/screen-state.ts';
import {type Window, windowAround} from './state/window.ts';
import {type Column, chooseColumns} from './table/columns.ts';
import {cursorIndex, rowsOf, serversOf, type TableRow, type Wanted} from './table/rows.ts';
import type {Look} from './theme.ts';

/** Everything that one frame shows, worked out from the fleet, what the user has chosen and the terminal's size. */
export interface Scene {
	readonly state: ScreenState;
	readonly look: Look;
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
	readonly cursorRow: number;
	/** Null where no page is open, or the open one's server is gone. */
	readonly page: PageContent | null;
	readonly columns: readonly Column[];
}

/** What scenes are made of. */
export interface SceneSources {
	readonly picture: Readable<Picture>;
	readonly state: Readable<ScreenState>;
	readonly size: Readable<Size>;
	readonly details: Readable<Details>;
	readonly look: Readable<Look>;
	readonly canSeeProcesses: boolean;
}

/** Gives the scene of the moment; the same object as long as nothing it is made of has changed. */
export function createSceneReader(sources: SceneSources): () => Scene {
	const rowsFor = rememberLast(
		(
			fleet: Fleet,
			filter: Wanted['filter'],
			order: Wanted['order'],
			groupBy: Wanted['groupBy'],
			isProblemsOnly: boolean,
			folded: Wanted['folded'],
		) => rowsOf(fleet, {filter, order, groupBy, isProblemsOnly, folded}),
	);
	const longestName = rememberLast(longestNameOf());
	const columnsFor = rememberLast(chooseColumns);

	function compose(live: Picture, screen: ScreenState, terminal: Size, details: Details, look: Look): Scene {
		const picture = screen.frozen ?? live;
		const {fleet} = picture;
		const parts = partsOf(fleet, screen, terminal);
		const [order, groupBy] = parts.layout.isCropped ? [usualOrder, null] : [screen.order, screen.groupBy];
		const rows = rowsFor(fleet, screen.filter, order, groupBy, screen.isProblemsOnly, screen.folded);
		const cursorRow = cursorIndex(screen.cursor, rows);
		const row = rows[cursorRow];
		const page = screen.pages.at(-1);
		const context = {columns: terminal.columns, look, now: picture.at};
		return {
			...parts,
			state: screen,
			look,
			picture,
			now: live.at,
			size: terminal,
			rows,
			window: windowAround(Math.max(0, cursorRow), lineOf(rows, cursorRow, screen), rows.length, parts.layout.table),
			cursorRow,
			columns: columnsFor(
				terminal.columns,
				longestName(fleet.servers),
				screen.columns ?? usualColumns(fleet),
				order.by,
			),
			page: page
				? pageContentOf(
						{
							page,
							fleet,
							details,
							shown: serversOf(rows),
							selected: row?.kind === 'server' ? row.name : null,
							height: parts.layout.body,
							alertsSeenAt: screen.alertsSeenAt,
							canSeeProcesses: sources.canSeeProcesses,
						},
						parts.layout.body,
						context,
					)
				: null,
		};
	}

	const remembered = rememberLast(compose);
	const {picture, state, size, details, look} = sources;
	return () =>
		remembered(
			picture.getSnapshot(),
			state.getSnapshot(),
			size.getSnapshot(),
			details.getSnapshot(),
			look.getSnapshot(),
		);
}

/** The cursor's line in the window. A heading that stands right above the cursor is not left outside. */
const lineOf = (rows: readonly TableRow[], cursorRow: number, {cursorLine}: ScreenState): number =>
	cursorLine === 0 && rows[cursorRow - 1]?.kind === 'group' ? 1 : cursorLine;

/** Nobody has a grade on the first day: a column of blanks would only take the notes' room. */
const usualColumns = ({servers}: Fleet): readonly ColumnName[] | null =>
	servers.some(({scorecard}) => scorecard?.overall) ? null : ungraded;

const ungraded = columnNames.filter(name => name !== 'grade');

/** Names are measured once each: there can be hundreds, and they stay the same. */
function longestNameOf() {
	const widths = new WeakMap<ServerState['server'], number>();
	return (servers: readonly ServerState[]): number => {
		let longest = 0;
		for (const {server} of servers) {
			const known = widths.get(server) ?? widthOf(foreign(server.name));
			widths.set(server, known);
			longest = Math.max(longest, known);
		}
		return longest;
	};
}

/** Which of the lines that come and go are there, and how the rest is divided. */
function partsOf(fleet: Fleet, state: ScreenState, size: Size): Pick<Scene, 'layout' | 'hasView' | 'hasWarnings'> {
	const contents = {servers: fleet.servers.length, alerts: countFeedRows(fleet.alerts, size.rows), extraLines: 0};
	const {isCropped} = layOut(size, contents);
	const isFiltering = state.entry?.kind === 'filter';
	const hasView = isCropped ? isFiltering : hasViewLine(state) && state.pages.length === 0;
	const hasWarnings = !isCropped && fleet.warnings.length > 0;
	const hasFoot = isCropped && hasFootLine(state);
	const extraLines = [hasView, hasWarnings, hasFoot].filter(Boolean).length;
	return {layout: layOut(size, {...contents, extraLines}), hasView, hasWarnings};
}

/** True when the last line says more than which keys there are. */
export const hasFootLine = ({question, entry, message}: ScreenState): boolean =>
	question !== null || message !== null || (entry !== null && entry.kind !== 'filter');
