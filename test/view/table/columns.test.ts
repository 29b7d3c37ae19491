import {describe, expect, test} from 'vitest';
import {chooseColumns, columnGap, marginWidth} from '../../../source/view/table/columns.ts';

const idsAt = (columns: number, longestName = 17) =>
	chooseColumns(columns, longestName)
		.map(({id}) => id)
		.join(' ');

test.each<[columns: number, shown: string]>([
	[160, 'name status latency p95 uptime tools trend notes'],
	[120, 'name status latency p95 uptime tools trend notes'],
	[90, 'name status latency p95 trend notes'],
	[80, 'name status latency trend notes'],
	[60, 'name status latency notes'],
	[40, 'name status notes'],
])('at %i columns these are shown: %s', (columns, shown) => expect(idsAt(columns)).toBe(shown));

test('a wider terminal never shows less', () => {
	let before = 0;
	for (let columns = 40; columns <= 200; columns++) {
		const count = chooseColumns(columns, 17).length;
		expect(count).toBeGreaterThanOrEqual(before);
		before = count;
	}
});

describe.each([5, 17, 60])('with names of up to %i characters', longestName => {
	test('the table is exactly as wide as the terminal', () => {
		for (let columns = 46; columns <= 220; columns++) {
			const chosen = chooseColumns(columns, longestName);
			const width = chosen.reduce((sum, {width: one}) => sum + one + columnGap, marginWidth - columnGap);
			expect(width).toBe(columns);
		}
	});
	test('notes stay readable where there is more than them', () => {
		for (let columns = 60; columns <= 220; columns++) {
			const chosen = chooseColumns(columns, longestName);
			const notes = chosen.find(({id}) => id === 'notes')?.width ?? 0;
			expect(notes).toBeGreaterThanOrEqual(chosen.length > 4 ? 24 : 16);
		}
	});
});

test('a long name gets at most thirty columns', () => {
	expect(chooseColumns(200, 500).find(({id}) => id === 'name')?.width).toBe(30);
});
