import fc from 'fast-check';
import {expect} from 'vitest';
import type {DrawContext} from '../../../source/view/charts/draw-context.ts';
import {type Line, widthOfLine} from '../../../source/view/draw/line.ts';
import {createLook} from '../../../source/view/theme.ts';
import {noon} from '../../helpers/fleet.ts';
import {hostileTexts} from '../hostile-texts.ts';

/** Without colour, as somebody would see it at noon of the sample fleet. */
export const contextOf = (columns: number, isAscii = false): DrawContext => ({
	columns,
	look: createLook({color: false, ascii: isAscii}),
	now: noon,
});

/** The lines as they stand on the screen, without blanks at their ends. */
export const textOf = (lines: readonly Line[]): string =>
	lines
		.map(line =>
			line
				.map(({text}) => text)
				.join('')
				.trimEnd(),
		)
		.join('\n');

/** Any width and look. */
export const anyContext: fc.Arbitrary<DrawContext> = fc
	.tuple(fc.integer({min: 20, max: 200}), fc.boolean())
	.map(([columns, isAscii]) => contextOf(columns, isAscii));

/** Any characters, halves of pairs included: quicker to make than fast-check's own `binary` unit. */
export const anyCharacters: fc.Arbitrary<string> = fc.string({
	unit: fc.integer({min: 0, max: 0x10ffff}).map(code => String.fromCodePoint(code)),
});

/** What servers and people write, at its worst. */
export const anyText: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...hostileTexts), anyCharacters);

/** Whatever is drawn says something, keeps inside its columns, and carries nothing that moves a terminal. */
export function expectFit(lines: readonly Line[], {columns}: DrawContext): void {
	expect(textOf(lines).trim()).not.toBe('');
	const outside = lines.filter(line => widthOfLine(line) > columns || line.some(({text}) => /\p{Cc}/u.test(text)));
	expect(outside).toEqual([]);
}
