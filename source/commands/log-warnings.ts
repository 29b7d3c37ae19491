import type {Fleet} from '../domain/fleet.ts';
import type {Cancel, Readable} from '../domain/ports.ts';

/** Writes what the fleet warns of, each time it begins or changes. */
export function logWarnings(fleet: Readable<Fleet>, write: (text: string) => void): Cancel {
	let before: readonly string[] = [];
	function look(): void {
		const {warnings} = fleet.getSnapshot();
		if (warnings === before) return;
		for (const warning of warnings) if (!before.includes(warning)) write(`warning: ${warning}\n`);
		before = warnings;
	}
	const unsubscribe = fleet.subscribe(look);
	look();
	return unsubscribe;
}
