import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type EntryHistory,
	emptyHistory,
	look,
	remember,
	stopLooking,
} from '../../../source/view/entry/entry-history.ts';

const historyOf = (...entries: readonly string[]) => entries.reduce(remember, emptyHistory);

/** What stands on the line after each key: `u` for up, `d` for down; other letters replace the line. */
function walk(history: EntryHistory, typed: string, ...keys: readonly string[]): readonly string[] {
	let now = {history, text: typed};
	return keys.map(key => {
		if (key === 'up') now = look(now.history, now.text, -1);
		else if (key === 'down') now = look(now.history, now.text, 1);
		else now = {...now, text: key};
		return now.text;
	});
}

describe('entries of before come back', () => {
	const history = historyOf('one', 'two', 'three');
	test.each<[story: string, typed: string, keys: readonly string[], seen: readonly string[]]>([
		['the newest first', '', ['up', 'up', 'up'], ['three', 'two', 'one']],
		['and no further than the oldest', '', ['up', 'up', 'up', 'up'], ['three', 'two', 'one', 'one']],
		[
			'and forth again, to what was being typed',
			'tag:',
			['up', 'up', 'down', 'down'],
			['three', 'two', 'three', 'tag:'],
		],
		['and no further than that', 'tag:', ['up', 'down', 'down'], ['three', 'tag:', 'tag:']],
		['but not the one that is on the line', 'three', ['up'], ['two']],
		[
			'and an entry that was changed is what is being typed',
			'',
			['up', 'three!', 'up', 'down', 'down'],
			['three', 'three!', 'two', 'three', 'three!'],
		],
		['nothing happens downwards from what is typed', 'x', ['down'], ['x']],
	])('%s', (_story, typed, keys, seen) => expect(walk(history, typed, ...keys)).toEqual(seen));
	test('none come where there were none', () => expect(walk(emptyHistory, 'x', 'up', 'down')).toEqual(['x', 'x']));
});

describe('what is entered', () => {
	test('is kept once, as the newest', () => expect(historyOf('a', 'b', 'a').entries).toEqual(['b', 'a']));
	test('is not kept when there is nothing in it', () => expect(historyOf('a', '', '  ').entries).toEqual(['a']));
	test('is forgotten when there are too many', () => {
		const {entries} = historyOf(...Array.from({length: 500}, (_none, index) => `${index}`));
		expect(entries).toHaveLength(100);
		expect(entries.at(-1)).toBe('499');
	});
	test('is left by what is typed anew, and then the newest comes first', () => {
		const looking = look(look(historyOf('a', 'b'), '', -1).history, 'b', -1).history;
		expect(look(stopLooking(looking), 'c', -1).text).toBe('b');
		expect(stopLooking(emptyHistory)).toBe(emptyHistory);
	});
	test('ends the looking back', () => {
		const looking = look(historyOf('a', 'b'), 'typed', -1).history;
		expect(remember(looking, 'c')).toEqual({entries: ['a', 'b', 'c'], at: null, draft: ''});
	});
});

test('however one goes back and forth, going forth long enough brings back what was typed', () => {
	const entries = fc.array(fc.string({minLength: 1, maxLength: 3}), {maxLength: 12});
	fc.assert(
		fc.property(entries, fc.string({maxLength: 3}), fc.array(fc.constantFrom('up', 'down')), (past, typed, keys) => {
			const down = Array.from({length: past.length + 1}, () => 'down');
			expect(walk(historyOf(...past), typed, ...keys, ...down).at(-1)).toBe(typed);
		}),
	);
});
