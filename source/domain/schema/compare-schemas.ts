import type {Json, JsonObject} from '../json.ts';
import {compareArrays} from './compare-arrays.ts';
import {compareLimits} from './compare-limits.ts';
import {compareObjects} from './compare-objects.ts';
import {compareRest} from './compare-rest.ts';
import {compareAsUnions, compareUnions} from './compare-unions.ts';
import {compareChoices, compareDefaults, compareTypes} from './compare-values.ts';
import {type Comparison, enter, isEqual, type Place, tell, tryOut} from './comparison.ts';
import {narrower, wider} from './effects.ts';
import {follow, openSchema} from './open-schema.ts';

/** Takes down every difference between two schemas, what is within them included. An absent one takes anything. */
export function compareSchemas(
	comparison: Comparison,
	place: Place,
	oldPart: Json | undefined,
	freshPart: Json | undefined,
): void {
	if (isEqual(comparison, oldPart, freshPart)) return;
	const before = follow(oldPart, comparison.old);
	const after = follow(freshPart, comparison.fresh);
	if (!enter(comparison, place, before, after)) return;
	const old = openSchema(before, comparison.old);
	const fresh = openSchema(after, comparison.fresh);
	if (old === false || fresh === false) {
		if (old === fresh) return;
		const words = (what: string) => `${what}: ${fresh === false ? 'nothing is valid any more' : 'no longer forbidden'}`;
		tell(comparison, place, fresh === false ? narrower : wider, words, before, after);
		return;
	}
	const doubt = looksAround(old) || looksAround(fresh);
	const here = doubt ? {...place, isDoubted: true} : place;
	const areUnions = compareAsUnions(comparison, here, old, fresh);
	if (!areUnions && compareTypes(comparison, here, old, fresh)) {
		compareChoices(comparison, here, old, fresh);
		compareLimits(comparison, here, old, fresh);
		compareObjects(comparison, here, old, fresh);
		compareArrays(comparison, here, old, fresh);
		compareUnions(comparison, here, old, fresh);
		compareRest(comparison, here, old, fresh);
	}
	compareDefaults(comparison, here, old, fresh);
}

/**
 * True when everything that is valid under one schema is known to be valid under the other: of an old and a fresh one
 * `forth`, of a fresh and an old one `back`. What cannot be told is false; so is all within an answer to this question.
 */
export function isWithin(comparison: Comparison, inner: Json, outer: Json, way: 'forth' | 'back'): boolean {
	const {old, fresh} = comparison;
	if (comparison.isTrial) return false;
	const granted = Math.min(mostStepsOfTrial, Math.max(comparison.steps.left, 0));
	const steps = {left: granted};
	const trial = way === 'forth' ? tryOut(comparison, old, fresh, steps) : tryOut(comparison, fresh, old, steps);
	compareSchemas(trial, {path: ['', ''], isDoubted: false, isShared: true}, inner, outer);
	comparison.steps.left -= granted - Math.max(steps.left, 0);
	return !trial.isCut && trial.found.every(({effect}) => effect.input === 'compatible');
}

const mostStepsOfTrial = 300;

/** What is valid here depends on what other parts have looked at already. */
const looksAround = ({unevaluatedProperties, unevaluatedItems}: JsonObject): boolean =>
	unevaluatedProperties !== undefined || unevaluatedItems !== undefined;
