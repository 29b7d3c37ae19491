import {describe, expect, test} from 'vitest';
import {span} from '../../../../source/view/draw/line.ts';
import {type DataColumn, drawTable} from '../../../../source/view/panes/tabs/data-table.ts';
import {contextOf, textOf} from '../../charts/drawing.ts';

const columns: readonly DataColumn[] = [
	{title: 'name', rank: 0, most: 8},
	{title: 'ms', rank: 1, align: 'right'},
	{title: 'spare', rank: 2},
	{title: 'why', rank: 1, least: 6},
];
const rows = [
	['redis', '5', 'x', 'exited with code 1'],
	['日本語のとても長い', '1200', 'y', 'slow'],
].map(row => row.map(text => span(text)));
const draw = (width: number) => `\n${textOf(drawTable(columns, rows, contextOf(width)))}`;

describe('a table in a pane', () => {
	test('is as wide as its data where there is room', () => {
		expect(draw(80)).toBe(`
 name        ms  spare  why
 redis        5  x      exited with code 1
 日本語…   1200  y      slow`);
	});
	test('takes from the elastic column first', () => {
		expect(draw(34)).toBe(`
 name        ms  spare  why
 redis        5  x      exited wi…
 日本語…   1200  y      slow`);
	});
	test('then loses what matters least', () => {
		expect(draw(24)).toBe(`
 name        ms  why
 redis        5  exited…
 日本語…   1200  slow`);
		expect(draw(12)).toBe(`
 name
 redis
 日本語…`);
	});
	test('need not have rows', () => expect(textOf(drawTable(columns, [], contextOf(80)))).toBe(' name  ms  spare  why'));
});
