import type {Clock} from '../domain/ports.ts';
import type {Failure} from '../domain/probe-result.ts';
import type {Link} from './link.ts';
import {settlesWithin} from './process-groups.ts';
import {keptLines} from './stdio-log.ts';

/** Holds the one link of a prober, and what is left of those before it until they are closed. */
export interface LinkHolder {
	/** Takes a link as the current one. */
	hold(link: Link): Link;
	current(): Link | null;
	/** Lets the current link go; it closes in the background. */
	drop(): void;
	/** Resolves when everything that was let go is closed, in bounded time. */
	settled(): Promise<void>;
	takeNotes(): readonly string[];
	/** Lines of the current link and of those before it, for they tell why it had to be replaced. */
	log(): readonly string[];
}

/** Links close in bounded time by themselves; this holds even if one does not. */
export const longestCloseMs = 5000;
const keptNotes = 10;

/** @param onEnded called when the current link ends by itself; it is let go by then. */
export function createLinkHolder(clock: Clock, onEnded: (failure: Failure) => void): LinkHolder {
	const closing = new Set<Promise<unknown>>();
	let current: Link | null = null;
	let pastNotes: readonly string[] = [];
	let pastLog: readonly string[] = [];

	function drop(): void {
		if (!current) return;
		const link = current;
		current = null;
		pastNotes = [...pastNotes, ...link.takeNotes()].slice(-keptNotes);
		pastLog = [...pastLog, ...link.log()].slice(-keptLines);
		const closed = settlesWithin(
			link.close().catch(() => {}),
			longestCloseMs,
			clock,
		);
		closing.add(closed);
		closed.then(() => closing.delete(closed));
	}

	return {
		hold(link) {
			drop();
			current = link;
			link.onEnded = failure => {
				if (current !== link) return;
				drop();
				onEnded(failure);
			};
			return link;
		},
		current: () => current,
		drop,
		async settled() {
			await Promise.all(closing);
		},
		takeNotes() {
			// Links to the same server have much the same to say.
			const notes = [...new Set([...pastNotes, ...(current?.takeNotes() ?? [])])];
			pastNotes = [];
			return notes;
		},
		log: () => [...pastLog, ...(current?.log() ?? [])].slice(-keptLines),
	};
}
