import type {Mode} from './state/screen-state.ts';

/** Everything that a key can do. */
export type KeyAction =
	| 'up'
	| 'down'
	| 'pageUp'
	| 'pageDown'
	| 'first'
	| 'last'
	| 'open'
	| 'back'
	| 'nextTab'
	| 'previousTab'
	| 'filter'
	| 'problems'
	| 'group'
	| 'orderLeft'
	| 'orderRight'
	| 'reverse'
	| 'check'
	| 'checkAll'
	| 'accept'
	| 'freeze'
	| 'help'
	| 'redraw'
	| 'quit'
	| 'leave'
	| 'keepFilter'
	| 'clearFilter'
	| 'eraseLetter'
	| 'eraseAll'
	| 'yes'
	| 'no';

/** One line of the table of keys. */
export interface KeyBinding {
	readonly action: KeyAction;
	/** A character, or the name of a key: `up`, `enter`, `ctrl+l`. */
	readonly keys: readonly string[];
	/** In full, for the help and the README. */
	readonly help: string;
	/** In a word, for the footer; bindings with the same word share a place there. Null: not worth one. */
	readonly footer: string | null;
	readonly modes: readonly Mode[];
}

const everywhere = ['fleet', 'server', 'tools', 'tool'] as const;
const pane = ['server', 'tools', 'tool'] as const;

const bind = (
	action: KeyAction,
	keys: readonly string[],
	modes: readonly Mode[],
	footer: string | null,
	help: string,
): KeyBinding => ({action, keys, modes, footer, help});

/** Every key of the screen, the most useful first: the footer, the help and the README are made from it. */
export const keyBindings: readonly KeyBinding[] = [
	bind('up', ['up', 'k'], everywhere, 'move', 'up'),
	bind('down', ['down', 'j'], everywhere, 'move', 'down'),
	bind('open', ['enter'], ['fleet', 'tools'], 'open', 'open the server or tool'),
	bind('back', ['escape'], pane, 'back', 'back'),
	bind('nextTab', ['tab', 'right'], pane, 'tabs', 'next tab'),
	bind('previousTab', ['shift+tab', 'left'], pane, null, 'previous tab'),
	bind('filter', ['/'], ['fleet'], 'filter', 'filter, as in --filter'),
	bind('back', ['escape'], ['fleet'], null, 'clear the filter'),
	bind('group', ['t'], ['fleet'], 'group', 'next way of grouping'),
	bind('problems', ['e'], ['fleet'], 'problems', 'show problems only'),
	bind('check', ['r'], everywhere, 'check', 'check this server now'),
	bind('checkAll', ['R'], everywhere, null, 'check all servers now'),
	bind('accept', ['A'], everywhere, null, 'accept the changed schema'),
	bind('orderLeft', ['<'], ['fleet'], 'order', 'order by previous column'),
	bind('orderRight', ['>'], ['fleet'], 'order', 'order by next column'),
	bind('reverse', ['o'], ['fleet'], null, 'reverse the order'),
	bind('freeze', ['p'], everywhere, 'freeze', 'freeze; probing goes on'),
	bind('pageUp', ['pageup'], everywhere, null, 'a page up'),
	bind('pageDown', ['pagedown'], everywhere, null, 'a page down'),
	bind('first', ['g', 'home'], everywhere, null, 'to the top'),
	bind('last', ['G', 'end'], everywhere, null, 'to the bottom'),
	bind('help', ['?'], everywhere, 'help', 'this help'),
	bind('quit', ['q'], everywhere, 'quit', 'quit'),
	bind('redraw', ['ctrl+l'], [...everywhere, 'help', 'typing', 'question'], null, 'draw the screen anew'),
	bind('leave', ['ctrl+c'], [...everywhere, 'help', 'typing', 'question'], null, 'quit without being asked'),
	bind('keepFilter', ['enter'], ['typing'], 'keep', 'keep the filter'),
	bind('clearFilter', ['escape'], ['typing'], 'clear', 'clear the filter'),
	bind('eraseLetter', ['backspace'], ['typing'], null, 'take back a letter'),
	bind('eraseAll', ['ctrl+u'], ['typing'], null, 'empty the line'),
	bind('yes', ['y'], ['question'], 'yes', 'yes'),
	bind('no', ['n', 'escape'], ['question'], 'no', 'no, as does any other key'),
];

/** What a key does in a mode, or null. */
export const actionFor = (key: string, mode: Mode): KeyAction | null =>
	keyBindings.find(({keys, modes}) => modes.includes(mode) && keys.includes(key))?.action ?? null;

const longNames: Readonly<Record<string, string>> = {
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	'shift+tab': 'Shift+Tab',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	backspace: 'Backspace',
	'ctrl+l': 'Ctrl+L',
	'ctrl+c': 'Ctrl+C',
	'ctrl+u': 'Ctrl+U',
};

/** A key as people write it; `symbols` may hold shorter names, such as arrows. */
export const nameOfKey = (key: string, symbols: Readonly<Record<string, string>> = {}): string =>
	symbols[key] ?? longNames[key] ?? key;
