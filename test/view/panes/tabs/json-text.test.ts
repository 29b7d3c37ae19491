import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Json} from '../../../../source/domain/json.ts';
import {inlineJson, jsonLines} from '../../../../source/view/panes/tabs/json-text.ts';

describe('JSON in one line', () => {
	test.each<[value: Json | undefined, text: string]>([
		[{a: [1, 'x', null], b: {}}, '{"a": [1, "x", null], "b": {}}'],
		[[], '[]'],
		['a "quoted" word', '"a \\"quoted\\" word"'],
		[undefined, 'null'],
	])('%j', (value, text) => expect(inlineJson(value)).toBe(text));
	test('is bounded', () => {
		expect(inlineJson('x'.repeat(100_000), 20)).toBe(`"${'x'.repeat(18)}…`);
		let deep: Json = 1;
		for (let level = 0; level < 50; level++) deep = [deep];
		expect(inlineJson(deep)).toBe(`${'['.repeat(12)}[…]${']'.repeat(12)}`);
	});
	test('says what JSON says where it is short', () => {
		fc.assert(
			fc.property(fc.jsonValue({maxDepth: 4}), value => {
				const text = inlineJson(value as Json, 300);
				fc.pre(
					!text.endsWith('…') && /^[\x20-\x7e]*$/.test(JSON.stringify(value)) && !/ {2}/.test(JSON.stringify(value)),
				);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe('JSON over several lines', () => {
	test('has what is small in one', () => {
		const value = {
			type: 'object',
			properties: {path: {type: 'string'}, modes: ['a', 'b']},
			description: 'long '.repeat(20).trim(),
		};
		const text = jsonLines(value, 20).map(({level, text: line}) => '  '.repeat(level) + line);
		expect(`\n${text.join('\n')}`).toBe(`
{
  "type": "object",
  "properties": {"path": {"type": "string"}, "modes": ["a", "b"]},
  "description": "${'long '.repeat(20).trim()}"
}`);
	});
	test('are at most so many', () => {
		const value = Array.from({length: 10_000}, (_none, index) => `item ${index}`);
		const lines = jsonLines(value, 10);
		expect(lines).toHaveLength(10);
		expect(lines.at(-1)).toEqual({level: 0, text: '…'});
	});
	test('never fail', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.integer({min: 1, max: 30}), (value, most) => {
				const lines = jsonLines(value as Json, most);
				expect(lines.length).toBeGreaterThan(0);
				expect(lines.length).toBeLessThanOrEqual(most);
			}),
		);
	});
});
