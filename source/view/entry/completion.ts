import {type EditLine, editLine} from './line-editor.ts';

/** The choices for the word at the cursor. */
export interface Completion {
	/** The line as completed so far. */
	readonly line: EditLine;
	/** What the word can become, bounded; empty when it is complete or nothing fits. */
	readonly options: readonly string[];
	/** Which of them stands on the line; null while only their common start does. */
	readonly chosen: number | null;
	/** Where the word begins, and how much of the line after it is not part of it. */
	readonly word: {readonly start: number; readonly rest: number};
}

const mostOptions = 100;

/**
 * Completes the word at the cursor: to its only candidate and a blank, or to the common start of all that begin like it;
 * where there is none longer, to one after the other. Candidates that merely hold the word count when none begins with
 * it. Case does not matter. `previous` is what this gave for the key before, null after any other key; `by` is -1 to go
 * back.
 */
export function complete(
	line: EditLine,
	candidates: readonly string[],
	previous: Completion | null,
	by: -1 | 1 = 1,
): Completion {
	if (previous && previous.options.length > 0 && isSame(previous.line, line)) return turn(previous, by);
	const start = wordStart(line);
	const word = {start, rest: line.text.length - line.cursor};
	const typed = line.text.slice(start, line.cursor);
	const found = fitting(candidates, typed);
	const [only] = found;
	if (only === undefined) return {line, options: [], chosen: null, word};
	if (found.length === 1) return {line: putWord(line, word, `${only} `), options: [], chosen: null, word};
	const common = commonStart(found);
	const completion = {line, options: found.slice(0, mostOptions), chosen: null, word};
	const isLonger = common.length > typed.length && startsLike(common, typed);
	return isLonger ? {...completion, line: putWord(line, word, common)} : turn(completion, by);
}

/** The next or previous option, and after the last one the first. */
function turn(completion: Completion, by: -1 | 1): Completion {
	const {options, chosen, word, line} = completion;
	const from = chosen ?? (by > 0 ? -1 : options.length);
	const next = (from + by + options.length) % options.length;
	return {...completion, chosen: next, line: putWord(line, word, options[next] ?? '')};
}

/** Where the word before the cursor begins: after a blank, or a sign that opens a term of a filter. */
function wordStart({text, cursor}: EditLine): number {
	const [word = ''] = /[^\s|()]*$/.exec(text.slice(0, cursor)) ?? [];
	return cursor - word.length + (word.startsWith('!') ? 1 : 0);
}

/** Puts a word in place of the one at the cursor. A blank that would stand beside another is left out. */
function putWord({text}: EditLine, {start, rest}: Completion['word'], word: string): EditLine {
	const tail = text.slice(text.length - rest);
	const cut = {text: text.slice(0, start) + tail, cursor: start};
	return editLine(cut, {type: 'insert', text: tail.startsWith(' ') ? word.trimEnd() : word});
}

function fitting(candidates: readonly string[], typed: string): readonly string[] {
	const all = [...new Set(candidates)];
	const beginning = all.filter(one => startsLike(one, typed));
	return beginning.length > 0 ? beginning : all.filter(one => one.toLowerCase().includes(typed.toLowerCase()));
}

const isSame = (one: EditLine, other: EditLine): boolean => one.text === other.text && one.cursor === other.cursor;

const startsLike = (text: string, start: string): boolean => text.toLowerCase().startsWith(start.toLowerCase());

/** The longest start that all have, as the first of them writes it. */
function commonStart(texts: readonly string[]): string {
	const [first = '', ...others] = texts.map(text => text.toLowerCase());
	let length = first.length;
	for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
	return (texts[0] ?? '').slice(0, length);
}
