import {UserError} from '../domain/errors.ts';
import type {MaintenanceTime, MaintenanceWindow} from '../domain/maintenance.ts';
import type {Alerting} from '../domain/settings.ts';
import {checkQuery, usualTimeZone} from './check-maintenance.ts';
import {describeMissing, type Environment, interpolateAll} from './interpolate.ts';
import type {Config} from './parse-config.ts';
import {toDurationMs} from './to-duration.ts';

type WindowData = NonNullable<Config['data']['alerts']['maintenance']>[number];

/** When alerts are told again, and when nobody is paged. Throws a `UserError` where that needs an unset variable. */
export function toAlerting(config: Config, env: Environment): Alerting {
	const {remind_after: remindAfter, maintenance = []} = config.data.alerts;
	return {
		remindAfterMs: remindAfter === undefined ? null : toDurationMs(remindAfter),
		maintenance: maintenance.map((window, index) => toWindow(window, index, config, env)),
	};
}

function toWindow(written: WindowData, index: number, {shownFile}: Config, env: Environment): MaintenanceWindow {
	const missing = new Set<string>();
	const {servers, tags, query, reason = null} = interpolateAll(pick(written), env, missing);
	const [mistake] = checkQuery(query, []);
	const problem = describeMissing(missing) ?? (mistake && `its query ${mistake.message}`);
	if (problem) throw new UserError(`${shownFile}: alerts.maintenance[${index}] cannot be used: ${problem}`);
	return {query: toQuery(servers, tags, query), reason, when: toTime(written)};
}

const pick = ({servers = [], tags = [], query = '', reason}: WindowData) => ({servers, tags, query, reason});

function toTime({start, end, cron, duration, time_zone: timeZone = usualTimeZone}: WindowData): MaintenanceTime {
	if (cron !== undefined && duration !== undefined)
		return {kind: 'repeated', cron, timeZone, durationMs: toDurationMs(duration)};
	return {kind: 'once', from: Date.parse(start ?? ''), until: Date.parse(end ?? '')};
}

/** One of these servers, with one of these tags, and what the query asks for: each where it is given. */
const toQuery = (servers: readonly string[], tags: readonly string[], query: string): string =>
	[anyOf('name', servers), anyOf('tag', tags), query.trim() === '' ? '' : `(${query.trim()})`]
		.filter(part => part !== '')
		.join(' ');

function anyOf(field: string, values: readonly string[]): string {
	const terms = values.map(value => `${field}=${quote(value)}`);
	return terms.length > 1 ? `(${terms.join(' | ')})` : (terms[0] ?? '');
}

/** Quotes protect everything but themselves, and there are two kinds. */
const quote = (value: string): string =>
	/^[\w.:/@-]+$/.test(value)
		? value
		: value
				.split('"')
				.map(part => `"${part}"`)
				.join(`'"'`);
