import {isOpen} from '../domain/incident.ts';
import type {Cancel, Clock} from '../domain/ports.ts';
import type {Pausing} from './pausing.ts';
import type {ShownFleet} from './shown-fleet.ts';
import type {Silences} from './silences.ts';
import type {Watcher} from './watcher.ts';

/** What happens because time has passed: reminders, silences, maintenance and the pause end, and a sleep of the machine is noticed. */
export interface TimeKeeper {
	/** Takes into account that something may end sooner now. */
	arm(): void;
	stop: Cancel;
}

interface Parts {
	readonly clock: Clock;
	readonly watchers: ReadonlyMap<string, Watcher>;
	readonly silences: Silences;
	readonly pausing: Pausing;
	readonly shown: ShownFleet;
}

/** The wall clock may jump, so it is looked at this often at least. */
const longestMs = 5000;

export function keepTime({clock, watchers, silences, pausing, shown}: Parts): TimeKeeper {
	let cancelTimer: Cancel = () => {};
	/** In ticks. */
	let dueAt = Number.POSITIVE_INFINITY;
	let isStopped = false;

	function look(): void {
		dueAt = Number.POSITIVE_INFINITY;
		if (silences.expire()) shown.show();
		if (pausing.expire()) {
			shown.together(() => {
				for (const watcher of watchers.values()) watcher.resume();
			});
		}
		for (const watcher of watchers.values()) {
			watcher.noticeLapse();
			// Reminders, and what waits for longer to pass.
			if (watcher.account.state().incidents.some(isOpen)) watcher.account.refresh();
		}
		arm();
	}

	function arm(): void {
		if (isStopped) return;
		const nextEnd = Math.min(silences.nextEnd(), pausing.current()?.until ?? Number.POSITIVE_INFINITY);
		const delayMs = Math.max(0, Math.min(longestMs, nextEnd - clock.now()));
		if (clock.ticks() + delayMs >= dueAt) return;
		cancelTimer();
		dueAt = clock.ticks() + delayMs;
		cancelTimer = clock.after(delayMs, look);
	}

	look();
	return {
		arm,
		stop() {
			isStopped = true;
			cancelTimer();
		},
	};
}
