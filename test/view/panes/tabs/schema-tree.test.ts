import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Json, JsonObject} from '../../../../source/domain/json.ts';
import {schemaEntries} from '../../../../source/view/panes/tabs/schema-entries.ts';
import {resolveLocal} from '../../../../source/view/panes/tabs/schema-ref.ts';
import {drawSchema} from '../../../../source/view/panes/tabs/schema-tree.ts';
import {describeSchema} from '../../../../source/view/panes/tabs/schema-words.ts';
import {anyContext, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

const draw = (schema: Json | undefined, columns = 60) => `\n${textOf(drawSchema(schema, contextOf(columns)))}`;

describe('a schema as a tree', () => {
	test('has each value with its type, whether it has to be there, and what it is for', () => {
		const schema = {
			type: 'object',
			required: ['filter', 'ghost'],
			properties: {
				filter: {
					type: 'object',
					description: 'Which issues, by what everybody can see of them without opening any of them',
					properties: {
						labels: {type: 'array', items: {type: 'string'}, maxItems: 5},
						range: {type: ['integer', 'null'], minimum: 1, maximum: 9, default: 3},
					},
					additionalProperties: false,
				},
				pages: {type: 'array', items: {type: 'object', properties: {no: {type: 'integer'}}}},
				when: {anyOf: [{type: 'string', format: 'date'}, {const: 'now'}]},
			},
			additionalProperties: {type: 'number'},
		};
		expect(draw(schema, 50)).toBe(`
 filter  required object, no other names
     Which issues, by what everybody can see of
     them without opening any of them
   labels  array of string, at most 5 items
   range  integer or null, default 3, 1 to 9
 pages  array of object
   [each]  object
     no  integer
 when  one of
   option 1  string, format date
   option 2  "now"
 ghost  required anything
 [other names]  number`);
	});
	test('follows references inside, but never in a circle', () => {
		const schema = {
			$defs: {node: {type: 'object', properties: {id: {type: 'integer'}, next: {$ref: '#/$defs/node'}}}},
			properties: {root: {$ref: '#/$defs/node', description: 'Where it begins'}},
		};
		expect(draw(schema)).toBe(`
 root  object
     Where it begins
   id  integer
   next  #/$defs/node, as above`);
	});
	test('leaves references to elsewhere as they are', () => {
		expect(draw({properties: {a: {$ref: 'https://example.com/a.json'}}})).toBe('\n a  see https://example.com/a.json');
	});
	test.each<[schema: Json | undefined, told: string]>([
		[undefined, ' none'],
		[true, ' anything'],
		[false, ' nothing'],
		[{type: 'object'}, ' takes nothing in particular'],
		[{type: 'string'}, ' string'],
		['nonsense', ' not a schema'],
	])('of %j is one line', (schema, told) => expect(draw(schema)).toBe(`\n${told}`));
	test('ends where it gets too deep or too long', () => {
		let deep: JsonObject = {type: 'string'};
		for (let level = 0; level < 100; level++) deep = {type: 'object', properties: {a: deep}};
		const entries = schemaEntries(deep);
		expect(entries).toHaveLength(9);
		expect(entries.at(-1)?.words).toBe('deeper than is shown');
		const wide = Object.fromEntries(Array.from({length: 1000}, (_none, index) => [`p${index}`, true]));
		expect(schemaEntries({properties: wide})).toHaveLength(300);
	});
	test('does not grow beyond bounds where references multiply', () => {
		const level = (index: number) => ({
			properties: Object.fromEntries(
				Array.from({length: 10}, (_none, one) => [`p${one}`, {$ref: `#/$defs/l${index + 1}`}]),
			),
		});
		const $defs = Object.fromEntries(Array.from({length: 9}, (_none, index) => [`l${index}`, level(index)]));
		expect(schemaEntries({$defs, $ref: '#/$defs/l0'})).toHaveLength(300);
	});
	test('keeps inside its columns, whatever stands in it', () => {
		const words = ['type', 'properties', 'items', 'anyOf', 'enum', 'required', '$ref', 'default', 'prefixItems'];
		const {schema} = fc.letrec<{schema: Json}>(tie => ({
			schema: fc.oneof(
				{depthSize: 'small', withCrossShrink: true},
				fc.constantFrom<Json>('string', true, 3, '#', '#/properties/a', null),
				fc.array(tie('schema'), {maxLength: 3}),
				fc.dictionary(fc.constantFrom(...words, 'a', '\x1b[2J', '日本語'), tie('schema'), {maxKeys: 4}),
			),
		}));
		fc.assert(
			fc.property(schema, anyContext, (one, context) => expectFit(drawSchema(one, context), context)),
			{numRuns: 200},
		);
	});
});

describe('the words for a schema', () => {
	test.each<[schema: Json, words: string]>([
		[{type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 5}, 'integer, over 0, under 5'],
		[{type: 'string', pattern: '^a+$', minLength: 2}, 'string, at least 2 characters, matches ^a+$'],
		[{type: 'array', items: {type: 'array', items: {type: 'number'}}}, 'array of array of number'],
		[{enum: [1, 'a', null]}, '1 | "a" | null'],
		[{enum: Array.from({length: 30}, (_none, index) => index)}, /^0 \| .* \| 19 \| 10 more$/.source],
		[{type: 'number', multipleOf: 0.5, deprecated: true}, 'number, multiple of 0.5, deprecated'],
		[{type: 5}, '5'],
		[{allOf: [{}]}, 'all of'],
	])('%j', (schema, words) =>
		words.startsWith('^')
			? expect(describeSchema(schema)).toMatch(new RegExp(words))
			: expect(describeSchema(schema)).toBe(words),
	);
});

describe('a reference', () => {
	const root = {'a/b': {'~': [{c: 1}]}, 'd e': 2};
	test.each<[ref: string, target: Json | undefined]>([
		['#', root],
		['#/a~1b/~0/0/c', 1],
		['#/d%20e', 2],
		['#/a~1b/~0/9', undefined],
		['#/__proto__', undefined],
		['#/%E0%A4%A', undefined],
		['other.json#/a', undefined],
	])('%s', (ref, target) => expect(resolveLocal(root, ref)).toEqual(target));
});
