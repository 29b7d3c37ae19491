import {isObject, type Json, type JsonObject} from '../../../domain/json.ts';
import {foreign} from '../../draw/line.ts';
import {inlineJson} from './json-text.ts';

const mostChoices = 20;
const deepestType = 3;

/** What a schema demands of a value, in one line: "integer, default 10, 1 to 100". */
export function describeSchema(schema: Json | undefined): string {
	if (!isObject(schema)) return typeOf(schema, deepestType);
	return [
		typeOf(schema, deepestType),
		...('default' in schema ? [`default ${inlineJson(schema.default)}`] : []),
		...rangesOf(schema),
		...textOf('format', schema.format),
		...textOf('matches', schema.pattern),
		...(schema.multipleOf === undefined ? [] : [`multiple of ${inlineJson(schema.multipleOf)}`]),
		...(schema.uniqueItems === true ? ['no item twice'] : []),
		...(schema.additionalProperties === false ? ['no other names'] : []),
		...(schema.deprecated === true ? ['deprecated'] : []),
	].join(', ');
}

function typeOf(schema: Json | undefined, levels: number): string {
	if (schema === true || schema === undefined) return 'anything';
	if (schema === false) return 'nothing';
	if (!isObject(schema)) return 'not a schema';
	const {type, $ref: ref} = schema;
	if (typeof ref === 'string') return ref.startsWith('#') ? foreign(ref) : `see ${foreign(ref)}`;
	if ('const' in schema) return inlineJson(schema.const);
	if (Array.isArray(schema.enum)) return choicesOf(schema.enum);
	if (Array.isArray(type)) return type.map((one: Json) => nameOf(one, schema, levels)).join(' or ') || 'anything';
	if (type !== undefined) return nameOf(type, schema, levels);
	if (Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf)) return 'one of';
	if (Array.isArray(schema.allOf)) return 'all of';
	return isObject(schema.properties) ? 'object' : 'anything';
}

function nameOf(type: Json, {items}: JsonObject, levels: number): string {
	const name = typeof type === 'string' ? foreign(type) : inlineJson(type);
	const hasItems = name === 'array' && isObject(items) && levels > 0;
	return hasItems ? `array of ${typeOf(items, levels - 1)}` : name;
}

function choicesOf(values: readonly Json[]): string {
	const told = values.slice(0, mostChoices).map(value => inlineJson(value));
	const more = values.length - told.length;
	return [...told, ...(more > 0 ? [`${more} more`] : [])].join(' | ') || 'nothing';
}

function rangesOf(schema: JsonObject): readonly string[] {
	const {exclusiveMinimum: over, exclusiveMaximum: under} = schema;
	return [
		...range('', schema.minimum, schema.maximum),
		...(typeof over === 'number' ? [`over ${over}`] : []),
		...(typeof under === 'number' ? [`under ${under}`] : []),
		...range(' characters', schema.minLength, schema.maxLength),
		...range(' items', schema.minItems, schema.maxItems),
		...range(' names', schema.minProperties, schema.maxProperties),
	];
}

function range(unit: string, least: Json | undefined, most: Json | undefined): readonly string[] {
	if (typeof least === 'number' && typeof most === 'number') return [`${least} to ${most}${unit}`];
	if (typeof least === 'number') return [`at least ${least}${unit}`];
	return typeof most === 'number' ? [`at most ${most}${unit}`] : [];
}

const textOf = (word: string, value: Json | undefined): readonly string[] =>
	typeof value === 'string' ? [`${word} ${foreign(value)}`] : [];
