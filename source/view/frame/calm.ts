import type {Fleet, ServerState} from '../../domain/fleet.ts';
import {formatDuration, plural} from '../../domain/format.ts';
import {countStatuses} from '../../domain/select.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import type {Look} from '../theme.ts';

/** The second line where nothing is wrong: that all is well, or what is not known, and why. */
export function drawCalm(fleet: Fleet, now: number, {glyphs}: Look): Line {
	const enabled = fleet.servers.filter(({server}) => server.enabled);
	const {total, up, unknown} = countStatuses(fleet.servers);
	if (fleet.servers.length === 0) return [span(' no servers are being watched', 'dim')];
	if (total === 0) return [span(' every server is disabled: nothing is checked', 'dim')];
	const unchecked = enabled.filter(({lastCheck, health}) => lastCheck === null && health.since === null).length;
	if (unchecked > 0 && !fleet.pause) return [span(` checking ${plural(unchecked, 'server')}${glyphs.ellipsis}`, 'dim')];
	if (unknown > 0)
		return [
			span(` ${glyphs.status.unknown} ${up} of ${total} up`),
			...describeUnknown(enabled, now, fleet.pause !== null),
		];
	const all = total === 1 ? 'the server is up' : `all ${total} servers are up`;
	return [span(` ${glyphs.status.up} ${all}`, 'good')];
}

function describeUnknown(states: readonly ServerState[], now: number, isPaused: boolean): Line {
	const unknown = states.filter(({health}) => health.status === 'unknown');
	const locked = unknown.filter(({health}) => health.reasons.includes('auth_required'));
	const lapsed = unknown.filter(({health}) => health.reasons.includes('not_checked'));
	const others = unknown.length - locked.length - lapsed.length;
	const last = Math.max(...lapsed.map(({lastCheck, health}) => lastCheck?.at ?? health.since ?? 0));
	return [
		...(locked.length > 0 ? [span(`, ${needLogin(locked)}`, 'warning')] : []),
		...(lapsed.length > 0
			? [
					span(
						`, ${lapsed.length} not checked for ${formatDuration(now - last)}${isPaused ? '' : ': checks go on now'}`,
						'warning',
					),
				]
			: []),
		...(others > 0 ? [span(`, ${others} unknown`, 'dim')] : []),
	];
}

function needLogin(states: readonly ServerState[]): string {
	const [first] = states;
	return states.length === 1 && first ? `${foreign(first.server.name)} needs a login` : `${states.length} need a login`;
}
