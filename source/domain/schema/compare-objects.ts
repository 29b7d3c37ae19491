import {isObject, type Json, type JsonObject} from '../json.ts';
import {compareSchemas, isWithin} from './compare-schemas.ts';
import {type Comparison, type Place, tell, within} from './comparison.ts';
import {type Effect, narrower, unclear, wider} from './effects.ts';
import {describeType} from './schema-types.ts';

/** Compares the fields of two objects: those that came, went or changed, which are required, and what else may stand there. */
export function compareObjects(
	comparison: Comparison,
	place: Place,
	oldSchema: JsonObject,
	freshSchema: JsonObject,
): void {
	const old = shapeOf(oldSchema);
	const fresh = shapeOf(freshSchema);
	for (const name of new Set([...fresh.fields.keys(), ...old.fields.keys(), ...fresh.required, ...old.required])) {
		const at = within(place, 'properties', name);
		const [before, after] = [old.fields.get(name), fresh.fields.get(name)];
		if (before === undefined && after === undefined)
			compareRequired(comparison, at, old.required.has(name), fresh.required.has(name));
		else if (before === undefined && !old.required.has(name)) add(comparison, at, name, old, fresh);
		else if (after === undefined && !fresh.required.has(name)) remove(comparison, at, name, old, fresh);
		else {
			compareRequired(comparison, at, old.required.has(name), fresh.required.has(name));
			compareSchemas(comparison, at, before ?? old.rest, after ?? fresh.rest);
		}
	}
	compareRest(comparison, within(place, 'additionalProperties'), old, fresh);
	comparePatterns(comparison, place, old, fresh);
	compareSchemas(comparison, within(place, 'propertyNames'), oldSchema.propertyNames, freshSchema.propertyNames);
	compareDependents(comparison, place, oldSchema.dependentRequired, freshSchema.dependentRequired);
}

interface Shape {
	readonly fields: ReadonlyMap<string, Json>;
	readonly required: ReadonlySet<string>;
	/** The schema of fields that are not named; false where there must be none. */
	readonly rest: Json;
	/** What `allOf` and its like name is named too. */
	readonly looksWider: boolean;
	readonly patterns: ReadonlyMap<string, Json>;
}

function shapeOf(schema: JsonObject): Shape {
	return {
		fields: entriesOf(schema.properties),
		required: new Set(Array.isArray(schema.required) ? schema.required.filter(name => typeof name === 'string') : []),
		rest: schema.additionalProperties ?? schema.unevaluatedProperties ?? true,
		looksWider: schema.additionalProperties === undefined && schema.unevaluatedProperties !== undefined,
		patterns: entriesOf(schema.patternProperties),
	};
}

/** As a map, because a name such as `__proto__` is no good key of an object. */
const entriesOf = (value: Json | undefined): Map<string, Json> =>
	new Map(isObject(value) ? Object.entries(value).map(([name, item]) => [name, item ?? null]) : []);

const isOpen = (rest: Json): boolean => rest === true || (isObject(rest) && Object.keys(rest).length === 0);

function add(comparison: Comparison, place: Place, name: string, old: Shape, fresh: Shape): void {
	const field = fresh.fields.get(name) ?? true;
	const isRequired = fresh.required.has(name);
	const isClosed = old.rest === false;
	const hasRules = !isClosed && !isOpen(old.rest);
	const isOdd = old.patterns.size > 0 || (place.isShared && !isClosed);
	const isRefused = hasRules && !isWithin(comparison, old.rest, field, 'forth');
	const isUnforeseen = hasRules && !isWithin(comparison, field, old.rest, 'back');
	const effect: Effect = {
		input: isRequired ? 'breaking' : isRefused || isOdd ? 'warning' : 'compatible',
		output: isClosed || isUnforeseen ? 'breaking' : isOdd ? 'warning' : 'compatible',
	};
	tell(
		comparison,
		place,
		effect,
		what => `added ${isRequired ? 'required' : 'optional'} ${what}${typeSuffix(field)}`,
		undefined,
		field,
	);
}

function remove(comparison: Comparison, place: Place, name: string, old: Shape, fresh: Shape): void {
	const field = old.fields.get(name) ?? true;
	const wasRequired = old.required.has(name);
	const isRefused =
		old.rest === false ||
		fresh.rest === false ||
		!(isOpen(fresh.rest) || isWithin(comparison, field, fresh.rest, 'forth'));
	// An argument that nobody reads any more is no error, which makes it the harder to notice.
	const effect: Effect = {
		input: wasRequired || isRefused ? 'breaking' : 'warning',
		output: wasRequired ? 'breaking' : 'warning',
	};
	tell(comparison, place, effect, what => `removed ${what}`, field, undefined);
}

function compareRequired(comparison: Comparison, place: Place, before: boolean, after: boolean): void {
	if (before === after) return;
	const words = (what: string) => `${what} is ${after ? 'now' : 'no longer'} required`;
	tell(comparison, place, after ? narrower : wider, words, before, after);
}

function compareRest(comparison: Comparison, place: Place, old: Shape, fresh: Shape): void {
	const object = {...place, path: place.path.slice(0, -1)};
	if (old.looksWider !== fresh.looksWider && !isOpen(old.rest) && !isOpen(fresh.rest)) {
		const words = (what: string) => `${what}: which fields count as named changed`;
		tell(comparison, object, unclear, words, old.rest, fresh.rest);
	}
	if (old.rest === fresh.rest) return;
	if (old.rest !== false && fresh.rest !== false) {
		compareSchemas(comparison, place, old.rest, fresh.rest);
	} else if (fresh.rest === false) {
		tell(comparison, object, narrower, what => `${what}: fields that are not named are refused now`, old.rest, false);
	} else {
		const effect: Effect = {input: 'compatible', output: 'warning'};
		tell(
			comparison,
			object,
			effect,
			what => `${what}: fields that are not named may stand there now`,
			false,
			fresh.rest,
		);
	}
}

/** Which names a pattern takes is not looked at, so what comes or goes cannot be judged. */
function comparePatterns(comparison: Comparison, place: Place, old: Shape, fresh: Shape): void {
	const isOnlyNew = old.rest === false && old.patterns.size === 0;
	for (const pattern of new Set([...old.patterns.keys(), ...fresh.patterns.keys()])) {
		const at = within(place, 'patternProperties', pattern);
		const [before, after] = [old.patterns.get(pattern), fresh.patterns.get(pattern)];
		if (before !== undefined && after !== undefined) compareSchemas(comparison, at, before, after);
		else if (before === undefined)
			tell(comparison, at, isOnlyNew ? wider : unclear, what => `added ${what}`, before, after);
		else tell(comparison, at, unclear, what => `removed ${what}`, before, after);
	}
}

function compareDependents(comparison: Comparison, place: Place, old: Json | undefined, fresh: Json | undefined): void {
	const [before, after] = [entriesOf(old), entriesOf(fresh)];
	for (const name of new Set([...before.keys(), ...after.keys()])) {
		const [was, is] = [namesOf(before.get(name)), namesOf(after.get(name))];
		const at = within(place, 'dependentRequired', name);
		const words = (what: string) => `${what}: what is required beside a field changed`;
		if ([...is].some(one => !was.has(one))) tell(comparison, at, narrower, words, before.get(name), after.get(name));
		if ([...was].some(one => !is.has(one))) tell(comparison, at, wider, words, before.get(name), after.get(name));
	}
}

const namesOf = (value: Json | undefined): Set<Json> => new Set(Array.isArray(value) ? value : []);

function typeSuffix(field: Json): string {
	const type = isObject(field) ? describeType(field) : '';
	return type === '' ? '' : ` (${type})`;
}
