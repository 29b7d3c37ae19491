import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {availabilityCells, drawAvailability, drawAvailabilityLegend} from '../../../source/view/charts/availability.ts';
import {cellsOf} from './cells.ts';
import {anyContext, contextOf, expectFit, textOf} from './drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const dayMs = 86_400_000;
const uptimes = [...Array.from({length: 8}, () => null), ...Array.from({length: 12}, () => 1), 0.5, 0, 0, 1];

describe('the availability of a server', () => {
	test('stands as a bar over the time of day, with its uptime', () => {
		const cells = cellsOf(uptimes, dayMs);
		const drawn = textOf(drawAvailability({window: '24h', cells, uptime: 0.98765}, contextOf(50)));
		expect(`\n${drawn}`).toBe(`
 24h    98.7% ········████████████▄××█
                       00:00       now`);
	});
	test('stands over the days of a week', () => {
		const cells = cellsOf(
			Array.from({length: 42}, () => 1),
			7 * dayMs,
		);
		const drawn = textOf(drawAvailability({window: '7d', cells, uptime: 1}, contextOf(60)));
		expect(`\n${drawn}`).toBe(`
 7d    100.0% ██████████████████████████████████████████
                Fri   Sat   Sun   Mon   Tue   Wed    now`);
	});
	test('can be drawn in ASCII, every state still apart', () => {
		const cells = cellsOf([1, 0.5, 0, null], dayMs);
		expect(textOf(drawAvailability({window: '24h', cells, uptime: 0.5}, contextOf(50, true)))).toContain('50.0% #+x.');
		expect(textOf([drawAvailabilityLegend(contextOf(60, true))])).toBe(' # available  + in part  x not  . not watched');
	});
	test('joins cells where there are more than columns; one bad cell shows', () => {
		const cells = cellsOf([...Array.from({length: 190}, () => 1), 0.2, ...Array.from({length: 9}, () => 1)], dayMs);
		const bar = textOf(drawAvailability({window: '24h', cells, uptime: 1}, contextOf(64))).split('\n')[0] ?? '';
		expect(bar.length).toBeLessThanOrEqual(64);
		expect(bar.match(/▄/g)).toHaveLength(1);
	});
	test('a time that nobody watched is neither up nor down', () => {
		const drawn = textOf(
			drawAvailability({window: '24h', cells: cellsOf([null, null], dayMs), uptime: null}, contextOf(60)),
		);
		expect(drawn).toBe(' 24h        – nobody has watched it in this time');
	});
	test('is fetched first', () => {
		expect(textOf(drawAvailability({window: '7d', cells: null, uptime: 1}, contextOf(60)))).toBe(
			' 7d    100.0% fetching its past',
		);
	});
	test('has a legend that gives way where there is no room', () => {
		expect(textOf([drawAvailabilityLegend(contextOf(26))])).toBe(' █ available  × not');
	});
	test('keeps inside its columns', () => {
		const uptime = fc.option(fc.oneof(fc.constantFrom(0, 1), fc.double({min: 0, max: 1, noNaN: true})), {nil: null});
		const lengths = fc.constantFrom(3_600_000, dayMs, 7 * dayMs, 90 * dayMs);
		fc.assert(
			fc.property(fc.array(uptime, {maxLength: 250}), lengths, uptime, anyContext, (all, lengthMs, share, context) => {
				const cells = cellsOf(all, lengthMs);
				expectFit(drawAvailability({window: '24h', cells, uptime: share}, context), context);
				expectFit([drawAvailabilityLegend(context)], context);
			}),
		);
	});
	test('asks for as many cells as there is room for', () => {
		fc.assert(
			fc.property(anyContext, context => {
				const count = availabilityCells(context.columns);
				const cells = cellsOf(
					Array.from({length: count}, () => 1),
					dayMs,
				);
				const bar = textOf(drawAvailability({window: '24h', cells, uptime: 1}, context)).split('\n')[0] ?? '';
				expect(bar.match(/[█#]/g)).toHaveLength(count);
			}),
		);
	});
});
