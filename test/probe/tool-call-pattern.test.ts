import {expect, test} from 'vitest';
import {compileMatcher} from '../../source/probe/tool-call-pattern.ts';

test.each([
	['inv_\\d+', 'see inv_12', true],
	['^\\d+$', '12a', false],
])('/%s/ on "%s" is %s, each time it is asked', (pattern, text, isMatch) => {
	const matcher = compileMatcher(pattern)!;
	expect([matcher(text), matcher(text)]).toEqual([isMatch, isMatch]);
});

test('what is no pattern is none', () => expect(compileMatcher('(')).toBeNull());

test('a text that drives a pattern into endless backtracking is given up', () => {
	expect(compileMatcher('^(a+)+$')!(`${'a'.repeat(50)}!`)).toBeNull();
});
