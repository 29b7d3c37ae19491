import type {Cancel, Clock} from '../domain/ports.ts';

/** Bounds how many things start at once. */
export interface Slots {
	/** Waits for a slot and returns how to give it back; at once when the signal has aborted. First come, first served. */
	take(signal: AbortSignal): Promise<Cancel>;
	/** From now on there are so many; what is held already stays held. */
	resize(count: number): void;
}

/** @param longestMs after this long a slot is given back by itself, so that what hangs holds nobody up. */
export function createSlots(clock: Clock, count: number, longestMs: number): Slots {
	const waiting = new Set<() => void>();
	let size = count;
	let free = count;

	function hold(): Cancel {
		free--;
		let isHeld = true;
		const giveBack = () => {
			if (!isHeld) return;
			isHeld = false;
			cancelTimer();
			free++;
			letIn();
		};
		const cancelTimer = clock.after(longestMs, giveBack);
		return giveBack;
	}

	function letIn(): void {
		if (free <= 0) return;
		const [next] = waiting;
		next?.();
	}

	return {
		resize(next) {
			free += next - size;
			size = next;
			for (let left = waiting.size; left > 0; left--) letIn();
		},
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
