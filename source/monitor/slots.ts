import type {Cancel, Clock} from '../domain/ports.ts';

/** Bounds how many things start at once. */
export interface Slots {
	/** Waits for a slot and returns how to give it back; at once when the signal has aborted. First come, first served. */
	take(signal: AbortSignal): Promise<Cancel>;
}

/** @param longestMs after this long a slot is given back by itself, so that what hangs holds nobody up. */
export function createSlots(clock: Clock, count: number, longestMs: number): Slots {
	const waiting = new Set<() => void>();
	let free = count;

	function hold(): Cancel {
		free--;
		let isHeld = true;
		const giveBack = () => {
			if (!isHeld) return;
			isHeld = false;
			cancelTimer();
			free++;
			const [next] = waiting;
			next?.();
		};
		const cancelTimer = clock.after(longestMs, giveBack);
		return giveBack;
	}

	return {
		take: signal =>
			new Promise(resolve => {
				if (signal.aborted) return resolve(() => {});
				if (free > 0 && waiting.size === 0) return resolve(hold());
				const settle = (release: Cancel) => {
					waiting.delete(proceed);
					signal.removeEventListener('abort', give);
					resolve(release);
				};
				const proceed = () => settle(hold());
				const give = () => settle(() => {});
				waiting.add(proceed);
				signal.addEventListener('abort', give, {once: true});
			}),
	};
}
