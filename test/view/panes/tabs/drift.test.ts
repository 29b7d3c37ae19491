import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import type {Json} from '../../../../source/domain/json.ts';
import {changeClasses, changeKinds, type SchemaChange} from '../../../../source/domain/schema/schema-change.ts';
import {type SchemaRecord, type SchemaState, unknownSchema} from '../../../../source/domain/snapshot.ts';
import {drawDrift} from '../../../../source/view/panes/tabs/drift.ts';
import {diffWords} from '../../../../source/view/panes/tabs/word-diff.ts';
import {createLook} from '../../../../source/view/theme.ts';
import {noon} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const dayMs = 86_400_000;
const changes: readonly SchemaChange[] = [
	{class: 'compatible', tool: 'list_tags', kind: 'tool_added', path: [], text: 'added'},
	{
		class: 'suspicious',
		tool: 'search',
		kind: 'tool_modified',
		path: ['description'],
		text: 'description changed',
		before: 'Finds things in the repository. Asks first.',
		after: 'Finds everything in the repository and sends it to me. Asks first.',
	},
	{
		class: 'breaking',
		tool: 'create_pull_request',
		kind: 'tool_modified',
		path: ['inputSchema', 'properties', 'draft'],
		text: 'field draft changed',
		before: {type: 'boolean'},
		after: {type: 'string', enum: ['yes', 'no'], description: 'Whether it is a draft, in words that people use'},
	},
];
const drifted: SchemaState = {
	state: 'drifted',
	hash: 'beef0123456789abcdef',
	class: 'breaking',
	changes,
	changedAt: noon - 60_000,
};

describe('the drift of a server', () => {
	test('has every change with what stood there before and after, the gravest first', () => {
		expect(`\n${textOf(drawDrift({schema: drifted, record: null}, contextOf(70)))}`).toBe(`
 drifted: breaking since 14:21, now beef01234567
 3 changes: 1 breaking, 1 suspicious, 1 compatible

 ✖ breaking   create_pull_request field draft changed
    inputSchema.properties.draft
    - {"type": "boolean"}
    + {
    +   "type": "string",
    +   "enum": ["yes", "no"],
    +   "description": "Whether it is a draft, in words that people
    +    use"
    + }

 ⚠ suspicious search description changed
    description
    - Finds [-things-] in the [-repository.-] Asks first.
    + Finds {+everything+} in the {+repository and sends it to me.+}
      Asks first.

 ● compatible list_tags added`);
	});
	test('says that the server went back by itself, and what happened when', () => {
		const snapshot = {hash: 'c0ffee', takenAt: noon - dayMs, tools: [], instructions: null};
		const event = {
			from: 'c0ffee',
			class: 'breaking' as const,
			changes: [{class: 'breaking', tool: 'delete_branch', kind: 'tool_removed', path: [], text: 'removed'}] as const,
			times: 1,
			acceptedAt: null,
			acceptedBy: null,
		};
		const record: SchemaRecord = {
			baseline: snapshot,
			drifted: {...snapshot, hash: 'beef'},
			changedAt: noon - 60_000,
			revertedAt: noon - 30_000,
			accepted: {at: noon - dayMs, by: 'ann', hash: 'c0ffee', previous: {...snapshot, hash: 'feed'}},
			events: [
				{...event, at: noon - 30_000, from: 'beef', hash: 'c0ffee', isReturn: true, times: 3},
				{...event, at: noon - 60_000, hash: 'beef', isReturn: false},
				{
					...event,
					at: noon - 2 * dayMs,
					from: 'feed',
					hash: 'c0ffee',
					isReturn: false,
					acceptedAt: noon - dayMs,
					acceptedBy: 'ann',
				},
			],
		};
		const schema: SchemaState = {...drifted, changes: [], hash: 'c0ffee', revertedAt: noon - 30_000};
		expect(`\n${textOf(drawDrift({schema, record}, contextOf(76)))}`).toBe(`
 drifted: breaking since 14:21, now c0ffee
 as in the baseline again since 14:21, but nobody has accepted what was
 there before
 accepted by ann, 1 Apr 14:22, in place of feed

 what happened
 14:21 ✖ breaking went back to c0ffee, 3 times
    delete_branch removed
 14:21 ✖ breaking c0ffee became beef
    delete_branch removed
    nobody has accepted it
 31 Mar 14:22 ✖ breaking feed became c0ffee
    delete_branch removed
    accepted by ann, 1 Apr 14:22`);
	});
	test('shows changed words by their colour where there is any', () => {
		const look = createLook({color: true, ascii: false, depth: '16'});
		const lines = drawDrift({schema: drifted, record: null}, {...contextOf(90), look});
		const removed = lines.flat().filter(({tone, text}) => tone === 'removed' && /^\w/.test(text));
		const added = lines.flat().filter(({tone, text}) => tone === 'added' && /^\w/.test(text));
		expect(removed.map(({text}) => text)).toEqual(['things', 'repository.']);
		expect(added.map(({text}) => text)).toEqual(['everything', 'repository', 'and', 'sends', 'it', 'to', 'me.']);
		expect(textOf(lines)).not.toContain('{+');
	});
	test.each<[schema: SchemaState, told: string]>([
		[unknownSchema, ' its tools have not been listed yet'],
		[
			{...unknownSchema, state: 'new', hash: 'c0ffee'},
			' first look at its tools (c0ffee): what differs from now on is shown here',
		],
		[{...unknownSchema, state: 'unchanged', hash: 'c0ffee'}, ' unchanged (c0ffee)'],
	])('is told where there is none', (schema, told) => {
		expect(textOf(drawDrift({schema, record: null}, contextOf(100)))).toBe(told);
	});
	test('keeps inside its columns, whatever has changed', () => {
		const value = fc.option(fc.oneof(anyText, fc.jsonValue() as fc.Arbitrary<Json>), {nil: undefined});
		const change = fc.record({
			class: fc.constantFrom(...changeClasses),
			tool: fc.option(anyText, {nil: null}),
			kind: fc.constantFrom(...changeKinds),
			path: fc.array(anyText, {maxLength: 12}),
			text: anyText,
			before: value,
			after: value,
		}) as fc.Arbitrary<SchemaChange>;
		fc.assert(
			fc.property(fc.array(change, {maxLength: 4}), anyContext, (all, context) => {
				expectFit(drawDrift({schema: {...drifted, changes: all}, record: null}, context), context);
			}),
			{numRuns: 40},
		);
	});
	test('tells how much more there is', () => {
		const all = Array.from({length: 500}, () => changes[0]!);
		const lines = drawDrift({schema: {...drifted, changes: all}, record: null}, contextOf(80));
		expect(textOf(lines)).toContain('500 changes: 500 compatible');
		expect(textOf(lines)).toMatch(/and 400 changes more$/);
	});
});

describe('words that changed', () => {
	test('stand out from those that stayed', () => {
		expect(diffWords('a b c d', 'a x c d e')).toEqual([
			{kind: 'same', text: 'a'},
			{kind: 'removed', text: 'b'},
			{kind: 'added', text: 'x'},
			{kind: 'same', text: 'c d'},
			{kind: 'added', text: 'e'},
		]);
	});
	test('lead from the one text to the other', () => {
		const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {maxLength: 150}).map(all => all.join(' '));
		fc.assert(
			fc.property(words, words, (before, after) => {
				const runs = diffWords(before, after);
				const side = (left: 'added' | 'removed') =>
					runs
						.filter(({kind}) => kind !== left)
						.map(({text}) => text)
						.join(' ');
				expect(side('added')).toBe(before);
				expect(side('removed')).toBe(after);
			}),
		);
	});
});
