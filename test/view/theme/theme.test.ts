import {describe, expect, test} from 'vitest';
import {drawLine, span} from '../../../source/view/draw/line.ts';
import {colors} from '../../../source/view/theme/palette.ts';
import {createLook, heatTones, paint, type Tone, toneOfHeat} from '../../../source/view/theme.ts';
import {contrastOf, differenceOf, sights} from './color-sight.ts';

const backgrounds = {
	dark: ['#000000', '#1e1e1e', '#282c34'],
	light: ['#ffffff', '#fdf6e3', '#f0f0f0'],
} as const;

describe.each(['dark', 'light'] as const)('the %s colours', background => {
	const {selected, ...texts} = colors[background];

	test('are readable on the backgrounds that are in use, and on the selected row', () => {
		for (const [tone, color] of Object.entries(texts)) {
			const wanted = tone.startsWith('heat') ? 3 : 4.5;
			for (const behind of [...backgrounds[background], selected])
				expect(contrastOf(color, behind), `${tone} on ${behind}`).toBeGreaterThanOrEqual(wanted);
		}
	});

	test.each(sights)('tell good, warning and bad apart for eyes that see %s', sight => {
		for (const [one, other] of [
			['good', 'bad'],
			['good', 'warning'],
			['warning', 'bad'],
			['added', 'removed'],
		] as const)
			expect(differenceOf(texts[one], texts[other], sight), `${one} and ${other}`).toBeGreaterThan(20);
	});

	test.each(sights)('tell the steps of heat apart for eyes that see %s', sight => {
		for (const [index, tone] of heatTones.slice(1).entries())
			expect(differenceOf(texts[tone], texts[heatTones[index]!], sight), tone).toBeGreaterThan(9);
		expect(differenceOf(texts.heat0, texts.heat4, sight)).toBeGreaterThan(40);
	});
});

describe('colours are those that the terminal can show', () => {
	test.each<[story: string, options: Parameters<typeof createLook>[0], bad: string]>([
		['of its palette, where nothing more is known', {color: true, ascii: false}, '\x1b[31mx\x1b[39m'],
		[
			'of their own where it shows any',
			{color: true, ascii: false, env: {COLORTERM: 'truecolor'}},
			'\x1b[38;2;255;133;104mx\x1b[39m',
		],
		[
			'darker ones on a light background',
			{color: true, ascii: false, env: {COLORTERM: 'truecolor', COLORFGBG: '0;15'}},
			'\x1b[38;2;181;18;74mx\x1b[39m',
		],
		[
			'as the user says',
			{color: true, ascii: false, theme: 'light', depth: 'truecolor'},
			'\x1b[38;2;181;18;74mx\x1b[39m',
		],
		['none for those who want none', {color: false, ascii: false, depth: 'truecolor'}, 'x'],
		['none in the theme of that name', {color: true, ascii: false, theme: 'mono', depth: '16'}, 'x'],
		['none where NO_COLOR stands', {color: true, ascii: false, env: {NO_COLOR: '1', COLORTERM: 'truecolor'}}, 'x'],
	])('%s', (_story, options, bad) => expect(paint('x', 'bad', createLook(options))).toBe(bad));
});

describe('what lies behind text', () => {
	const any = createLook({color: true, ascii: false, depth: 'truecolor'});
	const few = createLook({color: true, ascii: false, depth: '16'});
	const row = (look: typeof any) =>
		paint(drawLine([span('a'), span('b', 'bad'), span('  ')], 4, look), 'selected', look);

	test('keeps the colours of the row where its own colour is known', () => {
		expect(row(any)).toBe('\x1b[48;2;39;58;85ma\x1b[38;2;255;133;104mb\x1b[39m  \x1b[49m');
	});
	test('is the row turned round, in one colour, where it is not', () => {
		expect(row(few)).toBe('\x1b[7mab  \x1b[27m');
	});
	test('is seen on blanks, as text colours are not', () => {
		for (const tone of ['selected', 'paused', 'cursor'] as const) expect(paint(' ', tone, few)).not.toBe(' ');
		expect(paint(' ', 'bad', few)).toBe(' ');
	});
});

test('every colour that is begun is ended, and ends nothing else', () => {
	const begun: Readonly<Record<string, string>> = {
		'1': '22',
		'2': '22',
		'7': '27',
		'38': '39',
		'48': '49',
	};
	for (const depth of ['16', 'truecolor'] as const) {
		for (const theme of ['dark', 'light'] as const) {
			const look = createLook({color: true, ascii: false, theme, depth});
			for (const tone of Object.keys(look.palette) as Tone[]) {
				const [, start = '', end = ''] = /^\x1b\[([\d;]+)mx\x1b\[([\d;]+)m$/.exec(paint('x', tone, look)) ?? [];
				if (tone === 'plain') continue;
				const opened = start.replaceAll(/([34]8);2;\d+;\d+;\d+/g, '$1').split(';');
				const wanted = opened.map(code => begun[code] ?? '39');
				expect([tone, ...end.split(';').sort()]).toEqual([tone, ...wanted.sort()]);
			}
		}
	}
});

test.each([
	[0, 'heat0'],
	[0.19, 'heat0'],
	[0.2, 'heat1'],
	[0.5, 'heat2'],
	[0.99, 'heat4'],
	[1, 'heat4'],
	[7, 'heat4'],
	[-1, 'heat0'],
	[Number.NaN, 'heat0'],
])('a share of %f is %s', (share, tone) => expect(toneOfHeat(share)).toBe(tone));
