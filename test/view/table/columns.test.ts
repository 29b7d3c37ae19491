import {describe, expect, test} from 'vitest';
import {columnNames} from '../../../source/domain/columns.ts';
import {type OrderBy, orderings} from '../../../source/domain/select.ts';
import {chooseColumns, columnGap, isFalling, marginWidth, orderingsInTurn} from '../../../source/view/table/columns.ts';

const idsAt = (
	columns: number,
	longestName = 17,
	wanted: Parameters<typeof chooseColumns>[2] = null,
	orderedBy: OrderBy = 'status',
) =>
	chooseColumns(columns, longestName, wanted, orderedBy)
		.map(({id}) => id)
		.join(' ');

test.each<[columns: number, shown: string]>([
	[160, 'name status latency p95 uptime tools grade trend notes'],
	[120, 'name status latency p95 uptime tools grade trend notes'],
	[90, 'name status latency p95 trend notes'],
	[82, 'name status latency trend notes'],
	[60, 'name status latency notes'],
	[40, 'name status notes'],
])('at %i columns these are shown: %s', (columns, shown) => expect(idsAt(columns)).toBe(shown));

test.each<[wanted: Parameters<typeof chooseColumns>[2], shown: string]>([
	[['notes', 'p95'], 'name notes p95'],
	[['status', 'status'], 'name status'],
	[['p95', 'name'], 'p95 name'],
	[columnNames, 'name status latency p95 uptime tools grade trend notes'],
])('of the columns %j these are shown: %s', (wanted, shown) => expect(idsAt(160, 17, wanted)).toBe(shown));

test('of the columns that are wanted, those go that there is no room for', () => {
	expect(idsAt(60, 17, ['status', 'tools', 'uptime', 'latency', 'notes'])).toBe('name status latency notes');
});

test.each<[orderedBy: OrderBy, columns: number, shown: string]>([
	['p95', 60, 'name status p95 notes'],
	['p95', 70, 'name status latency p95 notes'],
	['tools', 60, 'name status tools notes'],
	['uptime', 82, 'name status latency uptime notes'],
	['config', 60, 'name status latency notes'],
])('ordered by %s, at %i columns these are shown: %s', (orderedBy, columns, shown) =>
	expect(idsAt(columns, 17, null, orderedBy)).toBe(shown),
);

test('a wider terminal never shows less', () => {
	let before = 0;
	for (let columns = 40; columns <= 200; columns++) {
		const count = chooseColumns(columns, 17, null, 'status').length;
		expect(count).toBeGreaterThanOrEqual(before);
		before = count;
	}
});

describe.each([5, 17, 60])('with names of up to %i characters', longestName => {
	test('the table is exactly as wide as the terminal', () => {
		for (let columns = 46; columns <= 220; columns++) {
			const chosen = chooseColumns(columns, longestName, null, 'status');
			const width = chosen.reduce((sum, {width: one}) => sum + one + columnGap, marginWidth - columnGap);
			expect(width).toBe(columns);
		}
	});
	test('notes stay readable where there is more than them', () => {
		for (let columns = 60; columns <= 220; columns++) {
			const chosen = chooseColumns(columns, longestName, null, 'status');
			const notes = chosen.find(({id}) => id === 'notes')?.width ?? 0;
			expect(notes).toBeGreaterThanOrEqual(chosen.length > 4 ? 24 : 16);
		}
	});
});

test('a long name gets at most thirty columns', () => {
	expect(chooseColumns(200, 500, null, 'status').find(({id}) => id === 'name')?.width).toBe(30);
});

test('every ordering has its place in the turn', () => {
	expect([...orderingsInTurn].sort()).toEqual([...orderings].sort());
});

test('the arrow points down where the largest, or the gravest, stands first', () => {
	expect(isFalling({by: 'latency', isDescending: true})).toBe(true);
	expect(isFalling({by: 'name', isDescending: false})).toBe(false);
	expect(isFalling({by: 'status', isDescending: false})).toBe(true);
});
