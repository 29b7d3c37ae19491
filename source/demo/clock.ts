import type {Clock} from '../domain/ports.ts';

/** The real time, for the demo's own processes. */
export const realClock: Clock = {
	now: Date.now,
	ticks: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

/** Settles after `ms`. */
export const pause = (clock: Clock, ms: number): Promise<void> =>
	new Promise(resolve => {
		clock.after(ms, resolve);
	});
