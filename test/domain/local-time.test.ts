import {expect, test} from 'vitest';
import {formatDate, formatDay, formatTime, formatWeekday} from '../../source/domain/local-time.ts';

const hourMs = 3_600_000;

test('local times read as Intl writes them', () => {
	const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
	const day = new Intl.DateTimeFormat('en-US', {month: 'short'});
	const weekday = new Intl.DateTimeFormat('en-GB', {weekday: 'short'});
	const date = new Intl.DateTimeFormat('sv-SE', {dateStyle: 'short', timeStyle: 'short'});
	for (let at = Date.UTC(2026, 0, 1, 0, 7); at < Date.UTC(2027, 0, 1); at += 37 * hourMs) {
		expect(formatTime(at)).toBe(clock.format(at));
		expect(formatDay(at)).toBe(`${new Date(at).getDate()} ${day.format(at)}`);
		expect(formatWeekday(at)).toBe(weekday.format(at));
		expect(formatDate(at)).toBe(date.format(at));
	}
});
