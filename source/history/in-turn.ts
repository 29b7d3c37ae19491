import type {Clock} from '../domain/ports.ts';

/**
 * Runs `work` once at a time. Calls while it runs are served by one further run, however many there are, so that a
 * storm of them costs two. `work` must not reject.
 */
export function inTurn(work: () => Promise<unknown>): () => Promise<void> {
	let last: Promise<void> = Promise.resolve();
	let next: Promise<void> | null = null;
	return () => {
		next ??= last = last.then(async () => {
			next = null;
			await work();
		});
		return next;
	};
}

/** Lets so many works run at once: a thousand open files would be a failure of our own making. */
export function createGate(size: number): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async work => {
		if (running >= size) await new Promise<void>(resolve => waiting.push(resolve));
		else running++;
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}

/** Waits for work, but no longer than that. */
export const within = (ms: number, clock: Clock, work: Promise<unknown>): Promise<void> =>
	new Promise(resolve => {
		const cancel = clock.after(ms, resolve);
		void work.finally(() => {
			cancel();
			resolve();
		});
	});
