import type {Severity} from '../../domain/alert.ts';
import type {Status} from '../../domain/health.ts';

/** A status as shown: the server's own, or that it is disabled. */
export type ShownStatus = Status | 'disabled';

/** The signs that are drawn. */
export interface Glyphs {
	readonly status: Readonly<Record<ShownStatus, string>>;
	readonly severity: Readonly<Record<Severity, string>>;
	readonly selection: string;
	/** Before the heading of a group whose rows are shown, and of one whose rows are not. */
	readonly groupMark: string;
	readonly folded: string;
	/** Beside a row that was chosen for what comes next. */
	readonly marked: string;
	/** Lowest to highest. */
	readonly spark: readonly string[];
	/** Lightest to heaviest. */
	readonly shades: readonly string[];
	readonly failed: string;
	readonly rule: string;
	readonly separator: string;
	readonly ellipsis: string;
	readonly none: string;
	readonly rising: string;
	readonly falling: string;
	readonly cursor: string;
	/** asciichart's ten, in its order. */
	readonly chart: readonly string[];
	readonly keys: Readonly<Record<string, string>>;
	/** Between keys that do the two halves of one thing. */
	readonly keyJoint: string;
}

export const unicodeGlyphs: Glyphs = {
	status: {up: '●', degraded: '◐', down: '✖', stale: '◌', unknown: '○', disabled: '–'},
	severity: {critical: '✖', warning: '⚠', info: '●'},
	selection: '▌',
	groupMark: '▾',
	folded: '▸',
	marked: '◆',
	spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	shades: ['░', '▒', '▓', '█'],
	failed: '×',
	rule: '─',
	separator: '·',
	ellipsis: '…',
	none: '–',
	rising: '↑',
	falling: '↓',
	cursor: '█',
	chart: ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
	keys: {up: '↑', down: '↓', left: '←', right: '→', enter: '⏎'},
	keyJoint: '',
};

export const asciiGlyphs: Glyphs = {
	status: {up: '+', degraded: '!', down: 'x', stale: '~', unknown: '?', disabled: '-'},
	severity: {critical: 'x', warning: '!', info: '+'},
	selection: '>',
	groupMark: 'v',
	folded: '>',
	marked: '*',
	spark: ['_', '.', '-', '=', '#'],
	shades: ['.', ':', '*', '#'],
	failed: 'x',
	rule: '-',
	separator: '|',
	ellipsis: '..',
	none: '-',
	rising: '^',
	falling: 'v',
	cursor: '_',
	chart: ['+', '|', '-', '-', '-', '`', '.', '.', "'", '|'],
	keys: {},
	keyJoint: '/',
};
