const clockFormat = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const zonedFormat = new Intl.DateTimeFormat('en-GB', {
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23',
	timeZoneName: 'short',
});
const dayFormat = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});

/** Local time with its zone: `14:22 CET`. */
export const formatClock = (at: number): string => zonedFormat.format(at);

/** Local time, with the date where it is not today: `14:22`, `1 Apr 14:22`. */
export function formatMoment(at: number, now: number): string {
	const time = clockFormat.format(at);
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? time : `${dayFormat.format(at)} ${time}`;
}
