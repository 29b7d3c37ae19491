import type {Action, ActionResult} from '../domain/action.ts';
import type {Clock} from '../domain/ports.ts';
import {describeChanges} from '../domain/schema-diff.ts';
import type {Account} from './account.ts';
import {toLine, toWho} from './said.ts';

/** Takes what a server's tools are now as what they should be. */
export function accept(
	account: Account,
	{server, expect, by}: Extract<Action, {do: 'accept'}>,
	clock: Clock,
): ActionResult {
	const result = account.accept({by: toWho(by), at: clock.now(), expect});
	const name = toLine(server);
	switch (result.outcome) {
		case 'accepted':
			return {
				ok: true,
				message: `accepted the tools of ${name}: ${describeChanges(result.changes)}`,
				undo: {do: 'undoAccept', server, by},
			};
		case 'nothing':
			return {ok: false, message: `nothing to accept: the tools of ${name} are as they were`};
		case 'refused':
			return {
				ok: false,
				message: `not accepted: the tools of ${name} are not those that were looked at, but ${result.hash.slice(0, 8)}`,
			};
	}
}

/** Brings back what was accepted before the last time. */
export function undoAccept(account: Account, {server, by}: Extract<Action, {do: 'undoAccept'}>): ActionResult {
	const result = account.undoAccept();
	const name = toLine(server);
	switch (result.outcome) {
		case 'undone':
			return {
				ok: true,
				message: `took it back: the tools of ${name} are drifted: ${describeChanges(result.changes)}`,
				undo: {do: 'accept', server, expect: account.state().schema.hash, by},
			};
		case 'nothing':
			return {ok: false, message: `nothing to take back: the tools of ${name} were not accepted by anybody`};
	}
}
