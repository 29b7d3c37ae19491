import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {widthOfLine} from '../../../source/view/draw/line.ts';
import {lineOf} from '../../../source/view/entry/line-editor.ts';
import {drawEntry, visiblePart} from '../../../source/view/entry/visible-part.ts';
import {createLook} from '../../../source/view/theme.ts';

/** What is seen, with the character under the cursor in brackets and a sign at each edge that hides something. */
function see(text: string, cursor: number, columns: number): string {
	const {before, at, after, isCutLeft, isCutRight} = visiblePart({text, cursor}, columns);
	return `${isCutLeft ? '<' : ''}${before}[${at}]${after}${isCutRight ? '>' : ''}`;
}

describe('of a line is seen', () => {
	test.each<[story: string, text: string, cursor: number, columns: number, seen: string]>([
		['all, where it fits', 'status', 3, 10, 'sta[t]us'],
		['all, with the cursor after it', 'status', 6, 7, 'status[ ]'],
		['its end while typing', 'tag:critical', 12, 8, '<ritical[ ]'],
		['its start at the start', 'tag:critical', 0, 8, '[t]ag:crit>'],
		['what is around the cursor', 'abcdefghijklmnop', 8, 8, '<defgh[i]jk>'],
		['whole letters', '日本語の長い', 6, 6, '<長い[ ]'],
		['the cursor alone, where there is no more room', 'abc', 1, 1, '<[b]>'],
		['a place for it, where its letter does not fit', '日本', 0, 1, '[ ]>'],
		['nothing in no room', 'abc', 1, 0, '<[]>'],
	])('%s', (_story, text, cursor, columns, seen) => expect(see(text, cursor, columns)).toBe(seen));
});

test('whatever is typed and however narrow it is, the cursor is in sight and nothing is too wide', () => {
	const text = fc.oneof(fc.string({unit: 'grapheme', maxLength: 60}), fc.string({maxLength: 60}));
	const looks = [true, false].map(color => createLook({color, ascii: !color}));
	fc.assert(
		fc.property(text, fc.nat(), fc.integer({min: 0, max: 50}), (typed, pick, columns) => {
			const whole = lineOf(typed);
			const places = [...new Intl.Segmenter('en').segment(whole.text)].map(({index}) => index);
			const all = [...places, whole.text.length];
			const line = {...whole, cursor: all[pick % all.length] ?? 0};
			const {before, at, after} = visiblePart(line, columns);
			expect(stringWidth(before) + stringWidth(at) + stringWidth(after)).toBeLessThanOrEqual(columns);
			expect(line.text.slice(0, line.cursor).endsWith(before)).toBe(true);
			const isAtEnd = line.cursor >= whole.text.length;
			const under = isAtEnd ? ' ' : whole.text.slice(line.cursor, all[all.indexOf(line.cursor) + 1]);
			if (stringWidth(under) <= columns) expect(at).toBe(under);
			for (const look of looks) expect(widthOfLine(drawEntry(line, columns, look))).toBeLessThanOrEqual(columns);
		}),
		{numRuns: 1000},
	);
});

test('the cursor is seen without colours too', () => {
	const [color, mono] = [true, false].map(isColored => createLook({color: isColored, ascii: false}));
	const line = {text: 'abc', cursor: 1};
	expect(color && drawEntry(line, 10, color)).toEqual([
		{text: 'a', tone: 'plain'},
		{text: 'b', tone: 'cursor'},
		{text: 'c', tone: 'plain'},
	]);
	expect(
		mono &&
			drawEntry(line, 10, mono)
				.map(({text}) => text)
				.join(''),
	).toBe('a█bc');
});
