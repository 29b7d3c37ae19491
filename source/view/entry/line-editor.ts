import {clustersOf} from '../draw/width.ts';

/** One line of text that is being typed. */
export interface EditLine {
	readonly text: string;
	/** Before which character the cursor stands, in UTF-16 units; never inside what a reader takes for one character. */
	readonly cursor: number;
}

/** A step of the cursor, or something taken out. `eraseWord` goes back to a blank, as in a shell. */
export type EditStep =
	| 'left'
	| 'right'
	| 'wordLeft'
	| 'wordRight'
	| 'home'
	| 'end'
	| 'backspace'
	| 'delete'
	| 'eraseWord'
	| 'eraseToStart'
	| 'eraseToEnd';

export type Edit =
	| {readonly type: 'insert'; readonly text: string}
	/** The whole line, with the cursor at its end. */
	| {readonly type: 'replace'; readonly text: string}
	| {readonly type: 'step'; readonly step: EditStep};

export const emptyLine: EditLine = {text: '', cursor: 0};

/** So many UTF-16 units a line can have. */
export const longestEntry = 1024;

/** The line after an edit; the same object when nothing has changed. */
export function editLine(line: EditLine, edit: Edit): EditLine {
	switch (edit.type) {
		case 'insert':
			return withText(line, line.cursor, line.cursor, edit.text);
		case 'replace':
			return withText(line, 0, line.text.length, edit.text);
		case 'step':
			return step(line, edit.step);
	}
}

/** A line with this text, the cursor at its end. */
export const lineOf = (text: string): EditLine => editLine(emptyLine, {type: 'replace', text});

function step(line: EditLine, kind: EditStep): EditLine {
	const {text, cursor} = line;
	switch (kind) {
		case 'left':
			return moveTo(line, before(line));
		case 'right':
			return moveTo(line, after(line));
		case 'wordLeft':
			return moveTo(line, lastMatch(text.slice(0, cursor), /[\p{L}\p{N}_]+[^\p{L}\p{N}_]*$/u));
		case 'wordRight':
			return moveTo(line, cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0));
		case 'home':
			return moveTo(line, 0);
		case 'end':
			return moveTo(line, text.length);
		case 'backspace':
			return withText(line, before(line), cursor, '');
		case 'delete':
			return withText(line, cursor, after(line), '');
		case 'eraseWord':
			return withText(line, lastMatch(text.slice(0, cursor), /\S+\s*$/), cursor, '');
		case 'eraseToStart':
			return withText(line, 0, cursor, '');
		case 'eraseToEnd':
			return withText(line, cursor, text.length, '');
	}
}

/** Where the match at the end of a text begins; its start when there is none. */
const lastMatch = (text: string, pattern: RegExp): number => Math.max(0, text.search(pattern));

const moveTo = (line: EditLine, place: number): EditLine => {
	const cursor = boundaryAt(line.text, place);
	return cursor === line.cursor ? line : {text: line.text, cursor};
};

/** Puts text in place of what stands from `from` to `to`, as much of it as there is room for. */
function withText(line: EditLine, from: number, to: number, added: string): EditLine {
	const head = line.text.slice(0, from);
	const tail = line.text.slice(to);
	const middle = cutTo(cleaned(added), longestEntry - head.length - tail.length);
	const text = head + middle + tail;
	const cursor = boundaryAt(text, head.length + middle.length);
	return text === line.text && cursor === line.cursor ? line : {text, cursor};
}

/** Every kind of blank becomes a space; what steers a terminal, or is not seen, goes. */
const cleaned = (text: string): string =>
	text
		.slice(0, longestPaste)
		.replace(/\r\n|[\s\x85]/g, ' ')
		.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\p{Cs}]/gu, '');

const longestPaste = 16 * longestEntry;

function cutTo(text: string, length: number): string {
	if (text.length <= length) return text;
	let kept = 0;
	for (const cluster of clustersOf(text)) {
		if (kept + cluster.length > length) break;
		kept += cluster.length;
	}
	return text.slice(0, kept);
}

/** The first place from `place` on that is between two characters: what is put in can join what stood beside it. */
const boundaryAt = (text: string, place: number): number => boundariesOf(text).find(one => one >= place) ?? text.length;

const before = ({text, cursor}: EditLine): number => boundariesOf(text).findLast(one => one < cursor) ?? 0;

const after = ({text, cursor}: EditLine): number => boundariesOf(text).find(one => one > cursor) ?? text.length;

function boundariesOf(text: string): readonly number[] {
	const places = [0];
	let place = 0;
	for (const cluster of clustersOf(text)) {
		place += cluster.length;
		places.push(place);
	}
	return places;
}
