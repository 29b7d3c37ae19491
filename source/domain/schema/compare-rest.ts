import type {JsonObject} from '../json.ts';
import {type Comparison, isEqual, type Place, tell, within} from './comparison.ts';
import {narrower, unclear, wider} from './effects.ts';
import {isProse} from './is-prose.ts';
import {knownKeywords} from './keywords.ts';
import {own} from './own.ts';
import {quote} from './words.ts';

/** Compares the rules that only hold as a whole, and keywords that JSON Schema does not have. */
export function compareRest(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	for (const [keyword, ...others] of groups) {
		const [before, after] = [old, fresh].map(schema => part(schema, keyword, others));
		if (isEqual(comparison, before, after)) continue;
		const effect = before === undefined ? narrower : after === undefined ? wider : unclear;
		const verb = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
		tell(comparison, within(place, keyword), effect, what => `${what}: rule "${keyword}" ${verb}`, before, after);
	}
	for (const keyword of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
		const [before, after] = [own(old, keyword), own(fresh, keyword)];
		// What reads like words is told with the texts.
		if (knownKeywords.has(keyword) || isEqual(comparison, before, after) || isProse(before) || isProse(after)) continue;
		tell(comparison, within(place, keyword), unclear, what => `${what}: ${quote(keyword)} changed`, before, after);
	}
}

/** Each is a conjunct: with it less passes, without it more. */
const groups: readonly (readonly [string, ...string[]])[] = [
	['contains', 'minContains', 'maxContains'],
	['not'],
	['if', 'then', 'else'],
	['dependentSchemas'],
	['unevaluatedItems'],
	['$ref'],
	['$dynamicRef'],
	['$recursiveRef'],
];

function part(schema: JsonObject, keyword: string, others: readonly string[]): JsonObject | undefined {
	if (schema[keyword] === undefined) return undefined;
	return Object.fromEntries([keyword, ...others].map(name => [name, schema[name]]));
}
