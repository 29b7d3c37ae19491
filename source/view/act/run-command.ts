import {type ColumnName, columnNames} from '../../domain/columns.ts';
import {parseQuery} from '../../domain/query.ts';
import {isGroupBy, type OrderBy, orderings} from '../../domain/select.ts';
import {type ThemeName, themeNames} from '../../domain/ui.ts';
import {type CommandName, isCommand} from '../commands.ts';
import type {Scene} from '../scene.ts';
import {heatmapWindows, isServerTab, newPage, serverTabs} from '../state/page.ts';
import {naturalOrder} from '../table/columns.ts';
import {serverId, serversOf} from '../table/rows.ts';
import type {Controls, Perform} from './controls.ts';
import {
	acknowledge,
	askToAccept,
	check,
	endSilences,
	pause,
	send,
	silence,
	unacknowledge,
	undo,
	undoAccept,
} from './fleet-acts.ts';
import {openTab, openView, setAllFolded, toggleHelp} from './move.ts';
import {perform} from './perform.ts';
import {namesOf, targetsOf} from './targets.ts';

/** Runs what was typed after `:`. Gives what is wrong with it, or null. */
export function runCommand(text: string, controls: Controls, scene: Scene): string | null {
	const [, name = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(text) ?? [];
	if (name === '') return null;
	if (!isCommand(name)) return `there is no command ${name}; Tab shows all`;
	return runners[name](rest, controls, scene);
}

/** Gives the mistake in the arguments, or null when it has run. */
type Run = (rest: string, controls: Controls, scene: Scene) => string | null;

const plain =
	(run: Perform): Run =>
	(rest, controls, scene) => {
		if (rest !== '') return `nothing goes behind this command, so what is "${rest}"?`;
		run(controls, scene);
		return null;
	};

const runners: Readonly<Record<CommandName, Run>> = {
	check: checkNamed,
	ack: (rest, controls, scene) => {
		acknowledge(controls, scene, rest || null);
		return null;
	},
	unack: plain(unacknowledge),
	silence: (rest, controls, scene) => silence(controls, namesOf(targetsOf(scene)), rest),
	unsilence: plain(endSilences),
	accept: plain(askToAccept),
	unaccept: plain(undoAccept),
	undo: plain(undo),
	pause: (rest, controls) => pause(controls, rest),
	resume: plain(controls => void send(controls, {do: 'resume', by: controls.by})),
	filter: (rest, {dispatch}) => {
		const parsed = parseQuery(rest);
		if (!parsed.ok) return `column ${parsed.column}: ${parsed.message}`;
		dispatch({type: 'setFilter', text: rest});
		return null;
	},
	problems: plain(perform.problems),
	group: groupRows,
	fold: plain((controls, scene) => setAllFolded(controls, scene, true)),
	unfold: plain((controls, scene) => setAllFolded(controls, scene, false)),
	order: orderRows,
	columns: chooseShown,
	mark: plain(({dispatch}, {rows, state}) => {
		const names = namesOf(serversOf(rows)).filter(name => !state.marked.has(name));
		if (names.length > 0) dispatch({type: 'mark', names});
	}),
	unmark: plain(({dispatch}) => dispatch({type: 'clearMarks'})),
	open: openNamed,
	tab: (rest, controls, scene) => {
		if (!isServerTab(rest)) return `the tabs are ${serverTabs.join(' ')}`;
		openTab(rest, controls, scene);
		return null;
	},
	heatmap: (rest, controls, scene) => {
		const window = heatmapWindows.find(one => one === (rest || '24h'));
		if (!window) return `the times are ${heatmapWindows.join(' ')}`;
		openView('heatmap', controls, scene, {window});
		return null;
	},
	alerts: plain(perform.alerts),
	copy: plain(perform.copy),
	runbook: plain(perform.runbook),
	freeze: plain(perform.freeze),
	theme: (rest, controls) => {
		const theme: ThemeName | undefined = themeNames.find(name => name === rest);
		if (!theme) return `the themes are ${themeNames.join(' ')}`;
		controls.setTheme(theme);
		return null;
	},
	help: plain(toggleHelp),
	quit: plain(perform.quit),
};

function checkNamed(rest: string, controls: Controls, scene: Scene): string | null {
	const {servers} = scene.picture.fleet;
	if (rest === 'all') check(controls, serversOf(scene.rows));
	else if (rest === '') check(controls, targetsOf(scene));
	else {
		// A name may have blanks in it, so the whole is tried first.
		const names = servers.some(({server}) => server.name === rest) ? [rest] : rest.split(/\s+/);
		const unknown = names.find(name => servers.every(({server}) => server.name !== name));
		if (unknown !== undefined) return `there is no server ${unknown}`;
		check(
			controls,
			servers.filter(({server}) => names.includes(server.name)),
		);
	}
	return null;
}

function groupRows(rest: string, {dispatch}: Controls): string | null {
	const by = rest === 'none' || rest === '' ? null : rest;
	if (by !== null && !isGroupBy(by)) return 'group by tag:KEY, project, status or transport';
	dispatch({type: 'setGroup', groupBy: by});
	return null;
}

function orderRows(rest: string, {dispatch}: Controls): string | null {
	const [column = '', direction, ...more] = rest.split(/\s+/);
	const by: OrderBy | undefined = orderings.find(one => one === column);
	if (!by) return `order by one of ${orderings.join(' ')}`;
	if ((direction !== undefined && !['up', 'down'].includes(direction)) || more.length > 0)
		return 'behind the column goes up or down, or nothing';
	const isFalling = direction === undefined ? null : direction === 'down';
	// Of statuses the gravest is the largest, and it is their first.
	const isDescending = by === 'status' ? isFalling === false : isFalling === true;
	dispatch({type: 'setOrder', order: isFalling === null ? naturalOrder(by) : {by, isDescending}});
	return null;
}

function chooseShown(rest: string, {dispatch}: Controls): string | null {
	const words = rest.split(/[\s,]+/).filter(Boolean);
	const columns = words.flatMap(word => columnNames.filter((name): name is ColumnName => name === word));
	if (columns.length < words.length) return `the columns are ${columnNames.join(' ')}`;
	dispatch({type: 'setColumns', columns: columns.length === 0 ? null : columns});
	return null;
}

function openNamed(rest: string, controls: Controls, {picture}: Scene): string | null {
	const {servers} = picture.fleet;
	const last = rest.slice(rest.lastIndexOf(' ') + 1);
	const isWhole = servers.some(({server}) => server.name === rest);
	const name = isWhole || !isServerTab(last) ? rest : rest.slice(0, -last.length - 1).trim();
	if (servers.every(({server}) => server.name !== name))
		return name ? `there is no server ${name}` : 'open which server?';
	const tab = !isWhole && isServerTab(last) ? last : 'overview';
	controls.dispatch({type: 'putCursor', id: serverId(name)});
	controls.dispatch({type: 'openPage', page: newPage(tab, {server: name})});
	return null;
}
