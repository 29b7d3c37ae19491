import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Json} from '../../source/domain/json.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {describeChanges, diffSnapshots, mostChanges} from '../../source/domain/schema-diff.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

const snapshotOf = (tools: readonly Tool[]) => takeSnapshot(listingOf(tools), 0, text => text);
const diff = (before: readonly Tool[], after: readonly Tool[]) => diffSnapshots(snapshotOf(before), snapshotOf(after));
const parsed = (json: string): Json => JSON.parse(json);

const keywords = [
	...[
		'type',
		'properties',
		'required',
		'additionalProperties',
		'items',
		'prefixItems',
		'enum',
		'const',
		'anyOf',
		'allOf',
	],
	...['oneOf', 'not', '$ref', '$defs', 'minimum', 'maxLength', 'pattern', 'default', 'description', '__proto__', 'x'],
	...['patternProperties', 'dependentRequired', 'propertyNames', 'unevaluatedProperties', 'contains', 'title', '$id'],
];

/** Looks like a schema, and keeps no rule of one. */
const {schema: anything} = fc.letrec<{schema: Json}>(tie => ({
	schema: fc.oneof(
		{depthSize: 'small', maxDepth: 5},
		fc.constantFrom<Json>(
			null,
			true,
			false,
			0,
			-1.5,
			1e300,
			'',
			'string',
			'object',
			['a', 'b'],
			{},
			'#',
			'#/$defs/a',
			'#/%',
		),
		fc.array(tie('schema'), {maxLength: 3}).map((items): Json => items),
		fc
			.array(fc.tuple(fc.constantFrom(...keywords, 'a'), tie('schema')), {maxLength: 5})
			.map((entries): Json => Object.fromEntries(entries)),
	),
}));
const anyTool = fc
	.dictionary(fc.constantFrom('inputSchema', 'outputSchema', 'annotations', 'execution', 'title', '_meta'), anything)
	.map((parts): Tool => ({...parts, name: 'a'}));

/** Everything about it can be kept and printed. */
function isFit(before: readonly Tool[], after: readonly Tool[]): void {
	const [old, fresh] = [snapshotOf(before), snapshotOf(after)];
	const changes = diffSnapshots(old, fresh);
	expect(changes.length <= mostChanges + 1).toBe(true);
	expect(changes.length > 0).toBe(old.hash !== fresh.hash);
	const text = changes.map(change => change.text).join('');
	expect(/[\u0000-\u001F\u007F-\u009F]/.test(text)).toBe(false);
	expect(JSON.stringify(JSON.parse(JSON.stringify(changes)))).toBe(JSON.stringify(changes));
}

describe('whatever a server sends,', () => {
	test('its changes are named, in words that can be printed', () => {
		fc.assert(
			fc.property(anyTool, anyTool, (before, after) => isFit([before], [after])),
			{numRuns: Number(process.env.SCHEMA_RUNS ?? 3000)},
		);
	});

	test('a schema and the same one have no changes', () => {
		fc.assert(
			fc.property(anyTool, one => {
				expect(diff([one], [parsed(JSON.stringify(one)) as Tool])).toEqual([]);
			}),
			{numRuns: 1000},
		);
	});

	test('any JSON at all is compared', () => {
		const json = fc.json({maxDepth: 5}).map(parsed);
		fc.assert(
			fc.property(json, json, (one, other) =>
				isFit([tool('a', {inputSchema: one})], [tool('a', {inputSchema: other, outputSchema: one})]),
			),
			{numRuns: 2000},
		);
	});
});

describe('what is too much', () => {
	const field = (index: number, type: string) => [`f${index}`, {type, description: 'x'.repeat(3000)}];
	const wide = (fields: number, type: string) =>
		tool('a', {
			inputSchema: {
				type: 'object',
				properties: Object.fromEntries(Array.from({length: fields}, (_, index) => field(index, type))),
			},
		});

	test('is counted: the gravest changes are named, and how many there are beside them', () => {
		const changes = diff([wide(900, 'string'), tool('gone')], [wide(900, 'number')]);
		expect(changes).toHaveLength(mostChanges + 1);
		expect(changes[0]).toMatchObject({tool: 'gone'});
		expect(changes.at(-1)).toMatchObject({text: '401 more changes', class: 'breaking', tool: null});
		expect(describeChanges(changes)).toMatch(/, 493 more$/);
	});

	test('of what stood there is cut, so that changes can be kept', () => {
		const before = Array.from({length: 200}, (_, index) => tool(`t${index}`, {description: 'y'.repeat(100_000)}));
		const changes = diff(before, []);
		expect(changes).toHaveLength(200);
		expect(JSON.stringify(changes).length).toBeLessThan(400_000);
	});

	test('of one tool is said so, and the other tools are compared all the same', () => {
		const fields = Object.fromEntries(Array.from({length: 11_000}, (_, index) => [`f${index}`, {$ref: '#/$defs/t'}]));
		const endless = (type: string) => tool('big', {inputSchema: {properties: fields, $defs: {t: {type}}}});
		const changes = diff([endless('string'), tool('small')], [endless('number'), tool('small', {description: 'x'})]);
		expect(changes).toContainEqual(expect.objectContaining({tool: 'small', class: 'suspicious'}));
		expect(changes).toContainEqual(
			expect.objectContaining({
				tool: 'big',
				class: 'warning',
				text: 'input schema is too large to be compared in full',
			}),
		);
	});

	test('of references does not double at every step', () => {
		const defs = (type: string) =>
			Object.fromEntries([
				...Array.from({length: 40}, (_, index) => {
					const $ref = `#/$defs/d${index + 1}`;
					return [`d${index}`, {type: 'object', properties: {a: {$ref}, b: {$ref}, c: {items: {$ref}}}}];
				}),
				['d40', {type}],
			]);
		const fork = (type: string) => tool('a', {inputSchema: {$ref: '#/$defs/d0', $defs: defs(type)}});
		const changes = diff([fork('string')], [fork('integer')]);
		expect(changes).toHaveLength(1);
		expect(changes[0]).toMatchObject({class: 'breaking', before: 'string', after: 'integer'});
	});
});
