import {clamp} from '../state/window.ts';

/** The terminal's size in characters. */
export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** How many lines each part of the screen gets. */
export interface Layout {
	/** Too small for more than the header and the worst rows. */
	readonly isCropped: boolean;
	/** Between the lines at the top and those at the bottom: the table with its titles and the alerts, or a pane. */
	readonly body: number;
	/** With the rule above. */
	readonly alerts: number;
	/** Without the titles. */
	readonly table: number;
}

const smallest: Size = {columns: 60, rows: 15};
const fewestAlerts = 3;
const mostAlerts = 6;

/** What there is to show. */
export interface Contents {
	readonly servers: number;
	/** In lines: those of one group are one. */
	readonly alerts: number;
	/** The lines beside header, attention and footer, such as the filter's. */
	readonly extraLines: number;
}

/** Divides the screen: the alerts get a few lines, and what the servers leave over. */
export function layOut(size: Size, {servers, alerts: alertCount, extraLines}: Contents): Layout {
	const isCropped = size.columns < smallest.columns || size.rows < smallest.rows;
	if (isCropped) {
		const body = Math.max(0, size.rows - 1 - extraLines);
		return {isCropped, body, alerts: 0, table: body};
	}
	const body = Math.max(0, size.rows - 3 - extraLines);
	const leftOver = body - (1 + servers) - 2;
	const room = Math.max(clamp(Math.floor(body / 5), fewestAlerts, mostAlerts), leftOver);
	const alerts = 1 + clamp(alertCount, 1, room);
	return {isCropped, body, alerts, table: Math.max(0, body - 1 - alerts)};
}
