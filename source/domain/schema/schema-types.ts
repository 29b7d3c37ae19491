import {isObject, type Json, type JsonObject} from '../json.ts';
import {plainText} from '../plain-text.ts';
import {allTypes} from './keywords.ts';

/** The types that a schema names; all of them where it names none. A name that JSON Schema lacks stands for itself. */
export function declaredTypes({type}: JsonObject): ReadonlySet<string> {
	const names = (Array.isArray(type) ? type : [type]).filter(name => typeof name === 'string');
	if (names.length === 0) return new Set(allTypes);
	return new Set(names.flatMap(name => (name === 'number' ? ['integer', 'fraction'] : [name])));
}

/** The types that can pass: those it names, as far as one of its choices has them. */
export function possibleTypes(schema: JsonObject): ReadonlySet<string> {
	const declared = declaredTypes(schema);
	if (!Array.isArray(schema.enum)) return declared;
	const chosen = new Set(schema.enum.map(typeOf));
	return new Set([...declared].filter(type => chosen.has(type)));
}

/** The type of a value, in the same words. */
export function typeOf(value: Json): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
	return isObject(value) ? 'object' : typeof value;
}

/** "string or null"; empty for a schema that names none. */
export function describeType({type}: JsonObject): string {
	const names = (Array.isArray(type) ? type : [type]).filter(name => typeof name === 'string');
	return names
		.slice(0, 7)
		.map(name => plainText(name, 20))
		.join(' or ');
}
