import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createLineSplitter} from '../../source/probe/stdio-lines.ts';

function collect(maxLineBytes = 1000, onTooLong?: () => void) {
	const lines: string[] = [];
	return {lines, splitter: createLineSplitter(line => lines.push(line), {maxLineBytes, onTooLong})};
}

test('however a stream is cut into pieces, its lines are the same', () => {
	const text = fc.array(fc.string({unit: 'grapheme', maxLength: 40}).map(line => line.replace(/[\r\n]/g, '')));
	fc.assert(
		fc.property(text, fc.array(fc.integer({min: 1, max: 12}), {minLength: 1}), (lines, cuts) => {
			const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
			const collected = collect();
			for (let at = 0, turn = 0; at < bytes.length; turn++) {
				const size = cuts[turn % cuts.length]!;
				collected.splitter.write(bytes.subarray(at, at + size));
				at += size;
			}
			expect(collected.lines).toEqual(lines);
			expect(collected.splitter.rest()).toBe('');
		}),
	);
});

test('the carriage return of a Windows line break is no part of the line', () => {
	const {lines, splitter} = collect();
	splitter.write(Buffer.from('a\r\nb\n\r\n'));
	expect(lines).toEqual(['a', 'b', '']);
});

test('an unfinished line can be looked at, and goes on', () => {
	const {lines, splitter} = collect();
	splitter.write(Buffer.from('half'));
	expect(splitter.rest()).toBe('half');
	splitter.write(Buffer.from(' whole\nnext'));
	expect(lines).toEqual(['half whole']);
	expect(splitter.rest()).toBe('next');
});

test('a line over the bound is cut, and the one after it is whole', () => {
	const {lines, splitter} = collect(4);
	for (const piece of ['abc', 'def', 'ghi\nok\n', 'abcdefgh\nabcd\n']) splitter.write(Buffer.from(piece));
	expect(lines).toEqual(['abcd', 'ok', 'abcd', 'abcd']);
});

test('where a line over the bound is an error it is told once and not passed on', () => {
	let told = 0;
	const {lines, splitter} = collect(4, () => told++);
	for (const piece of ['abc', 'def', 'ghi', '\nok\n']) splitter.write(Buffer.from(piece));
	expect(told).toBe(1);
	expect(lines).toEqual(['ok']);
});

test('a line in a hundred thousand pieces comes out whole', () => {
	const {lines, splitter} = collect(1_000_000);
	for (let piece = 0; piece < 100_000; piece++) splitter.write(Buffer.from('abcdefghij'));
	splitter.write(Buffer.from('\n'));
	expect(lines[0]).toBe('abcdefghij'.repeat(100_000));
});
