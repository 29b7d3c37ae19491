import {canonical} from '../canonical.ts';
import type {Json, JsonObject} from '../json.ts';
import {type Comparison, type Place, tell, tellUnlessEqual, within} from './comparison.ts';
import {different, narrower, wider} from './effects.ts';
import {declaredTypes, describeType, possibleTypes} from './schema-types.ts';
import {listValues, quoteValue} from './words.ts';

/** Compares which types pass. False where none passes both, so that nothing more can be said of them. */
export function compareTypes(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): boolean {
	// The protocol sends arguments as an object, whatever the schema would admit beside it.
	const isArguments = comparison.direction === 'input' && place.path.length === 1;
	const counting = (types: ReadonlySet<string>) => [...types].filter(type => !isArguments || type === 'object');
	const [before, after] = [counting(possibleTypes(old)), counting(possibleTypes(fresh))];
	const isApart = !before.some(type => after.includes(type));
	const isLost = isApart || before.some(type => !declaredTypes(fresh).has(type));
	const isGained = isApart || after.some(type => !declaredTypes(old).has(type));
	if (!isLost && !isGained) return true;
	const effect = isLost && isGained ? different : isLost ? narrower : wider;
	const from = describeType(old);
	const to = describeType(fresh);
	const words =
		from === to
			? 'values of other types'
			: from === ''
				? `is now ${to} only`
				: to === ''
					? `is no longer ${from} only`
					: `type changed from ${from} to ${to}`;
	tell(comparison, within(place, 'type'), effect, what => `${what}: ${words}`, old.type, fresh.type);
	return !isApart;
}

/** Compares the choices of `enum`, and of `const`, which is a choice of one. */
export function compareChoices(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	const [before, after] = [choicesOf(old), choicesOf(fresh)];
	const at = within(place, 'enum');
	if (!before || !after) {
		if (after)
			tell(
				comparison,
				at,
				narrower,
				what => `${what}: only ${listValues([...after.values()])} now`,
				undefined,
				fresh.enum,
			);
		else if (before)
			tell(comparison, at, wider, what => `${what}: no longer only ${listValues([...before.values()])}`, old.enum);
		else tellUnlessEqual(comparison, at, 'enum', old.enum, fresh.enum);
		return;
	}
	const gone = [...before].filter(([text]) => !after.has(text)).map(([, value]) => value);
	const come = [...after].filter(([text]) => !before.has(text)).map(([, value]) => value);
	if (gone.length > 0)
		tell(comparison, at, narrower, what => `${what}: value ${listValues(gone)} removed`, old.enum, fresh.enum);
	if (come.length > 0)
		tell(comparison, at, wider, what => `${what}: value ${listValues(come)} added`, old.enum, fresh.enum);
}

function choicesOf({enum: values}: JsonObject): Map<string, Json> | null {
	return Array.isArray(values) ? new Map(values.map((value: Json) => [canonical(value), value])) : null;
}

/** What is taken where nothing is said may be another thing now. Of results it says nothing. */
export function compareDefaults(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	const [before, after] = [old.default, fresh.default];
	if (canonical(before) === canonical(after) && (before === undefined) === (after === undefined)) return;
	tell(
		comparison,
		within(place, 'default'),
		{input: 'warning', output: 'compatible'},
		what => `${what}: default changed from ${quoteValue(before)} to ${quoteValue(after)}`,
		before,
		after,
	);
}
