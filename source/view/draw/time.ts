import {formatDay, formatTime} from '../../domain/local-time.ts';
import {zoneAt} from './time-zone.ts';

/** Local time with its zone: `14:22 CET`. */
export const formatClock = (at: number): string => `${formatTime(at)} ${zoneAt(at)}`;

/** Local time, with the date where it is not today: `14:22`, `1 Apr 14:22`. */
export function formatMoment(at: number, now: number): string {
	const time = formatTime(at);
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? time : `${formatDay(at)} ${time}`;
}
