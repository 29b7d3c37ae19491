import {isObject} from '../domain/json.ts';
import type {Monitor} from '../domain/ports.ts';
import type {Upkeep} from '../domain/upkeep.ts';
import {longestAnswer} from './protocol.ts';
import {type Ask, request} from './shape-action.ts';
import {encodeTimelines} from './shape-history.ts';

/**
 * The answer to what a client asked for, as one line; null for what asks for nothing: later versions may say more.
 * @param isBusy the client has asked for too much already.
 */
export async function answerRequest(
	monitor: Monitor,
	upkeep: Upkeep | null,
	message: object,
	isBusy: boolean,
): Promise<string | null> {
	const id = isObject(message) ? message.id : undefined;
	if (typeof id !== 'number') return null;
	const fail = (failed: string) => JSON.stringify({id, failed});
	const read = request.safeParse(message);
	if (!read.success) return fail('the running monitor does not understand that');
	if (isBusy) return fail('the running monitor is busy with what was asked before: try again');
	if ('upkeep' in read.data && !upkeep) return fail('the running monitor takes no such orders');
	const text = JSON.stringify({id, result: await perform(monitor, upkeep, read.data)});
	return text.length <= longestAnswer ? text : fail('that is too much to be shown');
}

async function perform(monitor: Monitor, upkeep: Upkeep | null, ask: Ask): Promise<unknown> {
	if ('upkeep' in ask) return upkeep?.[ask.upkeep]();
	if ('act' in ask) return monitor.act(ask.act);
	if ('log' in ask) return monitor.log(ask.log);
	if ('record' in ask) return monitor.record(ask.record);
	return encodeTimelines(await monitor.timelines(ask.timelines.window, ask.timelines.cells));
}
