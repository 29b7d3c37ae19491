import {isObject, type JsonObject} from '../domain/json.ts';
import {describeBadCron} from '../domain/maintenance.ts';
import {isWhole, parseQuery} from '../domain/query.ts';
import {hasReference} from './interpolate.ts';
import type {Finding, Path} from './mistake.ts';

/** What no single key of a maintenance window shows. Works on unchecked values. @param names of all servers */
export function checkMaintenance(window: unknown, path: Path, names: ReadonlySet<string>): Finding[] {
	if (!isObject(window)) return [];
	return [
		...checkTime(window, path),
		...checkServers(window.servers, [...path, 'servers'], names),
		...checkQuery(window.query, [...path, 'query']),
	];
}

/** A name that is mistyped would be found when somebody is paged. */
const checkServers = (servers: unknown, path: Path, names: ReadonlySet<string>): Finding[] =>
	(Array.isArray(servers) ? servers : []).flatMap((name: unknown, index) =>
		typeof name !== 'string' || hasReference(name) || names.has(name)
			? []
			: [{path: [...path, index], message: 'is not the name of a server'}],
	);

function checkTime(window: JsonObject, path: Path): Finding[] {
	const {start, end, cron, time_zone: timeZone, duration} = window;
	const isOnce = start !== undefined && end !== undefined;
	const isRepeated = cron !== undefined && duration !== undefined;
	if (!isOnce && !isRepeated) return [{path, message: 'needs start and end, or cron and duration'}];
	if (isOnce) {
		const key = ['cron', 'duration', 'time_zone'].find(one => window[one] !== undefined);
		if (key !== undefined) return [{path: [...path, key], message: 'cannot stand beside start and end'}];
		const isBackwards = typeof start === 'string' && typeof end === 'string' && Date.parse(end) <= Date.parse(start);
		return isBackwards ? [{path: [...path, 'end'], message: 'must be after start'}] : [];
	}
	const key = ['start', 'end'].find(one => window[one] !== undefined);
	if (key !== undefined) return [{path: [...path, key], message: 'cannot stand beside cron and duration'}];
	if (typeof cron !== 'string' || (timeZone !== undefined && typeof timeZone !== 'string')) return [];
	const bad = describeBadCron(cron, timeZone ?? usualTimeZone);
	if (bad === null) return [];
	return 'cron' in bad
		? [{path: [...path, 'cron'], message: bad.cron}]
		: [{path: [...path, 'time_zone'], message: bad.timeZone}];
}

/** Where a window names none. */
export const usualTimeZone = 'UTC';

/** One with a variable in it is judged when the variable is known. */
export function checkQuery(query: unknown, path: Path): Finding[] {
	if (typeof query !== 'string' || hasReference(query)) return [];
	const parsed = parseQuery(query);
	if (!parsed.ok) return [{path, message: `cannot be read at column ${parsed.column}: ${parsed.message}`}];
	return isWhole(query) ? [] : [{path, message: 'is not complete'}];
}
