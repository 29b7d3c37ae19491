import type {Clock} from '../../source/domain/ports.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';

/** Real timers for real sockets, but hours pass at will. */
export function createMovableClock(): Clock & {pass(ms: number): void} {
	let passedMs = 0;
	return {
		now: () => systemClock.now() + passedMs,
		ticks: () => systemClock.ticks() + passedMs,
		after: systemClock.after,
		pass(ms) {
			passedMs += ms;
		},
	};
}
