import {cutLine, type Line, type Span, span} from '../draw/line.ts';
import {wrapTo} from '../draw/width.ts';
import type {Look} from '../theme.ts';

/** What every drawing needs to know beside its data. */
export interface DrawContext {
	readonly columns: number;
	readonly look: Look;
	/** Ms since the epoch. */
	readonly now: number;
}

/** The same lines, none wider than there is room for. */
export const fitLines = (lines: readonly Line[], {columns, look}: DrawContext): readonly Line[] =>
	lines.map(line => cutLine(line, Math.max(0, columns), look));

/** A sentence that stands where there is nothing else to show, over several lines where it needs them. */
export const quietLines = (text: string, {columns}: DrawContext): readonly Line[] =>
	wrapTo(text, Math.max(1, columns - 2)).map(line => [span(` ${line}`, 'dim')]);

/** The same line in as few spans as its tones allow. */
export function joinSpans(spans: readonly Span[]): Line {
	const joined: Span[] = [];
	for (const one of spans) {
		const last = joined.at(-1);
		if (last?.tone === one.tone) joined[joined.length - 1] = span(last.text + one.text, one.tone);
		else joined.push(one);
	}
	return joined;
}
