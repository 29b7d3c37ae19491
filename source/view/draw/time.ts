const clockFormat = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const dayFormat = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});

/** Each English knows the abbreviations of its own part of the world, and writes GMT+1 for the others. */
const zoneFormats = ['en-GB', 'en-US', 'en-AU', 'en-IN'].map(
	locale => new Intl.DateTimeFormat(locale, {timeZoneName: 'short'}),
);

/** Local time with its zone: `14:22 CET`. */
export const formatClock = (at: number): string => `${clockFormat.format(at)} ${zoneAt(at)}`;

function zoneAt(at: number): string {
	const names = zoneFormats.map(
		format => format.formatToParts(at).find(({type}) => type === 'timeZoneName')?.value ?? '',
	);
	return names.find(name => !name.startsWith('GMT')) ?? names[0] ?? '';
}

/** Local time, with the date where it is not today: `14:22`, `1 Apr 14:22`. */
export function formatMoment(at: number, now: number): string {
	const time = clockFormat.format(at);
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? time : `${dayFormat.format(at)} ${time}`;
}
