import type {Mode} from './state/screen-state.ts';

const everywhere = ['fleet', 'server', 'tools', 'tool', 'heatmap', 'reading'] as const;
const ofServer = ['server', 'tools', 'tool'] as const;
const ofRows = ['fleet', 'heatmap', ...ofServer] as const;
const inText = ['server', 'tool', 'reading'] as const;
const always = [...everywhere, 'typing', 'question'] as const;

/** One line of the table of keys. */
export interface KeyBinding {
	readonly action: KeyAction;
	/** A character, or the name of a key: `up`, `enter`, `ctrl+l`. */
	readonly keys: readonly string[];
	readonly modes: readonly Mode[];
	/** In a word, for the footer; bindings with the same word share a place there. Null: not worth one. */
	readonly footer: string | null;
	/** In full, for the help and the README. */
	readonly help: string;
}

const bind = <A extends string>(
	action: A,
	keys: readonly string[],
	modes: readonly Mode[],
	footer: string | null,
	help: string,
) => ({action, keys, modes, footer, help});

/** Every key of the screen, the most useful first: the footer, the help and the README are made from it. */
const table = [
	bind('up', ['up', 'k'], everywhere, 'move', 'up'),
	bind('down', ['down', 'j'], everywhere, 'move', 'down'),
	bind('open', ['enter'], ['fleet', 'tools', 'heatmap'], 'open', 'open the server or tool, fold or unfold the group'),
	bind('back', ['escape'], ['server', 'tools', 'tool', 'heatmap', 'reading'], 'back', 'back by one level'),
	bind('filter', ['/'], ['fleet'], 'filter', 'filter the servers, as --filter does'),
	bind('back', ['escape'], ['fleet'], null, 'clear the filter, then the marks'),
	bind('search', ['/'], ['server', 'tools', 'tool', 'reading'], 'search', 'search in what is shown'),
	bind('nextMatch', ['n'], inText, null, 'next place with what is searched for'),
	bind('previousMatch', ['N'], inText, null, 'previous place with it'),
	bind(
		'nextPage',
		['tab'],
		['fleet', 'heatmap', 'reading', ...ofServer],
		null,
		'next view of the fleet, next tab of a server',
	),
	bind('previousPage', ['shift+tab'], ['fleet', 'heatmap', 'reading', ...ofServer], null, 'previous view or tab'),
	bind('previousPage', ['left'], ofServer, 'tabs', 'previous tab'),
	bind('nextPage', ['right'], ofServer, 'tabs', 'next tab'),
	bind('group', ['t'], ['fleet'], 'group', 'next way of grouping'),
	bind('fold', ['left'], ['fleet'], null, 'fold the group'),
	bind('unfold', ['right'], ['fleet'], null, 'unfold the group'),
	bind('foldAll', ['z'], ['fleet'], null, 'fold or unfold all groups'),
	bind('problems', ['e'], ['fleet'], 'problems', 'show problems only'),
	bind('filterByTag', ['T'], ['fleet'], null, 'filter by a tag of the server; again: by its next tag'),
	bind('mark', [' '], ['fleet'], 'mark', 'mark the server or group: what comes next is done to all marked'),
	bind('check', ['r'], ofRows, 'check', 'check now'),
	bind('checkAll', ['R'], ['fleet', 'heatmap'], null, 'check all servers that are shown'),
	bind('acknowledge', ['a'], ofRows, 'ack', 'acknowledge: you are on it; again: take that back'),
	bind('silence', ['s'], ofRows, 'silence', 'silence the alerts for a while'),
	bind('command', [':'], everywhere, 'command', 'type a command'),
	bind('accept', ['A'], ofRows, null, 'accept the changed tools as the new baseline'),
	bind('undo', ['U'], everywhere, null, 'undo what was done last'),
	bind('orderLeft', ['<'], ['fleet'], 'order', 'order by the column to the left'),
	bind('orderRight', ['>'], ['fleet'], 'order', 'order by the column to the right'),
	bind('reverse', ['o'], ['fleet'], null, 'reverse the order'),
	bind('shorter', ['<', 'left'], ['heatmap'], 'time', 'a shorter time'),
	bind('longer', ['>', 'right'], ['heatmap'], 'time', 'a longer time'),
	bind('measure', ['o'], ['heatmap'], 'measure', 'availability or latency'),
	bind('drift', ['d'], ofRows, null, 'what has changed in its tools'),
	bind('log', ['l'], ofRows, null, 'its log (stderr)'),
	bind('heatmap', ['m'], ['fleet', 'reading'], null, 'heatmap: every server over time'),
	bind('alerts', ['L'], ['fleet', 'heatmap'], null, 'alert log'),
	bind('runbook', ['u'], ofRows, null, 'copy the address of the runbook'),
	bind('copy', ['y'], ofRows, null, 'copy the details as JSON'),
	bind('follow', ['F'], ['server'], null, 'follow the end of the log, or hold it'),
	bind('freeze', ['p'], everywhere, null, 'freeze the picture; probing goes on'),
	bind('pageUp', ['pageup', 'ctrl+b'], everywhere, null, 'a page up'),
	bind('pageDown', ['pagedown', 'ctrl+f'], everywhere, null, 'a page down'),
	bind('first', ['g', 'home'], everywhere, null, 'to the top'),
	bind('last', ['G', 'end'], everywhere, null, 'to the bottom'),
	bind('help', ['?'], everywhere, 'help', 'help for what is shown'),
	bind('quit', ['q'], everywhere, 'quit', 'quit'),
	bind('redraw', ['ctrl+l'], always, null, 'draw the screen anew'),
	bind('leave', ['ctrl+c'], always, null, 'quit without being asked'),
	bind('keepEntry', ['enter'], ['typing'], 'done', 'take what is typed'),
	bind('dropEntry', ['escape'], ['typing'], 'drop it', 'drop what is typed, and the filter or search with it'),
	bind('earlier', ['up', 'ctrl+p'], ['typing'], 'earlier', 'what was typed before'),
	bind('later', ['down', 'ctrl+n'], ['typing'], 'earlier', 'what was typed after it'),
	bind('complete', ['tab'], ['typing'], 'complete', 'complete the word'),
	bind('completeBack', ['shift+tab'], ['typing'], null, 'the choice before'),
	bind('yes', ['y'], ['question'], 'yes', 'yes'),
	bind('no', ['n', 'escape'], ['question'], 'no', 'no, as does any other key'),
] as const;

/** Everything that a key can do. */
export type KeyAction = (typeof table)[number]['action'];

export const keyBindings: readonly KeyBinding[] = table;

/** What a key does in a mode, or null. */
export const actionFor = (key: string, mode: Mode): KeyAction | null =>
	keyBindings.find(({keys, modes}) => modes.includes(mode) && keys.includes(key))?.action ?? null;

const longNames: Readonly<Record<string, string>> = {
	' ': 'Space',
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
};

/** A key as people write it; `symbols` may hold shorter names, such as arrows. */
export const nameOfKey = (key: string, symbols: Readonly<Record<string, string>> = {}): string =>
	symbols[key] ?? longNames[key] ?? key.replace(/^ctrl\+./, found => `Ctrl+${found.slice(-1).toUpperCase()}`);
