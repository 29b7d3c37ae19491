import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scanText, speaksToModel} from '../../source/domain/poison.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {diffSnapshots} from '../../source/domain/schema-diff.ts';
import type {Snapshot} from '../../source/domain/snapshot.ts';

const inputs = 10_000;

const schema = fc.letrec(tie => ({
	any: fc.oneof({maxDepth: 4}, fc.jsonValue({maxDepth: 2}), tie('schema')),
	schema: fc.record(
		{
			type: fc.constantFrom('string', 'object', 'array', 'integer', ['string', 'null'], 7, {}),
			properties: fc.dictionary(fc.string({maxLength: 3}), tie('any'), {maxKeys: 3}),
			required: fc.oneof(fc.array(fc.string({maxLength: 3}), {maxLength: 3}), fc.jsonValue({maxDepth: 1})),
			items: tie('any'),
			anyOf: fc.array(tie('any'), {maxLength: 2}),
			$ref: fc.constantFrom('#', '#/properties/a', '#/nowhere', 'http://x', 3),
			enum: fc.array(fc.jsonValue({maxDepth: 1}), {maxLength: 3}),
			minimum: fc.oneof(fc.double(), fc.string({maxLength: 2})),
			additionalProperties: fc.oneof(fc.boolean(), tie('any')),
		},
		{requiredKeys: []},
	),
})).any;

const tool = fc.record({name: fc.constantFrom('a', 'b', '__proto__', ''), inputSchema: schema, outputSchema: schema});

const snapshotOf = (tools: readonly unknown[]): Snapshot => ({
	hash: String(tools.length),
	takenAt: 0,
	tools: tools as readonly Tool[],
	instructions: null,
});

test(`the comparison of ${inputs.toLocaleString('en-US')} pairs of random tools never throws, and is bounded`, () => {
	const tools = fc.array(tool, {maxLength: 4});
	fc.assert(
		fc.property(tools, tools, (before, after) => {
			const changes = diffSnapshots(snapshotOf(before), snapshotOf(after));
			expect(changes.length).toBeLessThanOrEqual(501);
			for (const {text} of changes) expect(text).not.toMatch(/\p{Cc}/u);
			expect(diffSnapshots(snapshotOf(before), snapshotOf(before))).toEqual([]);
		}),
		{numRuns: inputs},
	);
});

test(`${inputs.toLocaleString('en-US')} random texts are scanned without an error`, () => {
	const text = fc.oneof(fc.string({maxLength: 400}), fc.string({unit: 'binary', maxLength: 200}));
	fc.assert(
		fc.property(text, words => {
			expect(scanText(words).length).toBeLessThan(100);
			expect(typeof speaksToModel(words)).toBe('boolean');
		}),
		{numRuns: inputs},
	);
});
