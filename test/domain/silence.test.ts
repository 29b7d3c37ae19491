import {expect, test} from 'vitest';
import {describeBadEnd, forgetEnded, nameSilence, type Silence} from '../../source/domain/silence.ts';
import {noon} from '../helpers/fleet.ts';

const dayMs = 86_400_000;
const silence = (id: string, until = noon + dayMs): Silence => ({
	id,
	query: 'tag:core',
	from: noon - 90 * dayMs,
	until,
	reason: null,
	by: 'anna',
});

test('ids are short, and none is given twice', () => {
	const all: Silence[] = [];
	for (const random of [0, 0.5, 0.999_999, ...Array.from({length: 500}, () => 0.5)])
		all.push(silence(nameSilence(all, random)));
	expect(all.slice(0, 4).map(({id}) => id)).toEqual(['s000', 'si00', 'szzz', 'si01']);
	expect(new Set(all.map(({id}) => id)).size).toBe(all.length);
	expect(nameSilence([silence('szzz')], 0.999_999)).toBe('s000');
});

test('one that has ended is remembered for 30 days', () => {
	const all = [silence('s001', noon - 30 * dayMs), silence('s002', noon - 29 * dayMs), silence('s003')];
	expect(forgetEnded(all, noon).map(({id}) => id)).toEqual(['s002', 's003']);
	const kept = all.slice(1);
	expect(forgetEnded(kept, noon)).toBe(kept);
});

test('no number of ended ones makes the list grow for ever, and none that holds is forgotten', () => {
	const holding = silence('hold');
	const ended = Array.from({length: 3000}, (_none, index) => silence(`e${index}`, noon - dayMs));
	const kept = forgetEnded([holding, ...ended], noon);
	expect(kept).toHaveLength(1001);
	expect(kept[0]).toBe(holding);
});

test.each([
	[noon, 'is in the past'],
	[noon - 1, 'is in the past'],
	[noon + 30 * dayMs + 1, 'is more than 30 days ahead'],
	[Number.NaN, 'is not a time'],
	[Number.POSITIVE_INFINITY, 'is not a time'],
	[noon + 1, null],
	[noon + 30 * dayMs, null],
])('an end has to be ahead, and within 30 days (%s)', (until, words) => {
	expect(describeBadEnd(until, noon)).toBe(words);
});
