import fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainText} from '../../source/domain/plain-text.ts';

test.each<[story: string, text: string, plain: string]>([
	['ordinary text stays', 'Lists files — naïve café, 日本語 🙂', 'Lists files — naïve café, 日本語 🙂'],
	['colours go', '\x1b[1;31mred\x1b[0m text', 'red text'],
	['8-bit sequences go', '\x9b31mred', 'red'],
	['cursor movement and screen clearing go', 'a\x1b[2J\x1b[H\x1b[?1049hb', 'ab'],
	['a window title goes, ended by BEL', 'a\x1b]0;title\x07b', 'ab'],
	['a hyperlink goes, ended by ST', 'see \x1b]8;;http://x/\x1b\\here\x1b]8;;\x1b\\', 'see here'],
	['a device control string goes', 'a\x1bPq#0;2;0\x1b\\b', 'ab'],
	['a command string that never ends loses its introducer', 'a\x1b]52;c;aGk=', 'a52;c;aGk='],
	['two-character escapes go', 'a\x1bcb\x1b(Bc', 'abc'],
	['a sequence inside a sequence leaves nothing behind', '\x1b\x1b[31m[31mx', '[31mx'],
	['line breaks and tabs become one space', ' one\r\n\t two\u2028three\x85four ', 'one two three four'],
	['control characters go', 'a\x00b\x08c\x7fd\x07', 'abcd'],
	['text direction cannot be turned', 'abc\u202etxt.exe\u2066\u061c', 'abctxt.exe'],
	['invisible characters go', 'pa\u200byp\u00ada\u2060l\ufeff\u{e0041}', 'paypal'],
	['half a surrogate pair goes', 'a\ud83db', 'ab'],
])('%s', (_story, text, plain) => expect(plainText(text)).toBe(plain));

test('what is too long ends with an ellipsis and never with half a character', () => {
	expect(plainText('abcdef', 6)).toBe('abcdef');
	expect(plainText('abcdefg', 6)).toBe('abcde…');
	expect(plainText('abcd🙂🙂', 6)).toBe('abcd…');
	expect(plainText('x'.repeat(10_000))).toHaveLength(500);
});

test('colours do not count for the length', () => {
	expect(plainText('\x1b[31mab\x1b[0m'.repeat(3), 6)).toBe('ababab');
});

test('a text of 10 MB made to be slow is bounded before it is looked at', () => {
	expect(plainText('\x1b]'.repeat(5_000_000), 100)).toBe('');
});

test('whatever comes in, what goes out is one printable line within its bound, and cleaning it again changes nothing', () => {
	const piece = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.constantFrom('\x1b', '\x1b[', '\x1b]', '\x07', '\x1b\\', '\x9b', '\x9d', '31m', '\n', '\u202e', '\u200b'),
	);
	fc.assert(
		fc.property(fc.array(piece), fc.integer({min: 1, max: 80}), (pieces, maxLength) => {
			const plain = plainText(pieces.join(''), maxLength);
			expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u);
			expect(plain.length).toBeLessThanOrEqual(maxLength);
			expect(plainText(plain, maxLength)).toBe(plain);
		}),
	);
});
