import type {Clock} from '../domain/ports.ts';

/** Makes a text anew only where the last one is older than that; those who ask meanwhile share it. */
export function remember(make: () => Promise<string>, clock: Clock, holdMs: number): () => Promise<string> {
	let made: {readonly at: number; readonly text: Promise<string>} | null = null;
	return () => {
		const at = clock.ticks();
		if (made !== null && at - made.at < holdMs) return made.text;
		const one = {at, text: make()};
		made = one;
		// A failure is not held on to.
		one.text.catch(() => {
			if (made === one) made = null;
		});
		return one.text;
	};
}
