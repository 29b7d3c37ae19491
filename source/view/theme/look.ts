import type {ThemeName} from '../../domain/ui.ts';
import {type ColorDepth, colorDepthOf, type Environment, isLightTerminal} from '../terminal/color-depth.ts';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.ts';
import {type Background, type Palette, paletteOf} from './palette.ts';
import type {Tone} from './tone.ts';

/** How the screen is to look. */
export interface Look {
	readonly hasColor: boolean;
	readonly isAscii: boolean;
	readonly depth: ColorDepth;
	readonly background: Background;
	readonly glyphs: Glyphs;
	readonly palette: Palette;
}

/** What a look is chosen by. */
export interface LookOptions {
	/** False: none at all, whatever the rest says. */
	readonly color: boolean;
	readonly ascii: boolean;
	/** `auto` when left out. */
	readonly theme?: ThemeName;
	/** What the terminal says of itself; nothing when left out. */
	readonly env?: Environment;
	/** In place of what `env` says. */
	readonly depth?: ColorDepth;
}

/** Makes the look from what the user chose and what the terminal can do. */
export function createLook({color, ascii, theme = 'auto', env = {}, depth}: LookOptions): Look {
	const chosen: ColorDepth = color && theme !== 'mono' ? (depth ?? colorDepthOf(env)) : 'mono';
	const background = backgroundOf(theme, env);
	return {
		hasColor: chosen !== 'mono',
		isAscii: ascii,
		depth: chosen,
		background,
		glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
		palette: paletteOf(chosen, background),
	};
}

function backgroundOf(theme: ThemeName, env: Environment): Background {
	switch (theme) {
		case 'dark':
		case 'light':
			return theme;
		case 'auto':
		case 'mono':
			return isLightTerminal(env) ? 'light' : 'dark';
	}
}

/** Colours a text. Blanks stay as they are, unless the tone lies behind them. */
export function paint(text: string, tone: Tone, {palette}: Look): string {
	const sgr = palette[tone];
	if (sgr === null || text === '' || (!sgr.isBar && text.trim() === '')) return text;
	const inner = sgr.isAlone ? text.replaceAll(/\x1b\[[\d;]*m/g, '') : text;
	return `${sgr.start}${inner}${sgr.end}`;
}
