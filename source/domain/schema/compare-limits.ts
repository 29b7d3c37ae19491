import type {Json, JsonObject} from '../json.ts';
import {type Comparison, type Place, tell, tellUnlessEqual, within} from './comparison.ts';
import {different, type Effect, narrower, unclear, wider} from './effects.ts';
import {isSame} from './same-json.ts';
import {possibleTypes} from './schema-types.ts';
import {quoteValue} from './words.ts';

/** Compares everything that is a number, a pattern or a format. */
export function compareLimits(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	const areWhole = [old, fresh].every(schema => !possibleTypes(schema).has('fraction'));
	for (const [keyword, strict, isLower] of ranges) {
		compareRange(
			comparison,
			place,
			keyword,
			[old, fresh].map(schema => boundOf(schema, keyword, strict, isLower, areWhole)),
			isLower,
		);
		for (const name of [keyword, strict]) compareOdd(comparison, place, name, old[name], fresh[name]);
	}
	for (const [keyword, isLower] of counts) {
		const none = isLower ? 0 : Number.POSITIVE_INFINITY;
		const bounds = [old, fresh].map(schema => ({at: numberOr(schema[keyword], none), isStrict: false}));
		compareRange(comparison, place, keyword, bounds, isLower);
		compareOdd(comparison, place, keyword, old[keyword], fresh[keyword]);
	}
	for (const [keyword, judge] of rules) {
		const [before, after] = [old[keyword], fresh[keyword]];
		if (before === undefined || after === undefined) {
			if (before !== after) {
				const effect = before === undefined ? narrower : wider;
				const words = (what: string) =>
					`${what}: ${keyword} ${quoteValue(before ?? after)} ${before === undefined ? 'added' : 'removed'}`;
				tell(comparison, within(place, keyword), effect, words, before, after);
			}
		} else if (!isSame(before, after)) {
			const words = (what: string) => `${what}: ${keyword} changed from ${quoteValue(before)} to ${quoteValue(after)}`;
			tell(comparison, within(place, keyword), judge(before, after), words, before, after);
		}
	}
	const [wasUnique, isUnique] = [old.uniqueItems === true, fresh.uniqueItems === true];
	if (wasUnique !== isUnique) {
		const words = (what: string) => `${what}: items ${isUnique ? 'must be unique now' : 'need not be unique any more'}`;
		tell(
			comparison,
			within(place, 'uniqueItems'),
			isUnique ? narrower : wider,
			words,
			old.uniqueItems,
			fresh.uniqueItems,
		);
	}
}

const ranges = [
	['minimum', 'exclusiveMinimum', true],
	['maximum', 'exclusiveMaximum', false],
] as const;

const counts = [
	['minLength', true],
	['maxLength', false],
	['minItems', true],
	['maxItems', false],
	['minProperties', true],
	['maxProperties', false],
] as const;

const rules: readonly (readonly [string, (before: Json, after: Json) => Effect])[] = [
	['multipleOf', judgeMultiple],
	// Whether one pattern takes all that another takes is more than can be told in bounded time.
	['pattern', () => unclear],
	['format', judgeFormat],
];

interface Bound {
	readonly at: number;
	/** The bound itself does not pass. */
	readonly isStrict: boolean;
}

function boundOf(schema: JsonObject, keyword: string, strict: string, isLower: boolean, areWhole: boolean): Bound {
	const none = isLower ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const soft = {at: numberOr(schema[keyword], none), isStrict: false};
	const hard = {at: numberOr(schema[strict], none), isStrict: true};
	const bound = Number.isFinite(hard.at) && !isTighter(soft, hard, isLower) ? hard : soft;
	if (!areWhole || !Number.isFinite(bound.at)) return bound;
	const next = isLower ? Math.floor(bound.at) + 1 : Math.ceil(bound.at) - 1;
	return {at: bound.isStrict ? next : isLower ? Math.ceil(bound.at) : Math.floor(bound.at), isStrict: false};
}

const isTighter = (a: Bound, b: Bound, isLower: boolean): boolean =>
	a.at === b.at ? a.isStrict && !b.isStrict : isLower ? a.at > b.at : a.at < b.at;

function compareRange(
	comparison: Comparison,
	place: Place,
	keyword: string,
	bounds: readonly Bound[],
	isLower: boolean,
): void {
	const [old, fresh] = bounds;
	if (!old || !fresh || (old.at === fresh.at && old.isStrict === fresh.isStrict)) return;
	const effect = isTighter(fresh, old, isLower) ? narrower : wider;
	tell(
		comparison,
		within(place, keyword),
		effect,
		what => `${what}: ${keyword} ${describeMove(old, fresh)}`,
		toJson(old),
		toJson(fresh),
	);
}

function describeMove(old: Bound, fresh: Bound): string {
	if (!Number.isFinite(old.at)) return `${tellBound(fresh)} added`;
	if (!Number.isFinite(fresh.at)) return `${tellBound(old)} removed`;
	const verb = fresh.at === old.at ? 'changed' : fresh.at > old.at ? 'raised' : 'lowered';
	return `${verb} from ${tellBound(old)} to ${tellBound(fresh)}`;
}

const tellBound = ({at, isStrict}: Bound): string => `${at}${isStrict ? ' (itself excluded)' : ''}`;

const toJson = ({at}: Bound): Json | undefined => (Number.isFinite(at) ? at : undefined);

const numberOr = (value: Json | undefined, none: number): number => (typeof value === 'number' ? value : none);

/** A limit that is no number rules nothing that anyone knows of. */
function compareOdd(
	comparison: Comparison,
	place: Place,
	keyword: string,
	before: Json | undefined,
	after: Json | undefined,
): void {
	const isOdd = (value: Json | undefined) => value !== undefined && typeof value !== 'number';
	if (isOdd(before) || isOdd(after)) tellUnlessEqual(comparison, within(place, keyword), keyword, before, after);
}

function judgeMultiple(before: Json, after: Json): Effect {
	if (typeof before !== 'number' || typeof after !== 'number' || !(before > 0) || !(after > 0)) return unclear;
	if (Number.isInteger(after / before)) return narrower;
	return Number.isInteger(before / after) ? wider : different;
}

/** Formats that take all that another one takes, by the RFCs that they come from. */
const widerFormats: Readonly<Record<string, readonly string[]>> = {
	uri: ['uri-reference', 'iri', 'iri-reference'],
	'uri-reference': ['iri-reference'],
	iri: ['iri-reference'],
	email: ['idn-email'],
	hostname: ['idn-hostname'],
};

function judgeFormat(before: Json, after: Json): Effect {
	const takesAll = (a: Json, b: Json) =>
		typeof a === 'string' && Object.hasOwn(widerFormats, a) && widerFormats[a]?.includes(String(b)) === true;
	return takesAll(before, after) ? wider : takesAll(after, before) ? narrower : unclear;
}
