import {candidatesFor} from './act/candidates.ts';
import type {Controls} from './act/controls.ts';
import {send, silence} from './act/fleet-acts.ts';
import {perform} from './act/perform.ts';
import {runCommand} from './act/run-command.ts';
import {editFor} from './entry/edit-keys.ts';
import {actionFor, type KeyAction} from './keys.ts';
import type {Scene} from './scene.ts';
import type {Entry, EntryChange} from './state/entry-state.ts';
import {modeOf, type Question} from './state/screen-state.ts';

/** Makes what handles one key at a time. */
export function createPress(controls: Controls): (key: string) => void {
	return key => {
		const scene = controls.scene();
		const {state} = scene;
		const action = actionFor(key, modeOf(state));
		controls.dispatch({type: 'say', message: null});
		holdCursor(scene, controls);
		if (action === 'leave' || action === 'redraw') perform[action](controls, scene);
		else if (state.question) answer(state.question, key, action, controls);
		else if (state.entry) type(state.entry, key, action, controls, scene);
		else if (action !== null) perform[action](controls, scene);
		noticeLeaving(scene, controls);
	};
}

/** From the first key on someone looks at a row: until then the cursor rests on the first, whichever that is. */
function holdCursor({state, rows, cursorRow}: Scene, {dispatch}: Controls): void {
	const row = rows[cursorRow];
	if (state.cursor === null && row) dispatch({type: 'putCursor', id: row.id});
}

/** Asks nothing twice: whatever is not a yes is a no. */
function answer(question: Question, key: string, action: KeyAction | null, controls: Controls): void {
	controls.dispatch({type: 'closeQuestion'});
	if (question.kind === 'quit') {
		if (action === 'yes' || key === 'q') controls.quit();
	} else if (action === 'yes') {
		const {server, expect} = question;
		void send(controls, {do: 'accept', server, expect, by: controls.by});
	}
}

function type(entry: Entry, key: string, action: KeyAction | null, controls: Controls, scene: Scene): void {
	const change = (one: EntryChange) => controls.dispatch({type: 'changeEntry', change: one});
	if (action === 'keepEntry') enter(entry, controls, scene);
	else if (action === 'dropEntry' || (key === 'backspace' && entry.line.text === '')) {
		// One who goes back over an empty line wants out of it.
		controls.dispatch({type: 'dropEntry'});
	} else if (action === 'earlier' || action === 'later') change({type: 'recall', by: action === 'earlier' ? -1 : 1});
	else if (action === 'complete' || action === 'completeBack') {
		change({type: 'complete', candidates: candidatesFor(entry, scene), by: action === 'complete' ? 1 : -1});
	} else {
		const edit = editFor(key);
		if (edit) change({type: 'edit', edit});
		showFirstMatch(controls);
	}
}

/** Takes what was typed; with a mistake in it the line stays open and says so. */
function enter(entry: Entry, controls: Controls, scene: Scene): void {
	const mistake = mistakeIn(entry, scene);
	if (mistake !== null) {
		controls.dispatch({type: 'changeEntry', change: {type: 'refuse', mistake}});
		return;
	}
	controls.dispatch({type: 'keepEntry'});
	if (entry.kind === 'filter' || entry.kind === 'search') return;
	const refused =
		entry.kind === 'silence'
			? silence(controls, entry.servers, entry.line.text)
			: runCommand(entry.line.text, controls, controls.scene());
	if (refused === null) return;
	controls.dispatch({type: 'beginEntry', kind: entry.kind, text: entry.line.text, servers: entry.servers});
	controls.dispatch({type: 'changeEntry', change: {type: 'refuse', mistake: refused}});
}

function mistakeIn({kind}: Entry, {state}: Scene): string | null {
	const {parsed} = state.filter;
	return kind === 'filter' && !parsed.ok ? parsed.message : null;
}

/** While a search is typed, its first place from here on comes into sight. */
function showFirstMatch({scene, dispatch}: Controls): void {
	const {page, state} = scene();
	if (state.entry?.kind !== 'search' || !page || page.page.search === '') return;
	const {scroll} = page.page;
	const line = page.matches.find(one => one >= scroll) ?? page.matches[0];
	if (line !== undefined) dispatch({type: 'changePage', change: {scroll: line, isFollowing: false}});
}

/** Whoever leaves the alert log has seen it. */
function noticeLeaving(before: Scene, {scene, dispatch}: Controls): void {
	if (before.page?.page.name !== 'alerts') return;
	const after = scene();
	if (after.state.pages.at(-1)?.name !== 'alerts') dispatch({type: 'seeAlerts', at: after.now});
}
