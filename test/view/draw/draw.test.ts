import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {drawLine, foreign, type Line, span, spread} from '../../../source/view/draw/line.ts';
import {fitParts, joinParts, part} from '../../../source/view/draw/parts.ts';
import {sparkline} from '../../../source/view/draw/sparkline.ts';
import {formatClock, formatMoment} from '../../../source/view/draw/time.ts';
import {cutTo, fitTo, isNarrow, wrapTo} from '../../../source/view/draw/width.ts';
import {createLook} from '../../../source/view/theme.ts';
import {noon, samplesOf} from '../../helpers/fleet.ts';

const look = createLook({color: false, ascii: false});
const textOf = (line: Line) => line.map(({text}) => text).join('');

describe('texts are brought to a width', () => {
	test.each<[text: string, columns: number, fitted: string]>([
		['abc', 5, 'abc  '],
		['abcdef', 4, 'abc…'],
		['日本語', 4, '日… '],
		['日本語', 6, '日本語'],
		['a b c d', 4, 'a b…'],
		['ab', 0, ''],
	])('%s in %i columns', (text, columns, fitted) => {
		expect(fitTo(text, columns, 'left', '…')).toBe(fitted);
		expect(stringWidth(fitTo(text, columns, 'left', '…'))).toBe(columns);
	});
	test('numbers stand at the right', () => expect(fitTo('42ms', 7, 'right', '…')).toBe('   42ms'));
	test('nothing is left where not even the ellipsis fits', () => expect(cutTo('abc', 1, '..')).toBe(''));
	test('what counts as narrow is one column a character', () => {
		for (let code = 0x20; code < 0x3000; code++) {
			const one = String.fromCharCode(code);
			if (isNarrow(one)) expect([one, stringWidth(one)]).toEqual([one, 1]);
		}
	});
});

describe('texts are broken into lines', () => {
	test('between words', () => expect(wrapTo('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']));
	test('inside words that are too long', () => expect(wrapTo('ab cdefghij', 4)).toEqual(['ab', 'cdef', 'ghij']));
	test('even if wide characters do not fit at all', () => expect(wrapTo('日', 1)).toEqual(['日']));
});

describe('lines', () => {
	test('are cut at the margin, whatever they hold', () => {
		expect(drawLine([span('abc'), span('defghi', 'bad'), span('jk')], 6, look)).toBe('abcde…');
	});
	test('are coloured only for those who want it', () => {
		const colourful = createLook({color: true, ascii: false});
		expect(drawLine([span('x', 'bad')], 5, colourful)).toBe('\x1b[31mx\x1b[39m');
		expect(drawLine([span('x', 'bad')], 5, look)).toBe('x');
	});
	test('let no control character through', () => {
		expect(drawLine([span('a\x1b[2Jb\r\nc\x9b1md\u0085')], 40, look)).toBe('a[2Jbc1md');
	});
	test('have a right side where there is room for it', () => {
		expect(textOf(spread([span('ab')], [span('c')], 8))).toBe('ab     c');
		expect(textOf(spread([span('ab')], [span('c')], 4))).toBe('ab');
	});
});

describe('text from outside', () => {
	test.each<[story: string, text: string, shown: string]>([
		['loses escape sequences', 'a\x1b[31mb\x1b]0;title\x07c', 'abc'],
		['becomes one line', 'a\nb\tc', 'a b c'],
		['loses what turns its direction', 'a\u202eb', 'ab'],
		['spells flags out', '\u{1f1e9}\u{1f1ea}', 'DE'],
		['loses skin tones and keycaps', '\u{1f44d}\u{1f3fd}1\u20e3', '\u{1f44d}1'],
	])('%s', (_story, text, shown) => expect(foreign(text)).toBe(shown));
	test('is bounded', () => expect(foreign('x'.repeat(10_000)).length).toBeLessThanOrEqual(400));
	test('is not piled up with accents', () => expect(foreign(`a${'\u0301'.repeat(50)}b`)).toBe('ab'));
});

test('what matters least leaves the line first', () => {
	const parts = [...part(1, span('main')), ...part(3, span('spare')), ...part(2, span('useful'))];
	const shownIn = (columns: number) => textOf(joinParts(fitParts(parts, columns, 2), 2));
	expect(shownIn(19)).toBe('main  spare  useful');
	expect(shownIn(18)).toBe('main  useful');
	expect(shownIn(11)).toBe('main');
});

describe('the trend', () => {
	const draw = (latencies: readonly (number | null)[], columns = latencies.length) =>
		textOf(sparkline(samplesOf(latencies), columns, 30_000, look));
	test.each<[story: string, latencies: readonly (number | null)[], drawn: string]>([
		['is flat and low while latency is steady', [40, 42, 41, 44], '▁▂▁▂'],
		['rises with latency', [10, 10, 10, 10, 80], '▂▂▂▂█'],
		['shows failures', [40, null, 40], '▂×▂'],
		['consists of failures alone', [null, null], '××'],
		['is empty without checks', [], ''],
		['copes with no latency at all', [0, 0], '▁▁'],
	])('%s', (_story, latencies, drawn) => expect(draw(latencies)).toBe(drawn));
	test('fills its column, the newest at the right', () => {
		expect(draw([10, 10, 80], 5)).toHaveLength(5);
		expect(draw([...Array.from({length: 30}, () => 10), null], 4).endsWith('×')).toBe(true);
	});
	test('has a gap where nobody watched', () => {
		const samples = [...samplesOf([10, 10], noon - 3_600_000), ...samplesOf([10, 10])];
		expect(textOf(sparkline(samples, 5, 30_000, look))).toMatch(/^\S\S \S\S$/);
	});
	test('can be drawn in ASCII', () => {
		const drawn = textOf(sparkline(samplesOf([10, 10, 80, null]), 4, 30_000, createLook({color: false, ascii: true})));
		expect(drawn).toMatch(/^[_.=#-]{3}x$/);
	});
});

test('moments of other days have a date', () => {
	expect(formatMoment(noon, noon)).toMatch(/^\d\d:\d\d$/);
	expect(formatMoment(noon - 86_400_000, noon)).toMatch(/^1 Apr \d\d:\d\d$/);
});

test('the clock names its zone', () => expect(formatClock(noon)).toMatch(/^\d\d:\d\d [A-Z]/));
