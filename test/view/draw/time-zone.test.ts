import {expect, test} from 'vitest';
import {zoneAt} from '../../../source/view/draw/time-zone.ts';

const [winter, summer] = [Date.UTC(2026, 0, 5, 12), Date.UTC(2026, 6, 5, 12)];

/** As Intl has it, in the English of whichever part of the world knows the zone. */
function askIntl(at: number): string {
	const names = ['en-GB', 'en-US', 'en-AU', 'en-IN'].map(locale =>
		new Intl.DateTimeFormat(locale, {timeZoneName: 'short'})
			.formatToParts(at)
			.flatMap(({type, value}) => (type === 'timeZoneName' ? [value] : [])),
	);
	return (names.find(([name]) => !name?.startsWith('GMT')) ?? names[0] ?? []).join('');
}

test('a zone has the abbreviation that English has for it, anywhere in the world', () => {
	for (const zone of [...Intl.supportedValuesOf('timeZone').filter((_zone, index) => index % 7 === 0), ...common]) {
		process.env.TZ = zone;
		for (const at of [winter, summer]) expect([zone, zoneAt(at)]).toEqual([zone, askIntl(at)]);
	}
});

const common = [
	'UTC',
	'Europe/London',
	'Europe/Berlin',
	'Europe/Athens',
	'Europe/Lisbon',
	'America/New_York',
	'America/Chicago',
	'America/Denver',
	'America/Los_Angeles',
	'Asia/Kolkata',
	'Asia/Tokyo',
	'Australia/Perth',
	'Australia/Sydney',
	'Pacific/Auckland',
];
