import {acknowledged, acknowledgeOpen, unacknowledged, unacknowledgeOpen} from '../domain/acknowledge.ts';
import type {Action, ActionResult} from '../domain/action.ts';
import {plural} from '../domain/format.ts';
import type {Clock} from '../domain/ports.ts';
import {accept, undoAccept} from './accepting.ts';
import type {Pausing} from './pausing.ts';
import {listNames, toReason, toWho} from './said.ts';
import {isWatched} from './server-state.ts';
import type {Silences} from './silences.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	/** In the config's order. */
	readonly watchers: ReadonlyMap<string, Watcher>;
	readonly silences: Silences;
	readonly pausing: Pausing;
}

/** Does what a person asks for, or says why not. Names of servers may be anything, for they come from outside. */
export function act(action: Action, parts: Parts): ActionResult {
	const {clock, watchers, silences, pausing} = parts;
	switch (action.do) {
		case 'check':
			return forServers(action.servers, watchers, chosen => check(chosen, parts));
		case 'acknowledge':
			return forServers(action.servers, watchers, chosen => acknowledge(chosen, action, parts));
		case 'unacknowledge':
			return forServers(action.servers, watchers, chosen => unacknowledge(chosen, action));
		case 'silence': {
			const states = [...watchers.values()].map(({account}) => account.state());
			return silences.add(action, states);
		}
		case 'endSilence':
			return silences.end(action.id);
		case 'accept':
			return forServers([action.server], watchers, ([{account}]) => accept(account, action, clock));
		case 'undoAccept':
			return forServers([action.server], watchers, ([{account}]) => undoAccept(account, action));
		case 'pause': {
			const result = pausing.begin(action);
			if (result.ok) for (const watcher of watchers.values()) watcher.pause();
			return result;
		}
		case 'resume': {
			const result = pausing.end(action.by);
			if (result.ok) for (const watcher of watchers.values()) watcher.resume();
			return result;
		}
	}
}

/** Nothing is done where a name is wrong. */
function forServers(
	names: readonly string[],
	watchers: ReadonlyMap<string, Watcher>,
	run: (chosen: readonly [Watcher, ...Watcher[]]) => ActionResult,
): ActionResult {
	const wanted = [...new Set(names)];
	const unknown = wanted.filter(name => !watchers.has(name));
	if (unknown.length > 0) return {ok: false, message: `there is no server ${listNames(unknown)}`};
	const [first, ...rest] = wanted.flatMap(name => watchers.get(name) ?? []);
	return first ? run([first, ...rest]) : {ok: false, message: 'no server was named'};
}

const nameOf = ({account}: Watcher): string => account.state().server.name;
const incidentsOf = ({account}: Watcher) => account.state().incidents;

function check(chosen: readonly Watcher[], {pausing}: Parts): ActionResult {
	const able = chosen.filter(({account}) => isWatched(account.state().server));
	if (able.length === 0) {
		const [verb, pronoun] = chosen.length === 1 ? ['is', 'it'] : ['are', 'they'];
		return {
			ok: false,
			message: `${listNames(chosen.map(nameOf))} ${verb} not checked: ${pronoun} ${verb} switched off`,
		};
	}
	for (const watcher of able) watcher.checkNow();
	const pause = pausing.current() ? '; the others stay paused' : '';
	return {ok: true, message: `checking ${listNames(able.map(nameOf))}${pause}`, undo: null};
}

function acknowledge(
	chosen: readonly Watcher[],
	{by, reason}: Extract<Action, {do: 'acknowledge'}>,
	{clock}: Parts,
): ActionResult {
	const open = chosen.filter(watcher => unacknowledged(incidentsOf(watcher)).length > 0);
	if (open.length === 0) return {ok: false, message: describeNothingOpen(chosen)};
	const count = open.reduce((sum, watcher) => sum + unacknowledged(incidentsOf(watcher)).length, 0);
	const acknowledgement = {at: clock.now(), by: toWho(by), reason: toReason(reason)};
	for (const {account} of open) account.changeIncidents(incidents => acknowledgeOpen(incidents, acknowledgement));
	const names = open.map(nameOf);
	const message = `acknowledged ${plural(count, 'incident')} of ${listNames(names)}`;
	return {ok: true, message, undo: {do: 'unacknowledge', servers: names, by}};
}

function describeNothingOpen(chosen: readonly Watcher[]): string {
	const names = listNames(chosen.map(nameOf));
	const who = chosen.flatMap(watcher =>
		acknowledged(incidentsOf(watcher)).map(({acknowledgement}) => acknowledgement?.by),
	);
	const [first] = who;
	return first === undefined ? `${names}: no open incident` : `${names}: already acknowledged by ${first}`;
}

function unacknowledge(chosen: readonly Watcher[], {by}: Extract<Action, {do: 'unacknowledge'}>): ActionResult {
	const taken = chosen.filter(watcher => acknowledged(incidentsOf(watcher)).length > 0);
	const names = taken.map(nameOf);
	const [reason = null] = taken.flatMap(watcher =>
		acknowledged(incidentsOf(watcher)).map(({acknowledgement}) => acknowledgement?.reason ?? null),
	);
	if (taken.length === 0) return {ok: false, message: `${listNames(chosen.map(nameOf))}: nothing is acknowledged`};
	for (const {account} of taken) account.changeIncidents(unacknowledgeOpen);
	const message = `${listNames(names)}: no longer acknowledged`;
	return {ok: true, message, undo: {do: 'acknowledge', servers: names, by, reason}};
}
