import {plainText} from '../../domain/plain-text.ts';
import {type Look, paint, type Tone} from '../theme.ts';
import {cutTo, isNarrow, widthOf} from './width.ts';

/** Text of one tone. */
export interface Span {
	readonly text: string;
	readonly tone: Tone;
}

/** One line of the screen. */
export type Line = readonly Span[];

export const span = (text: string, tone: Tone = 'plain'): Span => ({text, tone});

const longestShown = 400;

/** Makes text from outside (names, notes, messages) fit to stand in a line. */
export const foreign = (text: string): string => plainText(text, longestShown).replace(clumps, unclump);

/** Flags, keycaps, skin tones and heaps of accents: terminals disagree about the width of all of these. */
const clumps = /[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u20e3]|\p{M}{3,}/gu;

function unclump(clump: string): string {
	const code = clump.codePointAt(0) ?? 0;
	const isFlagLetter = code >= 0x1f1e6 && code <= 0x1f1ff;
	return isFlagLetter ? String.fromCharCode(code - 0x1f1e6 + 65) : '';
}

export const widthOfLine = (line: Line): number => line.reduce((sum, {text}) => sum + widthOf(text), 0);

/** The start of a line that fits into so many columns. */
export function cutLine(line: Line, columns: number, {glyphs}: Look): Line {
	let room = columns;
	const kept: Span[] = [];
	for (const {text, tone} of line) {
		const cut = cutTo(text, room, glyphs.ellipsis);
		kept.push(span(cut, tone));
		room -= widthOf(cut);
		if (cut !== text) break;
	}
	return kept;
}

/** Draws a line in at most so many columns. No control character passes here, wherever a text comes from. */
export const drawLine = (line: Line, columns: number, look: Look): string =>
	cutLine(line.map(withoutControls), columns, look)
		.map(({text, tone}) => paint(text, tone, look))
		.join('');

/** Draws a line with a bar behind it, as wide as the terminal. */
export function drawBar(line: Line, columns: number, look: Look): string {
	const width = Math.min(columns, widthOfLine(line.map(withoutControls)));
	return paint(`${drawLine(line, columns, look)}${' '.repeat(columns - width)}`, 'selected', look);
}

const withoutControls = (one: Span): Span =>
	isNarrow(one.text) ? one : span(one.text.replace(/\p{Cc}/gu, ''), one.tone);

/** Puts one line at the left and one at the right margin; when both do not fit, the right one goes. */
export function spread(left: Line, right: Line, columns: number): Line {
	const gap = columns - widthOfLine(left) - widthOfLine(right);
	return gap < 2 || right.length === 0 ? left : [...left, span(' '.repeat(gap)), ...right];
}
