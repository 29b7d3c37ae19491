import type {Clock} from '../domain/ports.ts';
import {cast, type Member, slowLatencyMs} from './cast.ts';
import {pause} from './clock.ts';
import {type Condition, conditionAt, story} from './story.ts';

/** What tells a server of the demo where in the story it is. */
export interface Stage {
	readonly clock: Clock;
	/** When the story began, ms since the epoch; the same for the whole fleet, whenever a process starts. */
	readonly startedAt: number;
	/** From 0 to 1. */
	readonly random: () => number;
}

/** A member of the fleet playing its part. */
export interface Actor {
	readonly member: Member;
	condition(): Condition;
	/** How long the story has run, ms. */
	elapsedMs(): number;
	/** Waits as long as its work takes right now. */
	work(): Promise<void>;
}

/** Casts a server by name; null when nobody is called that. */
export function findActor(name: string, {clock, startedAt, random}: Stage): Actor | null {
	const member = cast.find(one => one.name === name);
	if (!member) return null;
	const elapsedMs = () => clock.now() - startedAt;
	const condition = () => conditionAt(story, name, elapsedMs());
	return {
		member,
		condition,
		elapsedMs,
		work() {
			const [from, to] = condition() === 'slow' ? slowLatencyMs : member.latencyMs;
			return pause(clock, from + random() * (to - from));
		},
	};
}
