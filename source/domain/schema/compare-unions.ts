import {isObject, type Json, type JsonObject} from '../json.ts';
import {areDisjoint, countObjects, markOf} from './branches.ts';
import {compareSchemas, isWithin} from './compare-schemas.ts';
import {type Comparison, type Place, tell, within} from './comparison.ts';
import {type Effect, narrower, unclear, wider} from './effects.ts';
import {isIdle, typesOfKeyword} from './keywords.ts';
import {isSame} from './same-json.ts';
import {declaredTypes, describeType} from './schema-types.ts';

/** Compares `allOf`, `anyOf` and `oneOf`, each with itself. */
export function compareUnions(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	compareDemands(comparison, {...within(place, 'allOf'), isShared: true}, listOf(old.allOf), listOf(fresh.allOf));
	for (const keyword of ['anyOf', 'oneOf'] as const) {
		const at = within(place, keyword);
		const [before, after] = [old[keyword], fresh[keyword]];
		if (Array.isArray(before) && Array.isArray(after))
			compareBranches(comparison, shareIf(at, namesFields(old) || namesFields(fresh)), before, after);
		else if (after !== undefined && before === undefined)
			tell(comparison, at, narrower, what => `${what}: choice of forms added`, before, after);
		else if (before !== undefined && after === undefined)
			tell(comparison, at, wider, what => `${what}: choice of forms removed`, before, after);
		else if (!isSame(before, after))
			tell(comparison, at, unclear, what => `${what}: ${keyword} changed`, before, after);
	}
}

/**
 * Compares a schema that offers a choice of forms with one that does not, or that says so by another keyword. Does
 * nothing, and returns false, where both are to be compared keyword by keyword.
 */
export function compareAsUnions(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): boolean {
	const [before, after] = [pureUnion(old), pureUnion(fresh)];
	if (before?.keyword === after?.keyword) return false;
	if ((!before && hasUnion(old)) || (!after && hasUnion(fresh))) return false;
	const isExclusive = before?.keyword === 'oneOf' || after?.keyword === 'oneOf';
	const at = within(place, after?.keyword ?? before?.keyword ?? 'anyOf');
	compareBranches(comparison, at, before?.branches ?? formsOf(old), after?.branches ?? formsOf(fresh), isExclusive);
	return true;
}

interface Union {
	readonly keyword: 'anyOf' | 'oneOf';
	readonly branches: readonly Json[];
}

function pureUnion(schema: JsonObject): Union | null {
	const rules = Object.keys(schema).filter(key => schema[key] !== undefined && !isIdle(key));
	const [keyword] = rules;
	if (rules.length !== 1 || (keyword !== 'anyOf' && keyword !== 'oneOf')) return null;
	const branches = schema[keyword];
	return Array.isArray(branches) ? {keyword, branches} : null;
}

const hasUnion = ({anyOf, oneOf}: JsonObject): boolean => anyOf !== undefined || oneOf !== undefined;

/** A schema with several types as one form for each. */
function formsOf(schema: JsonObject): Json[] {
	const types = Array.isArray(schema.type) ? schema.type.filter(type => typeof type === 'string') : [];
	const rules = Object.entries(schema).filter(([key]) => !isIdle(key));
	if (types.length < 2) return [Object.fromEntries(rules)];
	return types.map(type => {
		const own = rules.filter(([key]) => {
			const concerned = Object.hasOwn(typesOfKeyword, key) ? typesOfKeyword[key] : undefined;
			return concerned === undefined || concerned.some(one => declaredTypes({type}).has(one));
		});
		return Object.fromEntries([...own, ['type', type]]);
	});
}

/** Pairs the forms of two unions and compares the pairs; those without a partner came or went. */
function compareBranches(
	comparison: Comparison,
	place: Place,
	before: readonly Json[],
	after: readonly Json[],
	isExclusive = place.path.at(-1) === 'oneOf',
): void {
	if (before.length * after.length > mostPairs) {
		if (!isSame(before, after)) tell(comparison, place, unclear, what => `${what}: its many forms changed`);
		return;
	}
	// Where forms overlap, what is one too many of them is not valid at all.
	const overlap = isExclusive && !(areDisjoint(before, comparison.old) && areDisjoint(after, comparison.fresh));
	const isShared = countObjects(before, comparison.old) > 1 || countObjects(after, comparison.fresh) > 1;
	const at = shareIf(overlap ? {...place, isDoubted: true} : place, isShared);
	const {pairs, gone, come} = pairUp(comparison, before, after);
	for (const [old, fresh, index] of pairs) compareSchemas(comparison, within(at, String(index)), old, fresh);
	for (const [old, index] of gone) {
		const isCovered = !comparison.isTrial && after.some(one => isWithin(comparison, old, one, 'forth'));
		tell(
			comparison,
			within(at, String(index)),
			isCovered ? harmless : narrower,
			what => `${what}: form removed${labelOf(old)}`,
			old,
			undefined,
		);
	}
	for (const [fresh, index] of come) {
		const isCovered = !comparison.isTrial && before.some(one => isWithin(comparison, fresh, one, 'back'));
		tell(
			comparison,
			within(at, String(index)),
			isCovered ? harmless : wider,
			what => `${what}: form added${labelOf(fresh)}`,
			undefined,
			fresh,
		);
	}
}

const mostPairs = 4000;

const shareIf = (place: Place, isShared: boolean): Place => (isShared ? {...place, isShared} : place);

const namesFields = ({properties, required, allOf}: JsonObject): boolean =>
	properties !== undefined || required !== undefined || allOf !== undefined;

const harmless: Effect = {input: 'compatible', output: 'compatible'};

interface Pairing {
	/** The old one, the fresh one, and where that stands. */
	readonly pairs: readonly (readonly [Json, Json, number])[];
	readonly gone: readonly (readonly [Json, number])[];
	readonly come: readonly (readonly [Json, number])[];
}

/** Equal forms first, then those with the same mark: a type, a name, or a field that tells forms apart. */
function pairUp({old, fresh}: Comparison, before: readonly Json[], after: readonly Json[]): Pairing {
	const come = new Map(after.map((branch, index) => [index, branch]));
	const pairs: [Json, Json, number][] = [];
	const take = (branch: Json, fits: (other: Json) => boolean): boolean => {
		for (const [index, other] of come) {
			if (!fits(other)) continue;
			come.delete(index);
			pairs.push([branch, other, index]);
			return true;
		}
		return false;
	};
	const unequal = before
		.map((branch, index) => [branch, index] as const)
		.filter(([branch]) => !take(branch, other => isSame(branch, other)));
	const marks = new Map([...come.values()].map(branch => [branch, markOf(branch, fresh)]));
	const gone = unequal.filter(([branch]) => {
		const mark = markOf(branch, old);
		return !take(branch, other => marks.get(other) === mark);
	});
	return {pairs, gone, come: [...come].map(([index, branch]) => [branch, index] as const)};
}

/** Demands that hold together: one more narrows, one less widens. */
function compareDemands(comparison: Comparison, place: Place, before: readonly Json[], after: readonly Json[]): void {
	if (before.length * after.length > mostPairs) {
		if (!isSame(before, after)) tell(comparison, place, unclear, what => `${what}: its many demands changed`);
		return;
	}
	const {pairs, gone, come} = pairUp(comparison, before, after);
	for (const [old, fresh, index] of pairs) compareSchemas(comparison, within(place, String(index)), old, fresh);
	for (const [old, index] of gone)
		tell(comparison, within(place, String(index)), wider, what => `${what}: demand removed`, old, undefined);
	for (const [fresh, index] of come)
		tell(comparison, within(place, String(index)), narrower, what => `${what}: demand added`, undefined, fresh);
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function labelOf(branch: Json): string {
	const label = isObject(branch) ? describeType(branch) : '';
	return label === '' ? '' : ` (${label})`;
}
