import type {Fleet} from '../domain/fleet.ts';
import type {Cancel, Readable} from '../domain/ports.ts';
import type {Log} from './log.ts';
import {reloadSubject} from './reloading.ts';

/** Tells each warning of the fleet when it comes up. What a reload has to say, it says itself. */
export function logWarnings(fleet: Readable<Fleet>, log: Log): Cancel {
	let known: readonly string[] = [];
	function look(): void {
		const {warnings} = fleet.getSnapshot();
		if (warnings === known) return;
		for (const warning of warnings) {
			if (!known.includes(warning) && !warning.startsWith(reloadSubject)) log.warning(warning);
		}
		known = warnings;
	}
	look();
	return fleet.subscribe(look);
}
