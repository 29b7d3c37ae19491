import type {Fleet} from '../../domain/fleet.ts';
import {formatDuration, plural} from '../../domain/format.ts';
import {countStatuses} from '../../domain/select.ts';
import {foreign, type Line, span, widthOfLine} from '../draw/line.ts';
import {fitParts, joinParts, part} from '../draw/parts.ts';
import {formatClock} from '../draw/time.ts';
import {type Look, toneOfStatus} from '../theme.ts';

const gap = 2;
const headerOrder = ['up', 'degraded', 'down', 'stale', 'unknown'] as const;

/** The first line: which fleet this is and how it stands; at the right how often it is checked and what time it is. */
export function drawHeader(fleet: Fleet, isFrozen: boolean, now: number, columns: number, look: Look): Line {
	const counts = countStatuses(fleet.servers);
	const ranks = {down: 0, stale: 1, degraded: 2, up: 3, unknown: 4};
	const shown = headerOrder.filter(status => counts[status] > 0);
	const left = [
		...part(5, span('LangSight', 'strong')),
		...(fleet.isDemo ? part(1, span('DEMO', 'warning')) : part(6, span(foreign(fleet.name), 'accent'))),
		...part(4, span(plural(counts.total, 'server'))),
		...shown.flatMap(status =>
			part(ranks[status], span(`${look.glyphs.status[status]} ${counts[status]} ${status}`, toneOfStatus(status))),
		),
		...(counts.disabled > 0 ? part(9, span(`${counts.disabled} disabled`, 'dim')) : []),
	];
	const right = [
		...(isFrozen ? part(1, span('FROZEN', 'warning')) : []),
		...part(8, span(`every ${formatDuration(fleet.intervalMs)}`, 'dim')),
		...part(7, span(formatClock(now), 'dim')),
	];
	const fitting = fitParts([...left, ...right], columns - 2, gap);
	const leftLine = joinParts(
		fitting.filter(one => left.includes(one)),
		gap,
	);
	const rightLine = joinParts(
		fitting.filter(one => right.includes(one)),
		gap,
	);
	const room = columns - 2 - widthOfLine(leftLine) - widthOfLine(rightLine);
	return [span(' '), ...leftLine, span(' '.repeat(Math.max(gap, room))), ...rightLine];
}
