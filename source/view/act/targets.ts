import type {ServerState} from '../../domain/fleet.ts';
import type {Scene} from '../scene.ts';
import {headingOf, type TableRow} from '../table/rows.ts';

/** The servers that keys and commands are about: the open one, else the marked ones, else those under the cursor. */
export function targetsOf(scene: Scene): readonly ServerState[] {
	const {page, state, picture} = scene;
	if (page?.server) return [page.server];
	const marked = picture.fleet.servers.filter(({server}) => state.marked.has(server.name));
	return marked.length > 0 ? marked : underCursor(scene);
}

/** The server that one at a time is done to; null where there is none, or the cursor is on a group's heading. */
export function targetOf(scene: Scene): ServerState | null {
	if (scene.page?.server) return scene.page.server;
	const row = cursorRowOf(scene);
	return row?.kind === 'server' ? row.state : null;
}

export const namesOf = (states: readonly ServerState[]): readonly string[] => states.map(({server}) => server.name);

export const cursorRowOf = ({rows, cursorRow}: Scene): TableRow | null => rows[cursorRow] ?? null;

export const headingOfCursor = ({rows, cursorRow}: Scene) => headingOf(rows, cursorRow);

function underCursor(scene: Scene): readonly ServerState[] {
	const row = cursorRowOf(scene);
	if (!row) return [];
	return row.kind === 'server' ? [row.state] : row.states;
}
