/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How many colours may be used: none, those of the terminal's own palette, or any. */
export type ColorDepth = 'mono' | '16' | 'truecolor';

/**
 * How many colours a terminal has, as far as its environment tells. `NO_COLOR` (no-color.org) wins over `FORCE_COLOR`,
 * which wins over what the terminal says of itself. A palette of 256 counts as 16: it has no more shades of its own.
 */
export function colorDepthOf(env: Environment): ColorDepth {
	const {TERM: term = '', COLORTERM: colors = ''} = env;
	if (env.NO_COLOR || term === 'dumb') return 'mono';
	const forced = env.FORCE_COLOR === undefined ? null : forcedDepth(env.FORCE_COLOR);
	if (forced !== null) return forced;
	// GNU screen takes on the variables of the terminal around it, and reads 24-bit colours as other orders.
	if (env.STY && !env.TMUX) return '16';
	if (/^(truecolor|24bit)$/i.test(colors)) return 'truecolor';
	// Over ssh only TERM arrives.
	return /-direct\d*$/.test(term) || /^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)\b/.test(term)
		? 'truecolor'
		: '16';
}

/** What `FORCE_COLOR` asks for, as in Node's `getColorDepth`; null where it says nothing that is known. */
function forcedDepth(value: string): ColorDepth | null {
	switch (value) {
		case '0':
		case 'false':
			return 'mono';
		case '':
		case 'true':
		case '1':
		case '2':
			return '16';
		case '3':
			return 'truecolor';
		default:
			return null;
	}
}

/** True when the terminal says that its background is light (`COLORFGBG`, as rxvt, Konsole and iTerm2 set it). */
export function isLightTerminal(env: Environment): boolean {
	const [, background] = /;(\d{1,2})$/.exec(env.COLORFGBG ?? '') ?? [];
	const color = Number(background);
	return background !== undefined && (color === 7 || (color > 8 && color < 16));
}
