import fc from 'fast-check';
import {expect, test} from 'vitest';
import {matchesServer} from '../../../source/domain/match.ts';
import {parseQuery} from '../../../source/domain/query.ts';
import {queryForNames, quoted} from '../../../source/view/act/query-for-names.ts';
import {stdioServer} from '../../helpers/fleet.ts';

const isMeant = (query: string, name: string): boolean => {
	const parsed = parseQuery(query);
	if (!parsed.ok) throw new Error(parsed.message);
	return matchesServer(parsed.query, stdioServer(name));
};

test.each<[name: string, word: string]>([
	['redis-mcp', 'redis-mcp'],
	['two words', '"two words"'],
	['a|b', '"a|b"'],
	['(x)', '"(x)"'],
	['gt:5', '"gt:5"'],
	['it"s', `"it"'"'"s"`],
])('the name %s is written %s in a query', (name, word) => expect(quoted(name)).toBe(word));

test('a query for names means these servers and no other, whatever their names are', () => {
	const name = fc.string({minLength: 1, maxLength: 12, unit: 'grapheme-ascii'}).filter(text => text.trim() !== '');
	fc.assert(
		fc.property(fc.uniqueArray(name, {minLength: 2, maxLength: 6, selector: one => one.toLowerCase()}), names => {
			const [outside = '', ...inside] = names;
			const query = queryForNames(inside);
			for (const one of inside) expect(isMeant(query, one)).toBe(true);
			expect(isMeant(query, outside)).toBe(false);
		}),
	);
});
