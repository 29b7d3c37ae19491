import type {Monitor} from '../domain/ports.ts';
import {actionFor, type KeyAction} from './keys.ts';
import {namesOf, type Scene} from './scene.ts';
import type {Action} from './state/reduce.ts';
import {modeOf, type Question} from './state/screen-state.ts';
import {groupChoices} from './table/rows.ts';

/** What keys act on. */
export interface Controls {
	/** The scene of this very moment. */
	readonly scene: () => Scene;
	readonly dispatch: (action: Action) => void;
	readonly act: Monitor['act'];
	/** Draws the whole terminal again. */
	readonly redraw: () => void;
	readonly quit: () => void;
	/** Ends at once, as programs do at Ctrl+C. */
	readonly interrupt: () => void;
}

/** Makes what handles one key at a time. */
export function createPress(controls: Controls): (key: string) => void {
	return key => {
		const scene = controls.scene();
		const {state} = scene;
		const mode = modeOf(state);
		const action = actionFor(key, mode);
		controls.dispatch({type: 'say', message: null});
		if (action === 'leave' || action === 'redraw') perform[action](controls, scene);
		else if (state.question) answer(state.question, key, action, controls);
		else if (mode === 'help') controls.dispatch({type: 'toggleHelp'});
		else if (action !== null) perform[action](controls, scene);
		else if (mode === 'typing' && isText(key)) controls.dispatch({type: 'setFilter', text: state.filter.text + key});
	};
}

const isText = (key: string): boolean => [...key].length === 1;

/** Asks nothing twice: whatever is not a yes is a no. */
function answer(question: Question, key: string, action: KeyAction | null, controls: Controls): void {
	const {dispatch, act, quit} = controls;
	dispatch({type: 'closeQuestion'});
	if (question.kind === 'quit') {
		if (action === 'yes' || key === 'q') quit();
	} else if (action === 'yes') {
		void act({do: 'accept', server: question.server, expect: null, by: 'screen'}).then(({message}) =>
			dispatch({type: 'say', message}),
		);
	}
}

type Perform = (controls: Controls, scene: Scene) => void;

const send =
	(action: Action): Perform =>
	({dispatch}) =>
		dispatch(action);

const none: Perform = () => {};

const perform: Readonly<Record<KeyAction, Perform>> = {
	up: (controls, scene) => moveBy(-1, controls, scene),
	down: (controls, scene) => moveBy(1, controls, scene),
	pageUp: (controls, scene) => moveBy(-pageOf(scene), controls, scene),
	pageDown: (controls, scene) => moveBy(pageOf(scene), controls, scene),
	first: (controls, scene) => moveBy(Number.NEGATIVE_INFINITY, controls, scene),
	last: (controls, scene) => moveBy(Number.POSITIVE_INFINITY, controls, scene),
	open,
	back: send({type: 'back'}),
	nextTab: send({type: 'switchTab', by: 1}),
	previousTab: send({type: 'switchTab', by: -1}),
	filter: send({type: 'startTyping'}),
	problems: send({type: 'toggleProblems'}),
	group: ({dispatch}, {picture}) => dispatch({type: 'nextGroup', choices: groupChoices(picture.fleet)}),
	orderLeft: send({type: 'turnOrder', by: -1}),
	orderRight: send({type: 'turnOrder', by: 1}),
	reverse: send({type: 'reverseOrder'}),
	check: checkOne,
	checkAll,
	accept: askToAccept,
	freeze: ({dispatch}, {picture}) => dispatch({type: 'freeze', picture}),
	help: send({type: 'toggleHelp'}),
	quit: send({type: 'ask', question: {kind: 'quit'}}),
	redraw: ({redraw}) => redraw(),
	leave: ({interrupt}) => interrupt(),
	keepFilter: send({type: 'keepFilter'}),
	clearFilter: send({type: 'clearFilter'}),
	eraseLetter: send({type: 'eraseLetter'}),
	eraseAll: send({type: 'setFilter', text: ''}),
	yes: none,
	no: none,
};

function moveBy(by: number, {dispatch}: Controls, {pane, rows, layout}: Scene): void {
	if (!pane) dispatch({type: 'move', by, rows: {names: namesOf(rows), height: layout.table}});
	else if (pane.pane.tab === 'tools' && !pane.pane.isToolOpen) {
		dispatch({type: 'selectTool', by, count: pane.tools.length});
	} else dispatch({type: 'scroll', by, furthest: pane.furthest});
}

const pageOf = ({pane, layout}: Scene): number => Math.max(1, (pane ? pane.height : layout.table) - 1);

function open({dispatch}: Controls, {pane, selected}: Scene): void {
	if (pane) {
		if (pane.tools.length > 0) dispatch({type: 'openTool'});
	} else if (selected) dispatch({type: 'openServer', name: selected.server.name});
}

/** The server that keys are about: the open one, else the selected one. */
const subjectOf = ({pane, selected}: Scene) => pane?.server ?? selected;

function checkOne({act, dispatch}: Controls, scene: Scene): void {
	const name = subjectOf(scene)?.server.name;
	if (name === undefined) return;
	void act({do: 'check', servers: [name]});
	dispatch({type: 'say', message: `checking ${name}`});
}

function checkAll({act, dispatch}: Controls, {picture}: Scene): void {
	const names = picture.fleet.servers.filter(({server}) => server.enabled).map(({server}) => server.name);
	void act({do: 'check', servers: names});
	dispatch({type: 'say', message: 'checking all servers'});
}

function askToAccept({dispatch}: Controls, scene: Scene): void {
	const subject = subjectOf(scene);
	if (!subject) return;
	const {name} = subject.server;
	if (subject.schema.state === 'drifted') dispatch({type: 'ask', question: {kind: 'accept', server: name}});
	else dispatch({type: 'say', message: `the schema of ${name} has not changed`});
}
