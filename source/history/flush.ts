import type {Cancel, Clock} from '../domain/ports.ts';

const flushEveryMs = 60_000;
const mostTurns = 60;

/**
 * Has each of so many things written once a minute, spread over it: a thousand files at once would hold up the checks.
 * @param count of now; 0 counts as 1, for there is always something to look after.
 * @param write is given the index of the one whose turn it is.
 */
export function startFlushing(clock: Clock, count: () => number, write: (index: number) => void): Cancel {
	let turn = 0;
	let cancel: Cancel = () => {};
	const turnsOf = () => Math.max(1, Math.min(mostTurns, count()));
	function next(): void {
		const turns = turnsOf();
		// First, so that slow writes put nothing off.
		cancel = clock.after(flushEveryMs / turns, next);
		turn %= turns;
		for (let index = turn; index < Math.max(1, count()); index += turns) write(index);
		turn = (turn + 1) % turns;
	}
	cancel = clock.after(flushEveryMs / turnsOf(), next);
	return () => cancel();
}
