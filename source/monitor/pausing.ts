import type {Action, ActionResult} from '../domain/action.ts';
import type {Pause} from '../domain/fleet.ts';
import {formatRemaining} from '../domain/format.ts';
import type {Clock} from '../domain/ports.ts';
import {describeBadEnd} from '../domain/silence.ts';
import {toWho} from './said.ts';

/** A stop of all checks, which ends by itself. It does not outlive the process. */
export interface Pausing {
	/** Null while the fleet is watched. */
	current(): Pause | null;
	/** A pause that begins while there is one takes its place. */
	begin(wanted: Extract<Action, {do: 'pause'}>): ActionResult;
	end(by: string): ActionResult;
	/** Ends what has had its time; true when it has. */
	expire(): boolean;
}

export function createPausing(clock: Clock): Pausing {
	let current: Pause | null = null;
	return {
		current: () => current,
		begin({until, by}) {
			const now = clock.now();
			const mistake = describeBadEnd(until, now);
			if (mistake) return {ok: false, message: `cannot pause: the end ${mistake}`};
			const before = current;
			current = {from: before?.from ?? now, until, by: toWho(by)};
			const undo: Action = before ? {do: 'pause', until: before.until, by: before.by} : {do: 'resume', by};
			return {ok: true, message: `no checks for ${formatRemaining(until - now)}`, undo};
		},
		end(by) {
			if (!current) return {ok: false, message: 'the checks are not paused'};
			const undo: Action = {do: 'pause', until: current.until, by};
			current = null;
			return {ok: true, message: 'checking again', undo};
		},
		expire() {
			if (!current || clock.now() < current.until) return false;
			current = null;
			return true;
		},
	};
}
