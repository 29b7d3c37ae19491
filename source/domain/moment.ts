import {parseDuration} from './duration.ts';

/**
 * An instant that a person names, ms since the epoch; null for what is none. Either how long before `now` it was (`2d`),
 * or ISO 8601, in local time unless it names a zone: `2026-04-02`, `2026-04-02T08:15`, `2026-04-02T08:15:00Z`.
 */
export function parseMoment(text: string, now: number): number | null {
	const ago = parseDuration(text);
	if (ago !== null) return now - ago;
	const [, date, time = '00:00', zone = ''] = written.exec(text) ?? [];
	if (date === undefined || !isDate(date)) return null;
	const at = Date.parse(`${date}T${time}${zone}`);
	return Number.isNaN(at) ? null : at;
}

const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** The language takes 31 February for a day in March. */
const isDate = (date: string): boolean => {
	const at = Date.parse(`${date}T00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
};
