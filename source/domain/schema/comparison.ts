import {deepestJson, isObject, type Json} from '../json.ts';
import {doubted, type Effect, unclear} from './effects.ts';
import type {Root} from './open-schema.ts';
import {mentionsRef, refsIn} from './refs.ts';
import {isSame} from './same-json.ts';
import {describePlace} from './words.ts';

/** Where callers send what the schema describes, and where they are sent it. */
export type Direction = 'input' | 'output';

/** One difference between two schemas. */
export interface Finding {
	readonly effect: Effect;
	readonly path: readonly string[];
	readonly text: string;
	readonly before: Json | undefined;
	readonly after: Json | undefined;
}

/** One comparison of two schemas, from its beginning to its end. */
export interface Comparison {
	readonly direction: Direction;
	readonly old: Root;
	readonly fresh: Root;
	readonly found: Finding[];
	/** It only answers whether one schema lies within another. */
	readonly isTrial: boolean;
	/** Equal text may mean different things, because references lead to what has changed. */
	readonly hasMovingRefs: boolean;
	/** Pairs that were or are being compared, so that what refers to itself has an end. */
	readonly seen: readonly Map<Json | undefined, Set<Json | undefined>>[];
	/** Steps that may still be taken; shared by all comparisons of a server. */
	readonly steps: Steps;
	/** Something was left out for want of steps, or for depth. */
	isCut: boolean;
}

export interface Steps {
	left: number;
}

/** Where in the two schemas a comparison is. */
export interface Place {
	readonly path: readonly string[];
	/** In `oneOf` and the like: what widens a part may narrow the whole. */
	readonly isDoubted: boolean;
	/** Other schemas may describe the same object. */
	readonly isShared: boolean;
}

/** More than anyone reads. */
const mostFindings = 1000;

export function createComparison(direction: Direction, old: Root, fresh: Root, steps: Steps): Comparison {
	return {
		direction,
		old,
		fresh,
		found: [],
		isTrial: false,
		hasMovingRefs: haveMovingRefs(old.schema, fresh.schema),
		seen: [new Map(), new Map(), new Map(), new Map()],
		steps,
		isCut: false,
	};
}

/** A comparison of another pair of parts, of which only the outcome counts, and which may take little time. */
export const tryOut = (comparison: Comparison, old: Root, fresh: Root, steps: Steps): Comparison => ({
	...comparison,
	old,
	fresh,
	found: [],
	isTrial: true,
	seen: [new Map(), new Map(), new Map(), new Map()],
	steps,
	isCut: false,
});

/** False where this pair needs no look, or can have none. */
export function enter(comparison: Comparison, place: Place, old: Json | undefined, fresh: Json | undefined): boolean {
	if (comparison.steps.left-- <= 0 || place.path.length > 2 * deepestJson || comparison.found.length >= mostFindings) {
		comparison.isCut = true;
		return false;
	}
	const seen = comparison.seen[Number(place.isDoubted) + 2 * Number(place.isShared)];
	const partners = seen?.get(old);
	if (partners?.has(fresh)) return false;
	if (partners) partners.add(fresh);
	else seen?.set(old, new Set([fresh]));
	return true;
}

/** True where two parts mean the same, whatever they refer to. */
export const isEqual = (comparison: Comparison, old: Json | undefined, fresh: Json | undefined): boolean =>
	isSame(old, fresh) && (!comparison.hasMovingRefs || !mentionsRef(old));

/** Takes down a difference. `words` makes its text from what it concerns: "field draft". */
export function tell(
	comparison: Comparison,
	place: Place,
	effect: Effect,
	words: (what: string) => string,
	before?: Json,
	after?: Json,
): void {
	comparison.found.push({
		effect: place.isDoubted ? doubted(effect) : effect,
		path: place.path,
		text: comparison.isTrial ? '' : words(describePlace(place.path, comparison.direction)),
		before,
		after,
	});
}

/** The place one or more steps further down. */
export const within = (place: Place, ...steps: string[]): Place => ({...place, path: [...place.path, ...steps]});

/** A difference that nobody can judge, or none. */
export function tellUnlessEqual(
	comparison: Comparison,
	place: Place,
	name: string,
	before: Json | undefined,
	after: Json | undefined,
): void {
	if (isEqual(comparison, before, after)) return;
	tell(comparison, place, unclear, what => `${what}: ${name} changed`, before, after);
}

function haveMovingRefs(old: Json | undefined, fresh: Json | undefined): boolean {
	const refs = new Set([...refsIn(old), ...refsIn(fresh)]);
	if (refs.size === 0) return false;
	const areFixed = definitions.every(key => isSame(partOf(old, key), partOf(fresh, key)));
	return !areFixed || ![...refs].every(ref => definitions.some(key => ref.startsWith(`#/${key}/`)));
}

const definitions = ['$defs', 'definitions'];

const partOf = (schema: Json | undefined, key: string): Json | undefined =>
	isObject(schema) ? schema[key] : undefined;
