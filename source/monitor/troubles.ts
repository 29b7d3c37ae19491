import type {Readable, Warn} from '../domain/ports.ts';
import {createSettable} from '../domain/settable.ts';

/** Troubles of the monitor itself, each known by what it is about, so that whoever has told of one can say it is over. */
export interface Troubles {
	/** The newest first: where there is room for one, it is the one that nobody has seen yet. */
	readonly current: Readable<readonly string[]>;
	readonly warn: Warn;
}

export function createTroubles(): Troubles {
	const byTopic = new Map<string, string>();
	const current = createSettable<readonly string[]>([]);
	return {
		current,
		warn(about, trouble) {
			if ((byTopic.get(about) ?? null) === trouble) return;
			if (trouble === null) byTopic.delete(about);
			else byTopic.set(about, trouble);
			current.set([...byTopic.values()].reverse());
		},
	};
}
