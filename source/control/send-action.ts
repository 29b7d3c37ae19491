import type {Action, ActionResult} from '../domain/action.ts';
import {type Caller, callOwner} from './call-owner.ts';
import {createRequests, type Requests} from './requests.ts';
import {actionResult} from './shape-action.ts';

/** Has the monitor that owns a store do something; null when none does. In bounded time; never rejects. */
export async function sendAction(store: string, action: Action, caller: Caller): Promise<ActionResult | null> {
	let requests: Requests | null = null;
	const call = await callOwner(store, caller, 'actions', message => requests?.take(message));
	if (call === null) return null;
	if ('refused' in call) return {ok: false, message: call.refused};
	const ours = createRequests(caller.clock, call.send);
	requests = ours;
	void call.ended.then(ours.end);
	const result = await ours.ask<ActionResult>({act: action}, actionResult, reason => ({ok: false, message: reason}));
	call.close();
	return result;
}
