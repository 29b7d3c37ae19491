import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createCalendar, describeBadCron, type MaintenanceTime, occurrenceAt} from '../../source/domain/maintenance.ts';

const hourMs = 3_600_000;
const repeated = (cron: string, timeZone = 'UTC', durationMs = 2 * hourMs): MaintenanceTime => ({
	kind: 'repeated',
	cron,
	timeZone,
	durationMs,
});
const at = (text: string): number => Date.parse(text);
const told = (when: MaintenanceTime, now: string): string => {
	const found = occurrenceAt(when, at(now));
	if (!found) return 'never';
	const [from, until] = [found.from, found.until].map(time => new Date(time).toISOString().slice(0, 16));
	return `${found.from <= at(now) ? 'now' : 'later'} ${from} ${until}`;
};

describe('a window', () => {
	test.each<[story: string, when: MaintenanceTime, now: string, told: string]>([
		[
			'is over at its end',
			{kind: 'once', from: at('2026-05-01T22:00Z'), until: at('2026-05-02T02:00Z')},
			'2026-05-02T02:00Z',
			'never',
		],
		[
			'holds before that',
			{kind: 'once', from: at('2026-05-01T22:00Z'), until: at('2026-05-02T02:00Z')},
			'2026-05-02T01:59Z',
			'now 2026-05-01T22:00 2026-05-02T02:00',
		],
		[
			'is to come before its start',
			{kind: 'once', from: at('2026-05-01T22:00Z'), until: at('2026-05-02T02:00Z')},
			'2026-05-01T21:59Z',
			'later 2026-05-01T22:00 2026-05-02T02:00',
		],
		[
			'that is repeated begins on the minute',
			repeated('0 3 * * 0'),
			'2026-04-05T03:00Z',
			'now 2026-04-05T03:00 2026-04-05T05:00',
		],
		[
			'and is over when it has lasted',
			repeated('0 3 * * 0'),
			'2026-04-05T05:00Z',
			'later 2026-04-12T03:00 2026-04-12T05:00',
		],
		[
			'goes by the clock of its place in winter',
			repeated('0 3 * * *', 'Europe/Berlin'),
			'2026-01-10T02:30Z',
			'now 2026-01-10T02:00 2026-01-10T04:00',
		],
		[
			'and in summer',
			repeated('0 3 * * *', 'Europe/Berlin'),
			'2026-07-10T02:30Z',
			'now 2026-07-10T01:00 2026-07-10T03:00',
		],
		[
			'comes on the day when its hour is skipped',
			repeated('30 2 * * *', 'Europe/Berlin'),
			'2026-03-29T01:10Z',
			'now 2026-03-29T01:00 2026-03-29T03:00',
		],
		[
			'comes once on the day when its hour comes twice',
			repeated('30 2 * * *', 'Europe/Berlin', hourMs),
			'2026-10-25T01:40Z',
			'later 2026-10-26T01:30 2026-10-26T02:30',
		],
		[
			'may last over midnight',
			repeated('0 23 * * *', 'UTC', 4 * hourMs),
			'2026-04-05T02:00Z',
			'now 2026-04-04T23:00 2026-04-05T03:00',
		],
	])('%s', (_story, when, now, words) => expect(told(when, now)).toBe(words));
});

test.each([
	['0 3 * * 0', 'Europe/Berlin', null],
	['@daily', 'UTC', null],
	['0 25 * * 0', 'UTC', 'cron'],
	['* * * * * *', 'UTC', 'cron'],
	['', 'UTC', 'cron'],
	['0 0 30 2 *', 'UTC', 'cron'],
	['0 3 * * 0', 'Europe/Berln', 'timeZone'],
	['0 3 * * 0', '', 'timeZone'],
])('%j in %j has a mistake in: %s', (cron, timeZone, mistake) => {
	expect(Object.keys(describeBadCron(cron, timeZone) ?? {})[0] ?? null).toBe(mistake);
});

test('a calendar tells the same as its windows, whenever it is asked, and when that changes', () => {
	const begin = at('2026-04-02T12:00Z');
	const windows = [repeated('*/20 * * * *', 'UTC', 600_000), repeated('0 13 * * *', 'UTC', hourMs)];
	fc.assert(
		fc.property(fc.array(fc.nat(3 * hourMs), {minLength: 1, maxLength: 20}), times => {
			const calendar = createCalendar(windows.map(when => ({query: '', reason: null, when})));
			for (const time of times) {
				const now = begin + time;
				const active = windows.map(when => occurrenceAt(when, now)).filter(one => one !== null && one.from <= now);
				expect(calendar.active(now).map(({from, until}) => ({from, until}))).toEqual(active);
				expect(calendar.nextChange(now)).toBeGreaterThan(now);
				expect(calendar.active(now)).toBe(calendar.active(Math.min(now + 1, calendar.nextChange(now) - 1)));
			}
		}),
		{numRuns: 30},
	);
});
