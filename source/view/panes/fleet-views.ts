import {drawHeatmap, heatmapCells, heatmapExtraLines} from '../charts/heatmap.ts';
import {heatmapRows} from '../charts/heatmap-rows.ts';
import {type Line, span} from '../draw/line.ts';
import type {FleetView, PageName} from '../state/page.ts';
import {windowAround} from '../state/window.ts';
import {drawHelp} from './help.ts';
import type {ViewKind} from './page-kind.ts';
import {drawAlertLog} from './tabs/alert-log.ts';

/** What can be seen beside the table and a server's tabs: a new one is an entry here, and its name in `PageName`. */
export const viewKinds: Readonly<Record<FleetView | Extract<PageName, 'help' | 'text'>, ViewKind>> = {
	heatmap: {
		title: 'heatmap',
		search: null,
		needs: ({window}, columns) => [{kind: 'timelines', window, cells: heatmapCells(columns)}],
		draw: ({page, details, shown, selected, height}, context) => {
			const measure = page.isByLatency ? 'p95' : 'availability';
			const rows = heatmapRows(shown, details.timelines[page.window] ?? null, measure, 'worst');
			const names = rows.map(({name}) => name);
			const room = Math.max(1, height - heatmapExtraLines);
			const {offset} = windowAround(names.indexOf(selected ?? ''), Math.floor(room / 2), names.length, room);
			return {
				lines: drawHeatmap({rows: rows.slice(offset, offset + room), measure, selected}, context),
				count: names.length,
				names,
				note: `${measure} over ${page.window}, worst first`,
			};
		},
	},
	alerts: {
		title: 'alerts',
		search: 'marks',
		needs: () => [],
		draw: ({fleet, alertsSeenAt}, context) => ({
			lines: drawAlertLog({alerts: fleet.alerts, servers: fleet.servers, lastSeenAt: alertsSeenAt}, context),
		}),
	},
	help: {
		title: 'help',
		search: 'marks',
		needs: () => [],
		draw: ({page}, context) => ({lines: drawHelp(page.title, context)}),
	},
	text: {
		title: 'text',
		search: 'marks',
		needs: () => [],
		draw: ({page}) => ({lines: page.text.map((line): Line => [span(` ${line}`)]), note: page.title}),
	},
};
