import type {ColorDepth} from '../terminal/color-depth.ts';
import type {Tone} from './tone.ts';

/** A tone as ECMA-48 has it (SGR). */
export interface Sgr {
	readonly start: string;
	readonly end: string;
	/** Shows on blanks too. */
	readonly isBar: boolean;
	/** Allows no other colour inside: what is in the text already is taken out. */
	readonly isAlone: boolean;
}

/** Null: no colour. */
export type Palette = Readonly<Record<Tone, Sgr | null>>;

export type Background = 'dark' | 'light';

/** The palette for a terminal. */
export function paletteOf(depth: ColorDepth, background: Background): Palette {
	switch (depth) {
		case 'mono':
			return mono;
		case '16':
			return sixteen[background];
		case 'truecolor':
			return truecolor[background];
	}
}

type Colors = Readonly<Record<Exclude<Tone, 'plain' | 'strong' | 'cursor' | 'paused'>, string>>;

/**
 * Colours as red, green and blue. Good and bad differ as blue and orange do, which people see who cannot tell green from
 * red; all text is readable (a contrast of 4.5, WCAG 1.4.3) on common backgrounds and on the selected row's.
 */
export const colors: Readonly<Record<Background, Colors>> = {
	dark: {
		dim: '#a8aeb8',
		good: '#45c4cf',
		warning: '#f2c84b',
		bad: '#ff8568',
		accent: '#a3b4ff',
		selected: '#273a55',
		marked: '#e0a3ee',
		added: '#45c4cf',
		removed: '#ff8568',
		heat0: '#6fa3e0',
		heat1: '#63c8c8',
		heat2: '#f0dc82',
		heat3: '#ffa94d',
		heat4: '#ff7f66',
	},
	light: {
		dim: '#5a6069',
		good: '#0066a8',
		warning: '#7a5200',
		bad: '#b5124a',
		accent: '#5d3fc0',
		selected: '#d3e5f8',
		marked: '#8f2386',
		added: '#0066a8',
		removed: '#b5124a',
		heat0: '#2f74c9',
		heat1: '#00787a',
		heat2: '#8f7700',
		heat3: '#9c4600',
		heat4: '#b5124a',
	},
};

/** Places in the terminal's own palette, which its owner may have chosen; none of them is unreadable as xterm has it. */
const places: Readonly<Record<Background, Readonly<Record<Exclude<keyof Colors, 'dim' | 'selected'>, number>>>> = {
	dark: {
		good: 36,
		warning: 33,
		bad: 31,
		accent: 94,
		marked: 35,
		added: 36,
		removed: 31,
		heat0: 36,
		heat1: 32,
		heat2: 33,
		heat3: 35,
		heat4: 31,
	},
	light: {
		good: 34,
		warning: 35,
		bad: 31,
		accent: 34,
		marked: 35,
		added: 34,
		removed: 31,
		heat0: 34,
		heat1: 36,
		heat2: 32,
		heat3: 35,
		heat4: 31,
	},
};

const sgr = (start: string | number, end: string | number): Sgr => ({
	start: `\x1b[${start}m`,
	end: `\x1b[${end}m`,
	isBar: false,
	isAlone: false,
});

const inverse = {...sgr(7, 27), isBar: true};
const bold = sgr(1, 22);

const mono: Palette = {
	plain: null,
	strong: null,
	dim: null,
	good: null,
	warning: null,
	bad: null,
	accent: null,
	selected: null,
	marked: null,
	paused: null,
	cursor: null,
	added: null,
	removed: null,
	heat0: null,
	heat1: null,
	heat2: null,
	heat3: null,
	heat4: null,
};

const sixteen: Readonly<Record<Background, Palette>> = {dark: sixteenOn('dark'), light: sixteenOn('light')};
const truecolor: Readonly<Record<Background, Palette>> = {dark: truecolorOn('dark'), light: truecolorOn('light')};

/** Which backgrounds are visible nobody knows here, so the selected row is turned round, all in one colour. */
function sixteenOn(background: Background): Palette {
	const paint = map(places[background], place => sgr(place, 39));
	return {
		...mono,
		...paint,
		strong: bold,
		dim: sgr(2, 22),
		selected: {...inverse, isAlone: true},
		paused: {...sgr('1;7;31', '22;27;39'), isBar: true},
		cursor: inverse,
	};
}

function truecolorOn(background: Background): Palette {
	const {selected, ...texts} = colors[background];
	return {
		...mono,
		...map(texts, color => sgr(`38;2;${channels(color)}`, 39)),
		strong: bold,
		selected: {...sgr(`48;2;${channels(selected)}`, 49), isBar: true},
		paused: {...sgr(`1;38;2;255;255;255;48;2;${channels('#b3261e')}`, '22;39;49'), isBar: true},
		cursor: inverse,
	};
}

function channels(color: string): string {
	return [1, 3, 5].map(start => Number.parseInt(color.slice(start, start + 2), 16)).join(';');
}

function map<K extends string, V>(table: Readonly<Record<K, V>>, change: (value: V) => Sgr): Record<K, Sgr> {
	return Object.fromEntries(Object.entries<V>(table).map(([key, value]) => [key, change(value)])) as Record<K, Sgr>;
}
