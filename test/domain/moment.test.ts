import {expect, test, vi} from 'vitest';
import {parseMoment} from '../../source/domain/moment.ts';
import {noon} from '../helpers/fleet.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

test.each([
	['2d', '2026-03-31T12:22:00.000Z'],
	['90m', '2026-04-02T10:52:00.000Z'],
	['2026-04-01', '2026-03-31T22:00:00.000Z'],
	['2026-04-01T08:15', '2026-04-01T06:15:00.000Z'],
	['2026-04-01 08:15', '2026-04-01T06:15:00.000Z'],
	['2026-04-01T08:15:30.5Z', '2026-04-01T08:15:30.500Z'],
	['2026-04-01T08:15+05:30', '2026-04-01T02:45:00.000Z'],
	['2024-02-29', '2024-02-28T23:00:00.000Z'],
])('%s is an instant', (text, instant) =>
	expect(new Date(parseMoment(text, noon) ?? Number.NaN).toISOString()).toBe(instant),
);

test.each([
	'',
	'yesterday',
	'2',
	'-2d',
	'2 d',
	'2026-02-29',
	'2026-02-31',
	'2026-13-01',
	'2026-04-01T25:00',
	'2026-04-01T08:60',
	'20260401',
	'2026-04-01T08:15:00Zulu',
	'0000-00-00',
])('%j is none', text => expect(parseMoment(text, noon)).toBe(null));
