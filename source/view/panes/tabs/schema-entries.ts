import {isObject, type Json, type JsonObject} from '../../../domain/json.ts';
import {plainText} from '../../../domain/plain-text.ts';
import {resolveLocal} from './schema-ref.ts';
import {describeSchema} from './schema-words.ts';

/** A value that a schema speaks of. */
export interface SchemaEntry {
	/** How far inside it lies. */
	readonly level: number;
	/** Its name as it comes from the server, or what it is: `[each]`, `option 1`. */
	readonly name: string;
	readonly isRequired: boolean;
	/** Its type, default and bounds in words. */
	readonly words: string;
	readonly description: string;
}

const deepest = 8;
/** The most that are ever told. */
export const mostEntries = 300;
const longestDescription = 1000;

/**
 * The values that a JSON Schema speaks of, each before what lies inside it; at most 300, at most 8 levels deep. Only
 * references inside the schema are followed, and none into itself. Never throws.
 */
export function schemaEntries(schema: Json | undefined): readonly SchemaEntry[] {
	const entries: SchemaEntry[] = [];
	const root = followed(schema, schema, []);
	for (const child of childrenOf(root.schema)) {
		walk(child, 0, {root: schema, entries, refs: root.refs});
	}
	return entries;
}

interface Child {
	readonly name: string;
	readonly schema: Json | undefined;
	readonly isRequired: boolean;
}

interface Walk {
	readonly root: Json | undefined;
	readonly entries: SchemaEntry[];
	/** The references that led here. */
	readonly refs: readonly string[];
}

function walk({name, schema, isRequired}: Child, level: number, {root, entries, refs}: Walk): void {
	if (entries.length >= mostEntries) return;
	const target = followed(root, schema, refs);
	const children = target.isCircle ? [] : childrenOf(target.schema);
	const words = describeSchema(target.schema);
	const described = isObject(target.schema) ? target.schema.description : undefined;
	entries.push({
		level,
		name,
		isRequired,
		words: target.isCircle ? `${target.refs.at(-1)}, as above` : words,
		description: typeof described === 'string' ? plainText(described, longestDescription) : '',
	});
	if (level + 1 >= deepest && children.length > 0) {
		if (entries.length < mostEntries)
			entries.push({level: level + 1, name: '…', isRequired: false, words: 'deeper than is shown', description: ''});
		return;
	}
	for (const child of children) walk(child, level + 1, {root, entries, refs: target.refs});
}

/** Follows references; words beside a reference stay. */
function followed(root: Json | undefined, schema: Json | undefined, refs: readonly string[]) {
	let target = schema;
	let seen = refs;
	while (isObject(target) && typeof target.$ref === 'string') {
		const ref = target.$ref;
		if (seen.includes(ref)) return {schema: target, refs: [...seen, ref], isCircle: true};
		const found = resolveLocal(root, ref);
		if (found === undefined) break;
		const {$ref: _followed, ...beside} = target;
		seen = [...seen, ref];
		target = isObject(found) ? {...found, ...beside} : found;
	}
	return {schema: target, refs: seen, isCircle: false};
}

function childrenOf(schema: Json | undefined): readonly Child[] {
	if (!isObject(schema)) return [];
	const {properties, required, patternProperties, additionalProperties, items, prefixItems} = schema;
	const names = new Set(Array.isArray(required) ? required.filter(name => typeof name === 'string') : []);
	const optional = (name: string, child: Json | undefined): Child => ({name, schema: child, isRequired: false});
	const fields = fieldsOf(properties).map(([name, child]) => ({name, schema: child, isRequired: names.has(name)}));
	const undescribed = [...names]
		.filter(name => !isObject(properties) || !Object.hasOwn(properties, name))
		.map(name => ({name, schema: true, isRequired: true}));
	return [
		...fields,
		...undescribed,
		...fieldsOf(patternProperties).map(([pattern, child]) => optional(`/${pattern}/`, child)),
		...(isObject(additionalProperties) ? [optional('[other names]', additionalProperties)] : []),
		...(Array.isArray(prefixItems)
			? prefixItems.map((child: Json, index: number) => optional(`[${index}]`, child))
			: []),
		...(isWorthShowing(items) ? [optional('[each]', items)] : []),
		...optionsOf(schema),
	];
}

/** What "array of string" tells already needs no line of its own. */
const isWorthShowing = (items: Json | undefined): boolean =>
	isObject(items) && Object.keys(items).some(key => key !== 'type');

const optionsOf = (schema: JsonObject): readonly Child[] =>
	(['oneOf', 'anyOf', 'allOf'] as const).flatMap(key => {
		const options = schema[key];
		const word = key === 'allOf' ? 'and' : 'option';
		return Array.isArray(options)
			? options.map((child: Json, index: number) => ({name: `${word} ${index + 1}`, schema: child, isRequired: false}))
			: [];
	});

const fieldsOf = (value: Json | undefined): [string, Json | undefined][] =>
	isObject(value) ? Object.entries(value) : [];
