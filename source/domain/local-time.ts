// Written out rather than left to Intl: its first use loads 7 MB that a monitor would hold for weeks.
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** The local clock: `14:22`. */
export function formatTime(at: number): string {
	const date = new Date(at);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** The local day of the year: `1 Apr`. */
export function formatDay(at: number): string {
	const date = new Date(at);
	return `${date.getDate()} ${months[date.getMonth()]}`;
}

/** The local day of the week: `Wed`. */
export const formatWeekday = (at: number): string => weekdays[new Date(at).getDay()] ?? '';

/** Local time, to the minute: `2026-04-02 08:15`. */
export function formatDate(at: number): string {
	const date = new Date(at);
	return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${formatTime(at)}`;
}
