import type {Clock} from '../domain/ports.ts';

/** There was no answer in time. */
export class DeadlineError extends Error {
	override readonly name = 'DeadlineError';
	/** @param awaited the method whose answer did not come, where the phase does not tell. */
	constructor(
		readonly afterMs: number,
		readonly awaited: string | null = null,
	) {
		super(`no answer within ${afterMs}ms`);
	}
}

/**
 * Waits for `work`, but no longer than `ms` and only until `signal` is aborted. Rejects with a `DeadlineError`, with the
 * signal's reason, or as `work` does; leaves neither timer nor listener behind. What `work` does afterwards is ignored,
 * so stopping it is the caller's part.
 */
export function withDeadline<T>(clock: Clock, ms: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		if (signal.aborted) {
			reject(signal.reason);
			return;
		}
		const abort = () => settle(() => reject(signal.reason));
		const cancelTimer = clock.after(ms, () => settle(() => reject(new DeadlineError(ms))));
		signal.addEventListener('abort', abort, {once: true});
		const settle = (report: () => void) => {
			cancelTimer();
			signal.removeEventListener('abort', abort);
			report();
		};
		const attempt = async () => work();
		attempt().then(
			value => settle(() => resolve(value)),
			(error: unknown) => settle(() => reject(error)),
		);
	});
}
