import type {Fleet} from '../../domain/fleet.ts';
import type {Cancel, Clock, Readable} from '../../domain/ports.ts';

/** The fleet as it is looked at, and when. */
export interface Picture {
	readonly fleet: Fleet;
	readonly at: number;
}

const shortestMs = 100;
const longestMs = 15_000;

/**
 * Follows the fleet at a pace that suits eyes: the first change at once, then at most ten a second; and every 15 s
 * even when nothing changes, for the ages and the clock.
 */
export function createPicture(fleet: Readable<Fleet>, clock: Clock): Readable<Picture> & {close(): void} {
	const listeners = new Set<() => void>();
	let picture: Picture = {fleet: fleet.getSnapshot(), at: clock.now()};
	let takenAt = Number.NEGATIVE_INFINITY;
	let isDueSoon = false;
	let cancel: Cancel = clock.after(longestMs, take);

	function take() {
		cancel();
		isDueSoon = false;
		takenAt = clock.ticks();
		picture = {fleet: fleet.getSnapshot(), at: clock.now()};
		cancel = clock.after(longestMs, take);
		for (const listener of listeners) listener();
	}

	const unsubscribe = fleet.subscribe(() => {
		const waitMs = takenAt + shortestMs - clock.ticks();
		if (waitMs <= 0) return take();
		if (isDueSoon) return;
		isDueSoon = true;
		cancel();
		cancel = clock.after(waitMs, take);
	});

	return {
		getSnapshot: () => picture,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			unsubscribe();
			cancel();
		},
	};
}
