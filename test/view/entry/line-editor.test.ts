import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editFor, editKeys} from '../../../source/view/entry/edit-keys.ts';
import {type EditLine, editLine, emptyLine, lineOf, longestEntry} from '../../../source/view/entry/line-editor.ts';
import {hostileTexts} from '../hostile-texts.ts';

/** A line with a `|` where the cursor stands. */
function parse(marked: string): EditLine {
	const cursor = marked.indexOf('|');
	return {text: marked.replace('|', ''), cursor};
}

const format = ({text, cursor}: EditLine) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

function press(line: EditLine, ...keys: readonly string[]): EditLine {
	return keys.reduce((now, key) => {
		const edit = editFor(key);
		return edit ? editLine(now, edit) : now;
	}, line);
}

describe('a line is edited as in a shell', () => {
	test.each<[keys: string, before: string, after: string]>([
		['a', 'st|tus', 'sta|tus'],
		['left', 'status|', 'statu|s'],
		['left', '|status', '|status'],
		['right', 'st|atus', 'sta|tus'],
		['right', 'status|', 'status|'],
		['home', 'sta|tus', '|status'],
		['end', 'sta|tus', 'status|'],
		['ctrl+a', 'sta|tus', '|status'],
		['ctrl+e', 'sta|tus', 'status|'],
		['backspace', 'sta|tus', 'st|tus'],
		['backspace', '|status', '|status'],
		['delete', 'sta|tus', 'sta|us'],
		['delete', 'status|', 'status|'],
		['ctrl+w', 'tag:critical status!=up|', 'tag:critical |'],
		['ctrl+w', 'tag:critical   |x', '|x'],
		['ctrl+w', '|x', '|x'],
		['ctrl+u', 'tag:a |b', '|b'],
		['ctrl+k', 'tag:a |b', 'tag:a |'],
		['alt+b', 'tag:critical  |', 'tag:|critical  '],
		['alt+b', 'tag|:critical', '|tag:critical'],
		['alt+f', '|tag:critical', 'tag|:critical'],
		['alt+f', 'tag|:critical x', 'tag:critical| x'],
		['alt+f', 'x|  ', 'x  |'],
		['ctrl+right', '|日本 語', '日本| 語'],
	])('%s turns %s into %s', (key, before, after) => expect(format(press(parse(before), key))).toBe(after));

	test.each<[story: string, before: string, keys: readonly string[], after: string]>([
		['a letter with its accent is one', 'ne\u0301|', ['backspace'], 'n|'],
		['a letter of two halves is one', 'a👍|b', ['left', 'delete'], 'a|b'],
		['a flag is one', '🇩🇪🇫🇷|', ['left'], '🇩🇪|🇫🇷'],
		['an accent joins the letter before it', 'e|x', ['\u0301'], 'e\u0301|x'],
		['the cursor does not stand inside what has joined', '|\u0301x', ['e'], 'e\u0301|x'],
	])('%s', (_story, before, keys, after) => expect(format(press(parse(before), ...keys))).toBe(after));
});

describe('what is pasted', () => {
	const paste = (text: string) => editLine(parse('a|b'), {type: 'insert', text});
	test('becomes part of the one line', () => expect(format(paste('x\r\ny\tz\u2028'))).toBe('ax y z |b'));
	test.each(hostileTexts)('holds nothing that steers the terminal: %j', text => {
		expect(paste(text).text).not.toMatch(/\p{Cc}|\p{Cs}|\p{Default_Ignorable_Code_Point}/u);
	});
	test('is cut where the line is full, between two letters', () => {
		expect(paste('x'.repeat(5000)).text).toHaveLength(longestEntry);
		expect(lineOf(`${'x'.repeat(longestEntry - 1)}👍`).text).toBe('x'.repeat(longestEntry - 1));
	});
	test('leaves a full line as it is', () => {
		const full = lineOf('x'.repeat(longestEntry));
		expect(editLine(full, {type: 'insert', text: 'y'})).toBe(full);
	});
});

test('keys that mean something else are left to others', () => {
	for (const key of ['enter', 'escape', 'tab', 'up', 'down', 'ctrl+c', 'F1', '', 'constructor'])
		expect(editFor(key)).toBeNull();
});

test('what changes nothing gives the same line back', () => {
	expect(editLine(emptyLine, {type: 'step', step: 'backspace'})).toBe(emptyLine);
	const line = lineOf('status');
	expect(editLine(line, {type: 'step', step: 'end'})).toBe(line);
	expect(editLine(line, {type: 'replace', text: 'status'})).toBe(line);
});

const anyKey = fc.oneof(
	{weight: 3, arbitrary: fc.constantFrom(...Object.keys(editKeys))},
	fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}),
	fc.constantFrom('\u0301', '\u200d', '🇩', '👍', '🏽', '日', ' ', 'क', '्', 'ष', '\ud83d'),
);

const anyEdit = fc.oneof(
	{weight: 6, arbitrary: anyKey.map(key => editFor(key))},
	fc.string({unit: 'binary', maxLength: 300}).map(text => ({type: 'insert', text}) as const),
	fc.constantFrom(...hostileTexts).map(text => ({type: 'insert', text}) as const),
	fc.string({unit: 'binary', maxLength: 20}).map(text => ({type: 'replace', text}) as const),
);

test('whatever is typed, the line stays one bounded line of text with the cursor between two characters', () => {
	const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
	fc.assert(
		fc.property(fc.array(anyEdit, {maxLength: 60}), edits => {
			let line = emptyLine;
			for (const edit of edits) {
				if (edit) line = editLine(line, edit);
				const {text, cursor} = line;
				const places = [...segmenter.segment(text)].map(({index}) => index);
				expect([...places, text.length]).toContain(cursor);
				expect(text.length).toBeLessThanOrEqual(longestEntry);
				expect(text).not.toMatch(/\p{Cc}|\p{Cs}|\n/u);
			}
		}),
		{numRuns: 500},
	);
});

test('a step to the left and one to the right lead back, and erasing takes what was put in', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme-ascii', maxLength: 40}),
			fc.nat(40),
			fc.string({minLength: 1, maxLength: 5}),
			(text, place, more) => {
				const line = {...lineOf(text), cursor: Math.min(place, text.length)};
				if (line.cursor > 0) expect(press(line, 'left', 'right')).toEqual(line);
				const put = editLine(line, {type: 'insert', text: more});
				const taken = Array.from({length: put.cursor - line.cursor}, () => 'backspace');
				expect(press(put, ...taken)).toEqual(line);
			},
		),
	);
});
