import {expect, test} from 'vitest';
import {readChoice} from '../../source/domain/choice.ts';

test.each<[text: string, chosen: readonly number[] | null]>([
	['', [0, 1, 2, 3, 4]],
	['all', [0, 1, 2, 3, 4]],
	['none', []],
	['1,3-4', [0, 2, 3]],
	['2 1', [0, 1]],
	['-2', [0, 2, 3, 4]],
	['-2,-4-5', [0, 2]],
	['1-4 -2', [0, 2, 3]],
	['6', null],
	['4-2', null],
	['some', null],
	['1,x', null],
])('"%s" of five', (text, chosen) => expect(readChoice(text, 5)).toEqual(chosen));
