import type * as z from 'zod';
import type {Action, ActionResult} from '../domain/action.ts';
import type {MonitorStatus, UpkeepResult} from '../domain/upkeep.ts';
import {type Caller, callOwner, type Refusal} from './call-owner.ts';
import {createRequests, type Requests} from './requests.ts';
import {type Ask, actionResult} from './shape-action.ts';
import {monitorStatus, upkeepResult} from './shape-upkeep.ts';

/** Has the monitor that owns a store do something; null when none does. In bounded time; never rejects. */
export const sendAction = (store: string, action: Action, caller: Caller): Promise<ActionResult | null> =>
	askOwner<ActionResult>(store, {act: action}, actionResult, reason => ({ok: false, message: reason}), caller);

/** What the process that owns a store says of itself; null when none does, or why it does not say. Never rejects. */
export const askStatus = (store: string, caller: Caller): Promise<MonitorStatus | Refusal | null> =>
	askOwner<MonitorStatus | Refusal>(store, {upkeep: 'status'}, monitorStatus, reason => ({refused: reason}), caller);

/** Has the process that owns a store read its configuration again, or end; else as `askStatus`. */
export const askUpkeep = (
	store: string,
	task: 'reload' | 'stop',
	caller: Caller,
): Promise<UpkeepResult | Refusal | null> =>
	askOwner<UpkeepResult | Refusal>(store, {upkeep: task}, upkeepResult, reason => ({refused: reason}), caller);

/** Asks one thing of the monitor that owns a store, and hangs up. */
async function askOwner<T>(
	store: string,
	ask: Ask,
	shape: z.ZodType<T>,
	instead: (reason: string) => T,
	caller: Caller,
): Promise<T | null> {
	let requests: Requests | null = null;
	const call = await callOwner(store, caller, 'actions', message => requests?.take(message));
	if (call === null) return null;
	if ('refused' in call) return instead(call.refused);
	const ours = createRequests(caller.clock, call.send);
	requests = ours;
	void call.ended.then(ours.end);
	const result = await ours.ask(ask, shape, instead);
	call.close();
	return result;
}
