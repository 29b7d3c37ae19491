import {dedupKeyOf} from '../domain/alert.ts';
import type {Telling} from '../domain/outbox.ts';

/** More are told in another message. */
const mostInBatch = 100;

/**
 * What is to be told next as one: the oldest, and where alerts are grouped those that have the same cause and the same
 * phase. None overtakes another one of its own trouble.
 */
export function nextBatch(queue: readonly Telling[], isGrouped: boolean): readonly Telling[] {
	const [first] = queue;
	if (first === undefined) return [];
	const {groupId} = first.alert.details;
	if (!isGrouped || groupId === undefined) return [first];
	const passed = new Set<string>();
	const batch: Telling[] = [];
	for (const telling of queue) {
		const {alert} = telling;
		const key = dedupKeyOf(alert);
		const isAlike = alert.details.groupId === groupId && alert.phase === first.alert.phase;
		if (isAlike && !passed.has(key) && batch.length < mostInBatch) batch.push(telling);
		passed.add(key);
	}
	return batch;
}
