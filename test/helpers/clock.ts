import type {Clock} from '../../source/domain/ports.ts';

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
	/** Lets time pass: runs what falls due, in order, and lets promises settle after each. */
	advance(ms: number): Promise<void>;
	/** Moves the wall clock alone, as a time server or a night with the lid closed does. */
	jump(ms: number): void;
	/** Timers that have not run yet. */
	pending(): number;
}

interface Timer {
	readonly dueAt: number;
	readonly run: () => void;
}

/** @param start wall time, ms since the epoch. */
export function createFakeClock(start = Date.UTC(2026, 3, 2, 12)): FakeClock {
	const timers = new Set<Timer>();
	let wall = start;
	let ticks = 0;

	function pass(ms: number): void {
		wall += ms;
		ticks += ms;
	}

	return {
		now: () => wall,
		ticks: () => ticks,
		after(ms, run) {
			const timer = {dueAt: ticks + Math.max(0, ms), run};
			timers.add(timer);
			return () => timers.delete(timer);
		},
		async advance(ms) {
			const end = ticks + ms;
			await settled();
			for (let timer = earliest(timers, end); timer; timer = earliest(timers, end)) {
				pass(Math.max(0, timer.dueAt - ticks));
				timers.delete(timer);
				timer.run();
				await settled();
			}
			pass(end - ticks);
		},
		jump(ms) {
			wall += ms;
		},
		pending: () => timers.size,
	};
}

/** The timer that is due first, of equal ones the oldest. */
function earliest(timers: ReadonlySet<Timer>, end: number): Timer | null {
	let first: Timer | null = null;
	for (const timer of timers) {
		if (timer.dueAt <= end && (first === null || timer.dueAt < first.dueAt)) first = timer;
	}
	return first;
}

/** Lets everything run that waits for no time. */
export const settled = (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});
