/** What was entered at one prompt before, and where in it someone is looking. */
export interface EntryHistory {
	/** Oldest first, each once, bounded. */
	readonly entries: readonly string[];
	/** Which entry is on the line; null while it is what was typed. */
	readonly at: number | null;
	/** What was typed before the first look back. */
	readonly draft: string;
}

export const emptyHistory: EntryHistory = {entries: [], at: null, draft: ''};

const mostEntries = 100;

/** Adds what was entered, as the newest, and ends the looking back. Blanks alone are not kept. */
export function remember({entries}: EntryHistory, text: string): EntryHistory {
	const kept = text.trim() === '' ? entries : [...entries.filter(entry => entry !== text), text].slice(-mostEntries);
	return {entries: kept, at: null, draft: ''};
}

/** Ends the looking back, as when an entry was changed: from there on it is what is typed. */
export const stopLooking = (history: EntryHistory): EntryHistory =>
	history.at === null ? history : {entries: history.entries, at: null, draft: ''};

/**
 * One entry back (-1) or forth (1): the history, and what then is on the line in place of `text`. Entries equal to what
 * is there are passed over. After the newest one comes what was typed; an entry that was changed counts as typed.
 */
export function look(history: EntryHistory, text: string, by: -1 | 1): {history: EntryHistory; text: string} {
	const {entries} = history;
	const at = history.at ?? entries.length;
	const draft = history.at !== null && entries[at] === text ? history.draft : text;
	const isOther = (entry: string) => entry !== text;
	const next =
		by < 0 ? entries.slice(0, at).findLastIndex(isOther) : indexFrom(at + 1, entries.slice(at + 1).findIndex(isOther));
	const entry = entries[next];
	if (entry !== undefined) return {history: {entries, at: next, draft}, text: entry};
	return by < 0 ? {history, text} : {history: {entries, at: null, draft: ''}, text: draft};
}

const indexFrom = (start: number, found: number): number => (found < 0 ? -1 : start + found);
