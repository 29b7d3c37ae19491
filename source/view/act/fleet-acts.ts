import type {Action} from '../../domain/action.ts';
import {parseDuration} from '../../domain/duration.ts';
import type {ServerState} from '../../domain/fleet.ts';
import {coverOf} from '../../domain/silence-cover.ts';
import {wordServers} from '../frame/footer.ts';
import type {Scene} from '../scene.ts';
import {type Controls, complain, type Perform, say} from './controls.ts';
import {queryForNames} from './query-for-names.ts';
import {namesOf, targetOf, targetsOf} from './targets.ts';

/** Sends an action to the monitor, shows what came of it, and keeps what takes it back. */
export async function send(controls: Controls, action: Action): Promise<void> {
	const result = await controls.act(action);
	controls.dispatch({type: 'say', message: {text: result.message, isBad: !result.ok}});
	if (result.ok && result.undo) controls.dispatch({type: 'rememberUndo', undo: result.undo});
}

/** Checks servers at once. Its answer comes with their rows, so none is waited for. */
export function check(controls: Controls, states: readonly ServerState[]): void {
	const names = namesOf(states.filter(({server}) => server.enabled));
	if (names.length === 0) {
		complain(controls, 'nothing to check: no server here is enabled');
		return;
	}
	say(controls, `checking ${wordServers(names)}`);
	void controls.act({do: 'check', servers: names}).then(result => {
		if (!result.ok) complain(controls, result.message);
	});
}

/** Acknowledges what is wrong; when all of it is already, takes that back. */
export const toggleAcknowledgement: Perform = (controls, scene) => {
	const targets = targetsOf(scene);
	const isDone = targets.length > 0 && targets.every(({acknowledged}) => acknowledged);
	if (isDone) unacknowledge(controls, scene);
	else acknowledge(controls, scene, null);
};

export function acknowledge(controls: Controls, scene: Scene, reason: string | null): void {
	const servers = namesOf(targetsOf(scene));
	if (servers.length === 0) {
		complain(controls, nobody);
		return;
	}
	void send(controls, {do: 'acknowledge', servers, by: controls.by, reason});
}

export const unacknowledge: Perform = (controls, scene) => {
	const servers = namesOf(targetsOf(scene));
	if (servers.length === 0) {
		complain(controls, nobody);
		return;
	}
	void send(controls, {do: 'unacknowledge', servers, by: controls.by});
};

export const usualSilence = '1h';

/** Silences servers for what a person has typed, such as `2h deploy`. Gives the mistake in it, or null. */
export function silence(controls: Controls, servers: readonly string[], typed: string): string | null {
	if (servers.length === 0) return nobody;
	const told = readSpan(typed, usualSilence);
	if (told === null) return 'for how long? such as 30m, 2h or 1d';
	const until = controls.scene().now + told.ms;
	void send(controls, {
		do: 'silence',
		query: queryForNames(servers),
		until,
		by: controls.by,
		reason: told.rest || null,
	});
	return null;
}

/** Ends every silence that covers one of the servers. */
export const endSilences: Perform = (controls, scene) => {
	const targets = targetsOf(scene);
	const covering = scene.picture.fleet.silences.filter(silence => targets.some(coverOf([silence], scene.now)));
	if (covering.length === 0) complain(controls, `no silence covers ${wordServers(namesOf(targets))}`);
	for (const {id} of covering) void send(controls, {do: 'endSilence', id, by: controls.by});
};

export const askToAccept: Perform = (controls, scene) => {
	const target = targetOf(scene);
	if (!target) {
		complain(controls, 'accept one server at a time: move to it first');
		return;
	}
	const {schema, server} = target;
	if (schema.state !== 'drifted') {
		complain(controls, `the schema of ${server.name} has not changed`);
		return;
	}
	controls.dispatch({type: 'ask', question: {kind: 'accept', server: server.name, expect: schema.hash}});
};

export const undoAccept: Perform = (controls, scene) => {
	const target = targetOf(scene);
	if (target) void send(controls, {do: 'undoAccept', server: target.server.name, by: controls.by});
	else complain(controls, nobody);
};

/** Stops all checks for a time such as `15m`. Gives the mistake, or null. */
export function pause(controls: Controls, typed: string): string | null {
	const told = readSpan(typed, '15m');
	if (told === null || told.rest !== '') return 'for how long? such as 15m or 2h';
	void send(controls, {do: 'pause', until: controls.scene().now + told.ms, by: controls.by});
	return null;
}

/** Takes back what was done last. */
export const undo: Perform = (controls, {state}) => {
	const last = state.undos.at(-1);
	if (!last) {
		complain(controls, 'nothing was done here that can be undone');
		return;
	}
	controls.dispatch({type: 'forgetUndo'});
	void controls.act(last).then(({ok, message}) => {
		if (ok) say(controls, `undone: ${message}`);
		else complain(controls, message);
	});
};

const nobody = 'no server is selected';

/** A time at the start of a text, or the usual one where there is none; null for something that is nearly a time. */
function readSpan(typed: string, usual: string): {readonly ms: number; readonly rest: string} | null {
	const [first = '', ...others] = typed.trim().split(/\s+/);
	const ms = parseDuration(first);
	if (ms !== null) return {ms, rest: others.join(' ')};
	return /^\d/.test(first) ? null : {ms: parseDuration(usual) ?? 0, rest: typed.trim()};
}
