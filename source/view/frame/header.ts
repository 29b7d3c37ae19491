import type {Fleet} from '../../domain/fleet.ts';
import {formatDuration, plural} from '../../domain/format.ts';
import {countStatuses} from '../../domain/select.ts';
import {maintainer} from '../../domain/silence.ts';
import {coverOf} from '../../domain/silence-cover.ts';
import {foreign, type Line, span, widthOfLine} from '../draw/line.ts';
import {fitParts, joinParts, type Part, part} from '../draw/parts.ts';
import {formatClock, formatMoment} from '../draw/time.ts';
import type {Picture} from '../state/picture.ts';
import {type Look, toneOfStatus} from '../theme.ts';

const gap = 2;
const headerOrder = ['up', 'degraded', 'down', 'stale', 'unknown'] as const;
const ranks = {down: 0, stale: 1, degraded: 2, up: 3, unknown: 4};

/**
 * The first line: which fleet this is and how it stands; at the right what is out of the ordinary, how often it is checked
 * and what time it is.
 */
export function drawHeader({fleet, at}: Picture, isFrozen: boolean, now: number, columns: number, look: Look): Line {
	const left = drawFleet(fleet, look);
	const right = [
		...(fleet.pause ? part(0, span(` PAUSED until ${formatMoment(fleet.pause.until, now)} `, 'paused')) : []),
		...drawMaintenance(fleet, now),
		...(isFrozen ? part(1, span(`FROZEN ${formatMoment(at, now)}`, 'warning')) : []),
		...(fleet.attachedTo === null ? [] : part(2, span(`attached to ${fleet.attachedTo}`, 'accent'))),
		...part(8, span(`every ${formatDuration(fleet.intervalMs)}`, 'dim')),
		...part(7, span(formatClock(now), 'dim')),
	];
	const fitting = fitParts([...left, ...right], columns - 2, gap);
	const join = (parts: readonly Part[]) =>
		joinParts(
			fitting.filter(one => parts.includes(one)),
			gap,
		);
	const [leftLine, rightLine] = [join(left), join(right)];
	const room = columns - 2 - widthOfLine(leftLine) - widthOfLine(rightLine);
	return [span(' '), ...leftLine, span(' '.repeat(Math.max(gap, room))), ...rightLine];
}

/** Until when nobody is paged, where that is planned, and for how many servers unless it is all of them. */
function drawMaintenance({silences, servers}: Fleet, now: number): readonly Part[] {
	const planned = silences.filter(({by, until}) => by === maintainer && until > now);
	if (planned.length === 0) return [];
	const enabled = servers.filter(({server}) => server.enabled);
	const covered = enabled.filter(coverOf(planned, now)).length;
	const who = covered === enabled.length ? '' : `${covered} in `;
	const until = Math.max(...planned.map(one => one.until));
	return part(3, span(`${who}maintenance until ${formatMoment(until, now)}`, 'warning'));
}

function drawFleet(fleet: Fleet, look: Look): readonly Part[] {
	const counts = countStatuses(fleet.servers);
	const shown = headerOrder.filter(status => counts[status] > 0);
	return [
		...part(5, span('LangSight', 'strong')),
		...(fleet.isDemo ? part(1, span('DEMO', 'warning')) : part(6, span(foreign(fleet.name), 'accent'))),
		...part(4, span(plural(counts.total, 'server'))),
		...shown.flatMap(status =>
			part(ranks[status], span(`${look.glyphs.status[status]} ${counts[status]} ${status}`, toneOfStatus(status))),
		),
		...(counts.disabled > 0 ? part(9, span(`${counts.disabled} disabled`, 'dim')) : []),
	];
}
