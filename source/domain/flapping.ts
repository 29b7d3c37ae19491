const turnsToBegin = 4;
const spanMs = 15 * 60_000;

/** When a server went from answering to failing or back, newest last: as many as it takes to call it flapping. */
export const addTurn = (turns: readonly number[], at: number): readonly number[] => [...turns, at].slice(-turnsToBegin);

/** Four turns within 15 minutes begin it; 15 minutes without one end it. */
export function isFlapping(turns: readonly number[], wasFlapping: boolean, at: number): boolean {
	const [first] = turns;
	const last = turns.at(-1);
	if (first === undefined || last === undefined || at - last >= spanMs) return false;
	return wasFlapping || (turns.length >= turnsToBegin && last - first < spanMs);
}
