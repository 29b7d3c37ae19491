import type {Action, ActionResult} from '../domain/action.ts';
import type {ServerState} from '../domain/fleet.ts';
import {formatRemaining, plural} from '../domain/format.ts';
import {createCalendar, type MaintenanceWindow} from '../domain/maintenance.ts';
import {matches} from '../domain/match.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock, History} from '../domain/ports.ts';
import {isFixed, isWhole, parseQuery} from '../domain/query.ts';
import {describeBadEnd, forgetEnded, isActive, maintainer, nameSilence, type Silence} from '../domain/silence.ts';
import {coverOf} from '../domain/silence-cover.ts';
import {toLine, toReason, toWho} from './said.ts';

/** The silences of a fleet and which servers they cover. */
export interface Silences {
	/** Those that hold, maintenance included, oldest first; the same list until one begins or ends. */
	active(): readonly Silence[];
	covers(state: ServerState): boolean;
	/** @param states the fleet, to say how many servers it covers now. */
	add(wanted: Wanted, states: readonly ServerState[]): ActionResult;
	end(id: string): ActionResult;
	/** Maintenance is planned otherwise from now on; the next `expire` takes it in. */
	plan(maintenance: readonly MaintenanceWindow[]): void;
	/** Lets go of what has ended by itself, and takes in maintenance that has begun; true when something has. */
	expire(): boolean;
	/** When the next one ends by itself, or maintenance begins, ms since the epoch; infinite when none does. */
	nextEnd(): number;
}

type Wanted = Extract<Action, {do: 'silence'}>;

interface Parts {
	readonly clock: Clock;
	readonly history: History;
	readonly random: () => number;
	readonly maintenance?: readonly MaintenanceWindow[];
}

const mostActive = 500;
const longestQuery = 1024;

export function createSilences({clock, history, random, maintenance = []}: Parts): Silences {
	let calendar = createCalendar(maintenance);
	let all = forgetEnded(history.silences(), clock.now());
	let active: readonly Silence[] = [];
	let covers = coverOf([], 0);
	if (all.length !== history.silences().length) history.keepSilences(all);
	expire();

	function expire(): boolean {
		const now = clock.now();
		const still = [...all.filter(silence => isActive(silence, now)), ...calendar.active(now)];
		const hasChanged = still.length !== active.length || still.some((silence, index) => silence !== active[index]);
		if (!hasChanged) return false;
		active = still;
		covers = coverOf(still, now);
		return true;
	}

	function keep(next: readonly Silence[]): void {
		all = forgetEnded(next, clock.now());
		history.keepSilences(all);
		expire();
	}

	return {
		active: () => active,
		covers: state => covers(state),
		add(wanted, states) {
			const now = clock.now();
			const mistake = describeBadEnd(wanted.until, now);
			if (mistake) return {ok: false, message: `cannot silence: the end ${mistake}`};
			if (active.length >= mostActive)
				return {ok: false, message: `cannot silence: there are ${mostActive} silences already`};
			const text = wanted.query.trim();
			if (text.length > longestQuery) return {ok: false, message: 'cannot silence: the query is too long'};
			const parsed = parseQuery(text);
			if (!parsed.ok)
				return {ok: false, message: `cannot silence: ${toLine(parsed.message)} (column ${parsed.column})`};
			const {query} = parsed;
			if (text !== '' && !isWhole(text))
				return {ok: false, message: `cannot silence: "${toLine(text)}" is not complete`};
			const covered = states.filter(state => matches(query, state)).map(({server}) => server.name);
			if (covered.length === 0 && isFixed(query))
				return {ok: false, message: `cannot silence: no server matches ${toLine(text)}`};
			const silence: Silence = {
				id: nameSilence(all, random()),
				query: text,
				from: now,
				until: wanted.until,
				reason: toReason(wanted.reason),
				by: toWho(wanted.by),
			};
			keep([...all, silence]);
			const whom =
				covered.length === 0
					? 'no server for now'
					: covered.length > 3
						? plural(covered.length, 'server')
						: covered.join(', ');
			const message = `silenced ${whom} for ${formatRemaining(wanted.until - now)} (${silence.id})`;
			return {ok: true, message, undo: {do: 'endSilence', id: silence.id, by: wanted.by}};
		},
		end(id) {
			const now = clock.now();
			const found = all.find(silence => silence.id === id);
			const window = active.find(one => one.id === id && one.by === maintainer);
			if (!found && window) return {ok: false, message: `${id} is maintenance: the configuration ends it`};
			if (!found) return {ok: false, message: `there is no silence ${plainText(id, 40)}`};
			if (!isActive(found, now)) return {ok: false, message: `silence ${id} has ended already`};
			keep(all.map(silence => (silence === found ? {...silence, until: now} : silence)));
			const {query, until, reason, by} = found;
			return {ok: true, message: `ended silence ${id}`, undo: {do: 'silence', query, until, reason, by}};
		},
		plan(windows) {
			calendar = createCalendar(windows);
		},
		expire,
		nextEnd: () => Math.min(calendar.nextChange(clock.now()), ...active.map(({until}) => until)),
	};
}
