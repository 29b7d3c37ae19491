import type {Cancel, Clock} from '../domain/ports.ts';

const flushEveryMs = 60_000;
const mostTurns = 60;

/**
 * Has each of so many things written once a minute, spread over it: a thousand files at once would hold up the checks.
 * @param write is given the index of the one whose turn it is.
 */
export function startFlushing(clock: Clock, count: number, write: (index: number) => void): Cancel {
	const turns = Math.max(1, Math.min(mostTurns, count));
	let turn = 0;
	let cancel: Cancel = () => {};
	function next(): void {
		// First, so that slow writes put nothing off.
		cancel = clock.after(flushEveryMs / turns, next);
		for (let index = turn; index < count; index += turns) write(index);
		turn = (turn + 1) % turns;
	}
	cancel = clock.after(flushEveryMs / turns, next);
	return () => cancel();
}
