import type {Clock} from '../../source/domain/ports.ts';
import {noon} from '../helpers/fleet.ts';

/** A clock that stands until a test moves it. */
export interface ManualClock extends Clock {
	/** Moves time on, running what falls due on the way. */
	advance(ms: number): void;
}

/** Makes a clock that stands at noon of the tests' day. */
export function createManualClock(): ManualClock {
	let ticks = 0;
	let due: {readonly at: number; readonly run: () => void}[] = [];
	return {
		now: () => noon + ticks,
		ticks: () => ticks,
		after(ms, run) {
			const entry = {at: ticks + ms, run};
			due.push(entry);
			return () => {
				due = due.filter(one => one !== entry);
			};
		},
		advance(ms) {
			const end = ticks + ms;
			for (;;) {
				const [next] = due.filter(({at}) => at <= end).sort((a, b) => a.at - b.at);
				if (!next) break;
				due = due.filter(one => one !== next);
				ticks = next.at;
				next.run();
			}
			ticks = end;
		},
	};
}
