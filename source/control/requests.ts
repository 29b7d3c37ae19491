import type * as z from 'zod';
import {isObject} from '../domain/json.ts';
import type {Clock} from '../domain/ports.ts';
import {type Ask, answer} from './shape-action.ts';

/** Questions that wait for their answers. */
export interface Requests {
	/** Asks, and waits for an answer of that shape, for a bounded time; else gives `instead` the reason. Never rejects. */
	ask<T>(ask: Ask, shape: z.ZodType<T>, instead: (reason: string) => T): Promise<T>;
	/** Takes a message that may be an answer. */
	take(message: object): void;
	/** Nobody will answer any more. */
	end(): void;
}

const answerTimeoutMs = 15_000;
const hasEnded = 'the monitor has ended';

/** @param send false for what could not be sent. */
export function createRequests(clock: Clock, send: (message: object) => boolean): Requests {
	const pending = new Map<number, (message: unknown, reason: string) => void>();
	let lastId = 0;
	let isOver = false;
	return {
		ask: (ask, shape, instead) =>
			new Promise(resolve => {
				if (isOver) return resolve(instead(hasEnded));
				const id = ++lastId;
				const settle = (message: unknown, reason: string) => {
					pending.delete(id);
					cancel();
					const read = isObject(message) && 'result' in message ? shape.safeParse(message.result) : null;
					resolve(read?.success ? read.data : instead(reason));
				};
				const cancel = clock.after(answerTimeoutMs, () => settle(null, 'the monitor does not answer'));
				pending.set(id, settle);
				if (!send({...ask, id})) settle(null, 'that is too much at once: ask for fewer servers');
			}),
		take(message) {
			const read = answer.safeParse(message);
			if (!read.success) return;
			const settle = pending.get(read.data.id);
			settle?.(
				message,
				'failed' in read.data ? String(read.data.failed) : 'the monitor answered in another way than it should',
			);
		},
		end() {
			isOver = true;
			for (const settle of [...pending.values()]) settle(null, hasEnded);
		},
	};
}
