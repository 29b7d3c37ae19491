import {describe, expect, test, vi} from 'vitest';
import {drawTimeAxis} from '../../../source/view/charts/time-axis.ts';
import {noon} from '../../helpers/fleet.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('the labels of time', () => {
	test.each<[story: string, lengthMs: number, columns: number, axis: string]>([
		['an hour', hourMs, 60, '        13:30     13:40     13:50     14:00     14:10    now'],
		['a day', dayMs, 72, ' 15:00    18:00    21:00    00:00    03:00    06:00    09:00         now'],
		['a day in few columns', dayMs, 24, '         00:00       now'],
		['a week', 7 * dayMs, 70, '    Fri       Sat       Sun       Mon       Tue       Wed          now'],
		['a quarter of a year', 90 * dayMs, 60, '        16 Jan    30 Jan   13 Feb   27 Feb    13 Mar     now'],
	])('fit to %s', (_story, lengthMs, columns, axis) => {
		expect(drawTimeAxis({start: noon - lengthMs, end: noon}, columns, noon)).toBe(axis);
	});
	test('do not say now of what has ended before', () => {
		expect(drawTimeAxis({start: noon - dayMs, end: noon - hourMs}, 60, noon)).not.toContain('now');
	});
	test('follow the local clock over a change to summer time', () => {
		const end = Date.UTC(2026, 2, 30, 12);
		expect(drawTimeAxis({start: end - 3 * dayMs, end}, 36, end)).toBe('     Sat         Sun         Mon now');
	});
	test.each<[start: number, end: number, columns: number]>([
		[noon, noon, 40],
		[noon, noon - 1, 40],
		[Number.NaN, noon, 40],
		[noon - dayMs, noon, 0],
	])('are left out where there is no time or no room (%s to %s in %s)', (start, end, columns) => {
		expect(drawTimeAxis({start, end}, columns, noon)).toBe('');
	});
	test('never go beyond their columns', () => {
		for (let columns = 1; columns < 120; columns++) {
			for (const lengthMs of [60_000, hourMs, dayMs, 9 * dayMs, 90 * dayMs, 4000 * dayMs]) {
				const axis = drawTimeAxis({start: noon - lengthMs, end: noon}, columns, noon);
				expect(axis.length).toBeLessThanOrEqual(columns);
			}
		}
	});
});
