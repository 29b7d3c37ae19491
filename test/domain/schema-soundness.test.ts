import {Ajv2020} from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isObject, type Json, type JsonObject} from '../../source/domain/json.ts';
import {diffSnapshots} from '../../source/domain/schema-diff.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

const names = ['a', 'b', 'c'] as const;
const values = fc.constantFrom<Json>(null, true, false, 'x', 'y', 'long text', '', 0, 1, 2, 2.5, 6, -1);

const leaf = fc.oneof(
	fc.constant<Json>({}),
	fc.boolean(),
	fc.constantFrom<Json>({type: 'string'}, {type: 'number'}, {type: 'integer'}, {type: ['string', 'null']}),
	fc.uniqueArray(values, {minLength: 1, maxLength: 3}).map((choices): Json => ({enum: choices})),
	values.map((value): Json => ({const: value})),
	fc
		.record(
			{minimum: fc.integer({min: -1, max: 3}), exclusiveMaximum: fc.integer({min: 0, max: 6})},
			{requiredKeys: []},
		)
		.map((limits): Json => ({type: 'number', ...limits})),
	fc
		.record({minLength: fc.nat(2), maxLength: fc.nat(9), pattern: fc.constantFrom('x', '^l')}, {requiredKeys: []})
		.map((limits): Json => ({type: 'string', ...limits})),
	fc.constantFrom(1, 2, 3, 6).map((multipleOf): Json => ({multipleOf})),
	fc.constantFrom<Json>({$ref: '#/$defs/d'}, {$ref: '#/$defs/e'}, {$ref: '#'}),
);

const {schema: anySchema} = fc.letrec<{schema: Json; object: Json; list: Json; union: Json}>(tie => ({
	schema: fc.oneof(
		{depthSize: 'small', withCrossShrink: true, maxDepth: 2},
		leaf,
		tie('object'),
		tie('list'),
		tie('union'),
	),
	object: fc
		.record(
			{
				type: fc.constant('object'),
				properties: fc.dictionary(fc.constantFrom(...names), tie('schema')),
				required: fc.uniqueArray(fc.constantFrom(...names), {maxLength: 2}),
				additionalProperties: tie('schema'),
				maxProperties: fc.integer({min: 1, max: 2}),
				dependentRequired: fc.dictionary(fc.constantFrom(...names), fc.uniqueArray(fc.constantFrom(...names))),
				propertyNames: fc.constantFrom<Json>({maxLength: 1}, {enum: ['a', 'b']}),
			},
			{requiredKeys: []},
		)
		.map((schema): Json => schema),
	list: fc
		.record(
			{
				type: fc.constant('array'),
				items: tie('schema'),
				prefixItems: fc.array(tie('schema'), {minLength: 1, maxLength: 2}),
				minItems: fc.nat(2),
				uniqueItems: fc.boolean(),
				contains: tie('schema'),
			},
			{requiredKeys: []},
		)
		// Ajv 8 takes an empty list for `contains` where `prefixItems` stands beside it, which is not what the standard says.
		.map(
			({contains, ...schema}): Json => (contains === undefined || schema.prefixItems ? schema : {...schema, contains}),
		),
	union: fc.oneof(
		fc.array(tie('schema'), {minLength: 1, maxLength: 3}).map((anyOf): Json => ({anyOf})),
		fc.array(tie('schema'), {minLength: 1, maxLength: 3}).map((oneOf): Json => ({oneOf})),
		fc.array(tie('schema'), {minLength: 1, maxLength: 2}).map((allOf): Json => ({allOf})),
		fc
			.tuple(fc.array(tie('schema'), {minLength: 1, maxLength: 2}), tie('object'))
			.map(([anyOf, object]): Json => ({...(object as object), anyOf})),
		tie('schema').map((not): Json => ({not})),
		fc
			.tuple(tie('schema'), tie('schema'))
			.map((both): Json => Object.fromEntries(['if', 'then'].map((key, index) => [key, both[index]]))),
	),
}));

const {schema: anyInstance, object: anyArguments} = fc.letrec<{schema: Json; list: Json; object: Json}>(tie => ({
	schema: fc.oneof({depthSize: 'small', maxDepth: 2}, values, tie('list'), tie('object')),
	list: fc.array(tie('schema'), {maxLength: 3}).map((list): Json => list),
	object: fc.dictionary(fc.constantFrom(...names), tie('schema'), {maxKeys: 3}).map((object): Json => object),
}));

/** A schema and one that is made from it by changing a part, or another one altogether. */
const anyPair = fc.oneof(
	fc.tuple(anySchema, anySchema),
	fc.tuple(anySchema, anySchema, anySchema).map(([one, other, field]): [Json, Json] => [
		{type: 'object', properties: {a: field, b: one}},
		{type: 'object', properties: {a: field, b: other}},
	]),
	fc
		.tuple(anySchema, fc.infiniteStream(fc.nat(20)), anySchema)
		.map(([schema, picks, other]): [Json, Json] => [schema, mutate(schema, () => picks.next().value ?? 0, other)]),
);

/** Replaces some parts of a schema. */
function mutate(schema: Json, pick: () => number, other: Json): Json {
	if (pick() === 0) return other;
	if (Array.isArray(schema)) return schema.filter(() => pick() > 2).map((item: Json) => mutate(item, pick, other));
	if (typeof schema !== 'object' || schema === null) return schema;
	const entries = Object.entries(schema).filter(() => pick() > 1);
	return Object.fromEntries(
		entries.map(([key, item]) => [key, schemaKeys.has(key) ? mutate(item ?? null, pick, other) : (item ?? null)]),
	);
}

const schemaKeys = new Set([
	'properties',
	'additionalProperties',
	'items',
	'prefixItems',
	'anyOf',
	'oneOf',
	'allOf',
	'not',
	'contains',
	...names,
]);

function validator(schema: Json, defs: JsonObject): ((value: Json) => boolean) | null {
	try {
		const whole = typeof schema === 'object' && schema !== null ? {...schema, $defs: defs} : schema;
		return new Ajv2020({strict: false, logger: false}).compile(whole as object) as (value: Json) => boolean;
	} catch {
		return null;
	}
}

/** Null where the schema refers to itself without end. */
function isValid(validate: (value: Json) => boolean, instance: Json): boolean | null {
	try {
		return validate(instance);
	} catch {
		return null;
	}
}

/** True when a value has only fields that the schemas name, at the place where they name them. */
function isNamed(schemas: readonly Json[], value: Json, defs: Record<string, Json>, root: Json): boolean {
	if (typeof value !== 'object' || value === null) return true;
	const nodes = expand(schemas, defs, root, 6);
	const below = (keys: readonly string[]) => nodes.flatMap(node => keys.flatMap(key => node[key] ?? []) as Json[]);
	if (Array.isArray(value)) {
		return value.every((item: Json) => isNamed(below(['items', 'prefixItems', 'contains']), item, defs, root));
	}
	return Object.entries(value).every(([name, item]) => {
		const named = [
			...nodes.flatMap(({properties}) => (isObject(properties) ? (properties[name] ?? []) : []) as Json[]),
			...below(['additionalProperties']).filter(rest => rest !== true && JSON.stringify(rest) !== '{}'),
		];
		return named.length > 0 && isNamed(named, item ?? null, defs, root);
	});
}

/** The schemas, and all that hold at the same place. */
function expand(schemas: readonly Json[], defs: Record<string, Json>, root: Json, levels: number): JsonObject[] {
	if (levels === 0) return [];
	return schemas.filter(isObject).flatMap(node => {
		const beside = ['anyOf', 'oneOf', 'allOf', 'if', 'then', 'not'].flatMap(key => (node[key] ?? []) as Json[]);
		const target = node.$ref === '#' ? [root] : typeof node.$ref === 'string' ? [defs[node.$ref.slice(8)] ?? true] : [];
		return [node, ...expand([...beside, ...target], defs, root, levels - 1)];
	});
}

type Part = 'inputSchema' | 'outputSchema';

const snapshotOf = (part: Part, schema: Json, defs: JsonObject) => {
	const whole = typeof schema === 'object' && schema !== null ? {...schema, $defs: defs} : schema;
	return takeSnapshot(listingOf([tool('a', {inputSchema: {type: 'object'}, [part]: whole})]), 0, text => text);
};

const someDefs = fc.record({d: anySchema, e: leaf});

/** Definitions before and after: often the same ones. */
const anyDefs = fc
	.tuple(someDefs, someDefs, fc.boolean())
	.map(([one, other, isSame]) => [one, isSame ? one : other] as const);

const instancesOf = (part: Part) =>
	fc.array(part === 'inputSchema' ? anyArguments : anyInstance, {minLength: 20, maxLength: 20});

/** Arguments are an object, and callers send the fields that the schema names; results are anything. */
const isCall = (part: Part, value: Json, schema: Json, defs: Record<string, Json>): boolean =>
	part === 'outputSchema' || (isObject(value) && isNamed([schema], value, defs, schema));

/** A value that shows that a change was no compatible one: arguments are refused, or results were not allowed before. */
const isCounterexample = (part: Part, before: boolean, after: boolean): boolean =>
	part === 'inputSchema' ? before && !after : after && !before;

test.each<Part>(['inputSchema', 'outputSchema'])(
	'a change of %s that is called compatible has no counterexample',
	part => {
		let asked = 0;
		fc.assert(
			fc.property(anyPair, anyDefs, instancesOf(part), ([one, other], [oldDefs, freshDefs], instances) => {
				const changes = diffSnapshots(snapshotOf(part, one, oldDefs), snapshotOf(part, other, freshDefs));
				if (changes.some(change => change.class !== 'compatible')) return;
				const [old, fresh] = [validator(one, oldDefs), validator(other, freshDefs)];
				if (!old || !fresh) return;
				for (const instance of instances.filter(value => isCall(part, value, one, oldDefs))) {
					const [before, after] = [isValid(old, instance), isValid(fresh, instance)];
					if (before === null || after === null) continue;
					asked++;
					if (isCounterexample(part, before, after))
						throw new Error(JSON.stringify({one, other, oldDefs, freshDefs, instance}));
				}
			}),
			{numRuns: Number(process.env.SCHEMA_RUNS ?? 400)},
		);
		expect(asked).toBeGreaterThan(300);
	},
);
