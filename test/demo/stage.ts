import type {Stage} from '../../source/demo/actor.ts';
import {createRandom} from '../../source/demo/random.ts';

/** A stage whose story goes on only when it is told to. */
export interface HandStage extends Stage {
	/** Goes to a second of the story. */
	goTo(second: number): void;
	/** How long the servers have worked on each answer, ms, oldest first; nobody waits for it. */
	readonly pausesMs: readonly number[];
}

/** Makes a stage at the beginning of the story. */
export function createHandStage(): HandStage {
	const startedAt = 1_000_000;
	let now = startedAt;
	const pausesMs: number[] = [];
	return {
		startedAt,
		random: createRandom(1),
		pausesMs,
		goTo(second) {
			now = startedAt + second * 1000;
		},
		clock: {
			now: () => now,
			ticks: () => now,
			after(ms, run) {
				pausesMs.push(ms);
				const immediate = setImmediate(run);
				return () => clearImmediate(immediate);
			},
		},
	};
}
