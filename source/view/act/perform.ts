import type {ServerState} from '../../domain/fleet.ts';
import type {KeyAction} from '../keys.ts';
import {searchOf} from '../panes/content.ts';
import type {Scene} from '../scene.ts';
import {heatmapWindows, newPage} from '../state/page.ts';
import type {ScreenAction} from '../state/reduce.ts';
import {groupChoices, serversOf} from '../table/rows.ts';
import {describeCopied} from '../terminal/clipboard.ts';
import {type Controls, complain, type Perform, say} from './controls.ts';
import {describeServer} from './describe-server.ts';
import {askToAccept, check, toggleAcknowledgement, undo} from './fleet-acts.ts';
import {fold, foldAll, goToMatch, moveBy, open, openTab, openView, pageOf, toggleHelp, unfold} from './move.ts';
import {quoted} from './query-for-names.ts';
import {cursorRowOf, namesOf, targetOf, targetsOf} from './targets.ts';

const dispatch =
	(action: ScreenAction): Perform =>
	controls =>
		controls.dispatch(action);

const none: Perform = () => {};

/** What each key does where nothing is typed and nothing asked. */
export const perform: Readonly<Record<KeyAction, Perform>> = {
	up: (controls, scene) => moveBy(-1, controls, scene),
	down: (controls, scene) => moveBy(1, controls, scene),
	pageUp: (controls, scene) => moveBy(-pageOf(scene), controls, scene),
	pageDown: (controls, scene) => moveBy(pageOf(scene), controls, scene),
	first: (controls, scene) => moveBy(Number.NEGATIVE_INFINITY, controls, scene),
	last: (controls, scene) => moveBy(Number.POSITIVE_INFINITY, controls, scene),
	open,
	back: dispatch({type: 'back'}),
	nextPage: dispatch({type: 'switchPage', by: 1}),
	previousPage: dispatch({type: 'switchPage', by: -1}),
	filter: (controls, {state}) =>
		controls.dispatch({type: 'beginEntry', kind: 'filter', text: state.filter.text, servers: []}),
	filterByTag,
	search,
	nextMatch: (controls, scene) => goToMatch(1, controls, scene),
	previousMatch: (controls, scene) => goToMatch(-1, controls, scene),
	problems: dispatch({type: 'toggleProblems'}),
	group: (controls, {picture}) => controls.dispatch({type: 'nextGroup', choices: groupChoices(picture.fleet)}),
	fold,
	unfold,
	foldAll,
	mark,
	orderLeft: dispatch({type: 'turnOrder', by: -1}),
	orderRight: dispatch({type: 'turnOrder', by: 1}),
	reverse: dispatch({type: 'reverseOrder'}),
	shorter: (controls, scene) => turnWindow(-1, controls, scene),
	longer: (controls, scene) => turnWindow(1, controls, scene),
	measure: (controls, {page}) =>
		controls.dispatch({type: 'changePage', change: {isByLatency: !page?.page.isByLatency}}),
	check: (controls, scene) => check(controls, targetsOf(scene)),
	checkAll: (controls, {rows}) => check(controls, serversOf(rows)),
	acknowledge: toggleAcknowledgement,
	silence: askForSilence,
	accept: askToAccept,
	undo,
	drift: (controls, scene) => openTab('drift', controls, scene),
	log: (controls, scene) => openTab('log', controls, scene),
	heatmap: (controls, scene) => openView('heatmap', controls, scene),
	alerts: (controls, scene) => openView('alerts', controls, scene),
	runbook: copyRunbook,
	copy: copyDetails,
	follow: (controls, {page}) =>
		controls.dispatch({
			type: 'changePage',
			change: {isFollowing: !page?.page.isFollowing, scroll: page?.page.scroll ?? 0},
		}),
	freeze: (controls, {picture}) => controls.dispatch({type: 'freeze', picture}),
	command: dispatch({type: 'beginEntry', kind: 'command', text: '', servers: []}),
	help: toggleHelp,
	quit: askToQuit,
	redraw: ({redraw}) => redraw(),
	leave: ({interrupt}) => interrupt(),
	keepEntry: none,
	dropEntry: none,
	earlier: none,
	later: none,
	complete: none,
	completeBack: none,
	yes: none,
	no: none,
};

/** A screen that is only attached ends nothing but itself. */
function askToQuit({dispatch, quit}: Controls, {picture}: Scene): void {
	if (picture.fleet.attachedTo === null) dispatch({type: 'ask', question: {kind: 'quit'}});
	else quit();
}

function search(controls: Controls, {page}: Scene): void {
	if (!page || searchOf(page.page) === null) {
		complain(controls, 'there is nothing to search here');
		return;
	}
	controls.dispatch({type: 'beginEntry', kind: 'search', text: page.page.search, servers: []});
}

/** Marks the row and goes on to the next, as file managers do; a heading stands for its whole group. */
function mark(controls: Controls, scene: Scene): void {
	const row = cursorRowOf(scene);
	if (!row) return;
	controls.dispatch({type: 'mark', names: row.kind === 'server' ? [row.name] : namesOf(row.states)});
	moveBy(1, controls, scene);
}

/** Filters by the first tag of the server under the cursor, or by the one after that which is the filter now. */
function filterByTag(controls: Controls, scene: Scene): void {
	const tags = targetOf(scene)?.server.tags ?? [];
	const filters = tags.map(tag => `tag:${quoted(tag)}`);
	const next = filters[(filters.indexOf(scene.state.filter.text) + 1) % filters.length];
	if (next === undefined) complain(controls, 'this row has no tags');
	else controls.dispatch({type: 'setFilter', text: next});
}

function turnWindow(by: -1 | 1, {dispatch}: Controls, {page}: Scene): void {
	const now: readonly string[] = heatmapWindows;
	const window = heatmapWindows[now.indexOf(page?.page.window ?? '') + by];
	if (window) dispatch({type: 'changePage', change: {window}});
}

function askForSilence(controls: Controls, scene: Scene): void {
	const servers = namesOf(targetsOf(scene));
	if (servers.length === 0) complain(controls, 'no server is selected');
	else controls.dispatch({type: 'beginEntry', kind: 'silence', text: '', servers});
}

function copyRunbook(controls: Controls, scene: Scene): void {
	const target = targetOf(scene);
	const url = target?.server.runbookUrl;
	if (!url) {
		complain(controls, target ? `${target.server.name} has no runbook_url` : 'no server is selected');
		return;
	}
	void controls.copy(url).then(copied => say(controls, `${url} (${describeCopied(copied)})`));
}

function copyDetails(controls: Controls, scene: Scene): void {
	const targets: readonly ServerState[] = targetsOf(scene);
	const {at} = scene.picture;
	const text = targets.map(state => describeServer(state, at)).join('\n');
	if (text === '') {
		complain(controls, 'no server is selected');
		return;
	}
	void controls.copy(text).then(copied => {
		if (copied.to === 'nowhere') {
			const page = newPage('text', {title: 'details, to copy by hand', text: text.split('\n').slice(0, longestText)});
			controls.dispatch({type: 'openPage', page});
		}
		say(controls, describeCopied(copied));
	});
}

const longestText = 5000;
