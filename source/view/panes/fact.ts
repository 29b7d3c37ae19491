import {foreign, type Line, span} from '../draw/line.ts';
import {wrapTo} from '../draw/width.ts';
import type {Tone} from '../theme.ts';

const labelWidth = 12;

/** Draws one labelled fact, over several lines where it needs them. An empty label goes on with the fact above. */
export type Fact = (label: string, text: string, tone?: Tone) => readonly Line[];

/** Makes facts for so many columns. */
export const createFact =
	(columns: number): Fact =>
	(label, text, tone = 'plain') => {
		const lines = wrapTo(foreign(text), Math.max(10, columns - labelWidth - 2));
		return lines.map((line, index) => [
			span(` ${(index === 0 ? label : '').padEnd(labelWidth)}`, 'dim'),
			span(line, tone),
		]);
	};
