import {type Completion, complete} from '../entry/completion.ts';
import {type EntryHistory, emptyHistory, look, remember, stopLooking} from '../entry/entry-history.ts';
import {type Edit, type EditLine, editLine, lineOf} from '../entry/line-editor.ts';

/** What can be typed: a filter of the table, a search in a page, a command, or for how long to silence. */
export const entryKinds = ['filter', 'search', 'command', 'silence'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A line that is being typed. */
export interface Entry {
	readonly kind: EntryKind;
	readonly line: EditLine;
	readonly history: EntryHistory;
	readonly completion: Completion | null;
	/** Why Enter was refused; goes with the next change. */
	readonly mistake: string | null;
	/** Names of the servers that it is about. */
	readonly servers: readonly string[];
}

export const noPasts: Readonly<Record<EntryKind, EntryHistory>> = {
	filter: emptyHistory,
	search: emptyHistory,
	command: emptyHistory,
	silence: emptyHistory,
};

/** What happens to a line that is typed. */
export type EntryChange =
	| {readonly type: 'edit'; readonly edit: Edit}
	| {readonly type: 'recall'; readonly by: -1 | 1}
	| {readonly type: 'complete'; readonly candidates: readonly string[]; readonly by: -1 | 1}
	| {readonly type: 'refuse'; readonly mistake: string};

export const newEntry = (
	kind: EntryKind,
	text: string,
	history: EntryHistory,
	servers: readonly string[] = [],
): Entry => ({kind, line: lineOf(text), history: stopLooking(history), completion: null, mistake: null, servers});

/** The entry after a change; the same object when nothing has changed. */
export function changeEntry(entry: Entry, change: EntryChange): Entry {
	switch (change.type) {
		case 'edit':
			return withLine(entry, editLine(entry.line, change.edit));
		case 'recall': {
			const {history, text} = look(entry.history, entry.line.text, change.by);
			return text === entry.line.text
				? entry
				: {...entry, history, line: lineOf(text), completion: null, mistake: null};
		}
		case 'complete': {
			const completion = complete(entry.line, change.candidates, entry.completion, change.by);
			return {...entry, completion, line: completion.line, mistake: null};
		}
		case 'refuse':
			return {...entry, mistake: change.mistake};
	}
}

/** The past of a prompt after its line was entered. */
export const rememberEntry = ({history, line}: Entry): EntryHistory => remember(history, line.text);

/** Moving the cursor keeps the place in the past; changing the text leaves it. */
function withLine(entry: Entry, line: EditLine): Entry {
	if (line === entry.line) return entry;
	const history = line.text === entry.line.text ? entry.history : stopLooking(entry.history);
	return {...entry, line, history, completion: null, mistake: null};
}
