import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isSame} from '../../../source/view/state/same.ts';

test('what says the same is the same, in another copy too', () => {
	fc.assert(
		fc.property(fc.jsonValue(), value => {
			expect(isSame(value, structuredClone(value))).toBe(true);
			expect(isSame(new Map([['x', value]]), new Map([['x', structuredClone(value)]]))).toBe(true);
		}),
	);
});

test('what JSON tells apart is told apart', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
			const sorted = (value: unknown): unknown =>
				Array.isArray(value)
					? value.map(sorted)
					: value && typeof value === 'object'
						? Object.entries(value)
								.map(([key, item]) => [key, sorted(item)])
								.sort()
						: Object.is(value, -0)
							? 'minus zero'
							: value;
			const tag = (value: unknown) => JSON.stringify([Array.isArray(value), typeof value, sorted(value)]);
			if (tag(a) !== tag(b)) expect(isSame(a, b)).toBe(false);
		}),
	);
});

test.each<[a: unknown, b: unknown]>([
	[[], {}],
	[new Map(), {}],
	[new Map([['a', 1]]), new Map([['b', 1]])],
	[{a: undefined}, {b: undefined}],
	[null, undefined],
])('%j is not %j', (a, b) => expect(isSame(a, b)).toBe(false));
