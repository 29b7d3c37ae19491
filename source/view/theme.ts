import type {Severity} from '../domain/alert.ts';
import type {ServerState} from '../domain/fleet.ts';
import type {Status} from '../domain/health.ts';

/** What a piece of text is, from which its colour follows. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'warning' | 'bad' | 'accent';

/** A status as shown: the server's own, or that it is disabled. */
export type ShownStatus = Status | 'disabled';

interface Glyphs {
	readonly status: Readonly<Record<ShownStatus, string>>;
	readonly severity: Readonly<Record<Severity, string>>;
	readonly selection: string;
	readonly groupMark: string;
	/** Lowest to highest. */
	readonly spark: readonly string[];
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

/** How the screen is to look: set once, by the user. */
export interface Look {
	readonly hasColor: boolean;
	readonly isAscii: boolean;
	readonly glyphs: Glyphs;
}

const unicode: Glyphs = {
	status: {up: '●', degraded: '◐', down: '✖', stale: '◌', unknown: '○', disabled: '–'},
	severity: {critical: '✖', warning: '⚠', info: '●'},
	selection: '▌',
	groupMark: '▾',
	spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
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

const ascii: Glyphs = {
	status: {up: '+', degraded: '!', down: 'x', stale: '~', unknown: '?', disabled: '-'},
	severity: {critical: 'x', warning: '!', info: '+'},
	selection: '>',
	groupMark: 'v',
	spark: ['_', '.', '-', '=', '#'],
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

/** Makes the look from what the user chose. */
export const createLook = (options: {readonly color: boolean; readonly ascii: boolean}): Look => ({
	hasColor: options.color,
	isAscii: options.ascii,
	glyphs: options.ascii ? ascii : unicode,
});

/** Only the first eight colours, bold and faint: every terminal and palette has them. */
const codes: Readonly<Record<Tone, readonly [start: number, end: number] | null>> = {
	plain: null,
	strong: [1, 22],
	dim: [2, 22],
	good: [32, 39],
	warning: [33, 39],
	bad: [31, 39],
	accent: [36, 39],
};

/** Colours a text, unless the user wants none. */
export function paint(text: string, tone: Tone, look: Look): string {
	const code = look.hasColor && text.trim() !== '' ? codes[tone] : null;
	return code ? `\x1b[${code[0]}m${text}\x1b[${code[1]}m` : text;
}

const statusTones: Readonly<Record<ShownStatus, Tone>> = {
	up: 'good',
	degraded: 'warning',
	down: 'bad',
	stale: 'bad',
	unknown: 'dim',
	disabled: 'dim',
};

const severityTones: Readonly<Record<Severity, Tone>> = {critical: 'bad', warning: 'warning', info: 'good'};

export const toneOfStatus = (status: ShownStatus): Tone => statusTones[status];
export const toneOfSeverity = (severity: Severity): Tone => severityTones[severity];

/** The status to show for a server. */
export const shownStatus = ({server, health}: ServerState): ShownStatus =>
	server.enabled ? health.status : 'disabled';
