import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createMouseFilter, type MouseEvent} from '../../../source/view/terminal/mouse.ts';

/** What comes out for these pieces, once nothing more comes. */
function filter(...chunks: readonly string[]) {
	const mouse = createMouseFilter();
	const told = chunks.map(chunk => mouse.push(chunk));
	return {keys: told.map(({keys}) => keys).join('') + mouse.flush(), events: told.flatMap(({events}) => events)};
}

describe('what the mouse does', () => {
	test.each<[story: string, chunks: readonly string[], events: readonly MouseEvent[], keys: string]>([
		['is a press of the left button', ['\x1b[<0;10;5M'], [{kind: 'press', column: 9, row: 4}], ''],
		['is a press with a key held', ['\x1b[<16;1;1M'], [{kind: 'press', column: 0, row: 0}], ''],
		['is nothing when the button is let go', ['\x1b[<0;10;5m'], [], ''],
		['is nothing with another button', ['\x1b[<2;10;5M\x1b[<1;10;5M'], [], ''],
		['is nothing while the mouse is drawn', ['\x1b[<32;10;5M'], [], ''],
		['is the wheel, down', ['\x1b[<65;10;5M'], [{kind: 'wheel', by: 1}], ''],
		['is the wheel, up and often', ['\x1b[<64;10;5M'.repeat(4)], [{kind: 'wheel', by: -4}], ''],
		['is nothing when the wheel goes and comes back', ['\x1b[<64;1;1M\x1b[<65;1;1M'], [], ''],
		['is far from the corner', ['\x1b[<0;300;120M'], [{kind: 'press', column: 299, row: 119}], ''],
		['is on no place', ['\x1b[<0;0;0M'], [], ''],
		['stands between keys', ['j\x1b[<65;1;1Mk'], [{kind: 'wheel', by: 1}], 'jk'],
		['comes after Escape', ['\x1b\x1b[<65;1;1M'], [{kind: 'wheel', by: 1}], '\x1b'],
		['comes in pieces', ['j\x1b', '[<', '0;1', '0;5', 'Mk'], [{kind: 'press', column: 9, row: 4}], 'jk'],
	])('%s', (_story, chunks, events, keys) => expect(filter(...chunks)).toEqual({events, keys}));
});

describe('keys stay keys:', () => {
	test.each([['jk'], ['\x1b'], ['\x1b['], ['\x1b[A'], ['\x1b[3~'], ['\x1b[<'.concat('x')], ['\x1b[<0;1;1X'], ['日本']])(
		'%j',
		keys => expect(filter(keys)).toEqual({keys, events: []}),
	);
	test('a key that could be the start of a report is given back when nothing follows', () => {
		const mouse = createMouseFilter();
		expect(mouse.push('\x1b').keys).toBe('');
		expect(mouse.isInDoubt).toBe(true);
		expect(mouse.flush()).toBe('\x1b');
		expect(mouse.isInDoubt).toBe(false);
	});
	test('the start of a report is not, for no key begins so', () => {
		const mouse = createMouseFilter();
		mouse.push('\x1b[<0;1');
		expect(mouse.isInDoubt).toBe(false);
		expect(mouse.flush()).toBe('');
		expect(mouse.push('2;1M').events).toEqual([{kind: 'press', column: 11, row: 0}]);
	});
});

const piece = fc.oneof(
	fc.string({maxLength: 8}),
	fc.constantFrom(
		'\x1b',
		'\x1b[',
		'\x1b[<',
		'0',
		';',
		'M',
		'm',
		'j',
		'\x1b[A',
		'\x1b[<0;3;4M',
		'\x1b[<65;1;1M',
		'64;9;9',
	),
	fc.tuple(fc.nat(70), fc.nat(99_999), fc.nat(99_999)).map(([a, b, c]) => `\x1b[<${a};${b};${c}M`),
);

test('however the input is cut into pieces, only reports are taken out of it, and no key is lost', () => {
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 40}), pieces => {
			const input = pieces.join('');
			const whole = filter(input);
			const cut = filter(...pieces);
			expect(cut.keys).toBe(whole.keys);
			expect(cut.events.filter(({kind}) => kind === 'press')).toEqual(
				whole.events.filter(({kind}) => kind === 'press'),
			);
			const unfinished = /\x1b\[<(?:\d{1,5}(?:;\d{0,5}){0,2})?$/;
			expect(whole.keys).toBe(input.replace(unfinished, '').replaceAll(/\x1b\[<\d{1,5};\d{1,5};\d{1,5}[Mm]/g, ''));
		}),
		{numRuns: 2000},
	);
});

test('a flood of reports is told in so many events at most, and passes none to the keys', () => {
	const {keys, events} = filter('\x1b[<0;1;1M'.repeat(100_000));
	expect(keys).toBe('');
	expect(events).toHaveLength(100);
});

test('what never becomes a report is not held back', () => {
	const endless = `\x1b[<${'1'.repeat(100_000)}`;
	expect(createMouseFilter().push(endless).keys).toBe(endless);
});
