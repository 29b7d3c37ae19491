import type {Clock} from '../domain/ports.ts';

/** The real time. */
export const systemClock: Clock = {
	now: Date.now,
	ticks: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};
