import type {Look} from '../theme.ts';

/** The characters that charts are made of. No two that may stand beside each other differ by colour alone. */
export interface Marks {
	/** Available throughout, in part, and not at all. */
	readonly full: string;
	readonly partial: string;
	readonly none: string;
	/** Nobody watched: neither up nor down. */
	readonly gap: string;
	/** A level that a plot is to be read against. */
	readonly level: string;
}

const unicode: Marks = {full: '█', partial: '▄', none: '×', gap: '·', level: '┈'};
const ascii: Marks = {full: '#', partial: '+', none: 'x', gap: '.', level: '~'};

export const marksOf = (look: Look): Marks => (look.isAscii ? ascii : unicode);
