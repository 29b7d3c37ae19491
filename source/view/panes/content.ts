import type {ServerState} from '../../domain/fleet.ts';
import type {Tool} from '../../domain/probe-result.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import type {Size} from '../frame/layout.ts';
import type {Picture} from '../state/picture.ts';
import type {Pane} from '../state/screen-state.ts';
import {clamp} from '../state/window.ts';
import type {Look} from '../theme.ts';
import {drawOverview} from './overview.ts';
import {drawTool} from './tool.ts';

/** An open server: its state, and the lines of the tab that is shown. */
export interface PaneContent {
	readonly pane: Pane;
	readonly server: ServerState;
	/** Empty for the list of tools, which is a table of its own. */
	readonly lines: readonly Line[];
	/** How many lines there is room for, under the pane's own headings. */
	readonly height: number;
	/** How far the lines can be scrolled. */
	readonly furthest: number;
	/** By name, as the server lists them. */
	readonly tools: readonly Tool[];
}

/** The server's own line, the tabs and a blank. */
export const paneHeadings = 3;

/** What a pane shows, or null when its server is no longer watched. */
export function paneContentOf(
	pane: Pane,
	{fleet, at}: Picture,
	size: Size,
	log: (server: string) => readonly string[],
	look: Look,
): PaneContent | null {
	const server = fleet.servers.find(state => state.server.name === pane.server);
	if (!server) return null;
	const height = Math.max(1, size.rows - paneHeadings);
	const tools = server.listing?.tools ?? [];
	const lines = linesOf(pane, server, at, {...size, rows: height}, log, look);
	const furthest = Math.max(0, lines.length - height);
	return {
		pane: {...pane, scroll: Math.min(pane.scroll, furthest), tool: clamp(pane.tool, 0, Math.max(0, tools.length - 1))},
		server,
		lines,
		height,
		furthest,
		tools,
	};
}

function linesOf(
	pane: Pane,
	server: ServerState,
	now: number,
	size: Size,
	log: (server: string) => readonly string[],
	look: Look,
): readonly Line[] {
	switch (pane.tab) {
		case 'overview':
			return drawOverview(server, now, size, look);
		case 'tools': {
			const tool = pane.isToolOpen ? server.listing?.tools[pane.tool] : undefined;
			return tool ? drawTool(tool, size.columns) : [];
		}
		case 'log':
			return drawLog(server, log(server.server.name));
	}
}

function drawLog({server}: ServerState, log: readonly string[]): readonly Line[] {
	if (server.transport !== 'stdio') return [[span(' only servers that are started from here have a log', 'dim')]];
	if (log.length === 0) return [[span(' nothing on stderr yet', 'dim')]];
	return log.map(line => [span(` ${foreign(line)}`)]);
}
