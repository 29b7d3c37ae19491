import type {Clock} from '../domain/ports.ts';

/** What the receiver may take in: how much a second, and how much at a time. */
export interface Budget {
	/** How long to wait before the next request, ms; 0 where it may come now. */
	waitMs(): number;
	/** Counts work done: spans read, and bytes. */
	spend(spans: number, bytes: number): void;
	/** Takes room for so many bytes that are held; false where there is none. */
	hold(bytes: number): boolean;
	giveBack(bytes: number): void;
}

/** A span costs 1, and so does a KiB: enough for 5,000 spans a second of the usual size. */
const unitsPerSecond = 10_000;
const burstUnits = 60_000;
const bytesPerUnit = 1024;
const mostHeldBytes = 64 * 1024 * 1024;

export function createBudget(clock: Clock): Budget {
	let units = burstUnits;
	let filledAt = clock.ticks();
	let held = 0;

	function fill(): void {
		const now = clock.ticks();
		units = Math.min(burstUnits, units + ((now - filledAt) / 1000) * unitsPerSecond);
		filledAt = now;
	}

	return {
		waitMs() {
			fill();
			return units > 0 ? 0 : Math.ceil((1000 * (1 - units)) / unitsPerSecond);
		},
		spend(spans, bytes) {
			fill();
			units -= spans + bytes / bytesPerUnit;
		},
		hold(bytes) {
			if (held + bytes > mostHeldBytes) return false;
			held += bytes;
			return true;
		},
		giveBack(bytes) {
			held -= bytes;
		},
	};
}
