import type {Fleet, ServerState} from '../../domain/fleet.ts';
import {formatDuration} from '../../domain/format.ts';
import {statuses} from '../../domain/health.ts';
import {notesOf} from '../../domain/notes.ts';
import {cutLine, foreign, type Line, span, widthOfLine} from '../draw/line.ts';
import {cutTo} from '../draw/width.ts';
import {type Look, toneOfStatus} from '../theme.ts';
import {drawCalm} from './calm.ts';

const mostShown = 3;
const longestName = 24;

/** The second line: what needs a person now, the gravest first, or that nothing does. */
export function drawAttention(fleet: Fleet, now: number, columns: number, look: Look): Line {
	const troubled = fleet.servers.filter(needsAttention).sort(byGravity);
	if (troubled.length === 0) return drawCalm(fleet, now, look);
	const shown = Math.min(mostShown, troubled.length, Math.max(1, Math.floor(columns / 45)));
	const more = troubled.length > shown ? `  +${troubled.length - shown} more` : '';
	const separator = ` ${look.glyphs.separator} `;
	const items = troubled.slice(0, shown).map(state => drawTrouble(state, now, look));
	const room = columns - 2 - more.length - separator.length * (shown - 1);
	const rooms = shareRoom(items.map(widthOfLine), room);
	return [
		span(' '),
		...items.flatMap((item, index) => [
			...(index === 0 ? [] : [span(separator, 'dim')]),
			...cutLine(item, rooms[index] ?? 0, look),
		]),
		span(more, 'dim'),
	];
}

/** Gives each what it wants; when that is too much, the long ones share equally what the short ones leave. */
function shareRoom(wanted: readonly number[], room: number): readonly number[] {
	const fair = [...wanted]
		.sort((a, b) => a - b)
		.reduce(
			({left, most}, width, index) => {
				const share = Math.floor(left / (wanted.length - index));
				return {left: left - Math.min(width, share), most: Math.max(most, Math.min(width, share))};
			},
			{left: room, most: 0},
		).most;
	return wanted.map(width => Math.min(width, fair));
}

/** What keeps the monitor itself from working fully, or null. */
export function drawWarnings({warnings}: Fleet, look: Look): Line | null {
	const [first] = warnings;
	if (first === undefined) return null;
	const more = warnings.length > 1 ? `  +${warnings.length - 1} more` : '';
	return [span(` ${look.glyphs.severity.warning} ${foreign(first)}${more}`, 'warning')];
}

const needsAttention = ({server, health}: ServerState): boolean =>
	server.enabled && ['down', 'stale', 'degraded'].includes(health.status);

/** What someone has taken on already, or expects, comes after the rest. */
const byGravity = (a: ServerState, b: ServerState): number =>
	Number(isCaredFor(a)) - Number(isCaredFor(b)) ||
	statuses.indexOf(a.health.status) - statuses.indexOf(b.health.status) ||
	(b.health.since ?? 0) - (a.health.since ?? 0);

const isCaredFor = ({acknowledged, silenced}: ServerState): boolean => acknowledged || silenced;

function drawTrouble(state: ServerState, now: number, look: Look): Line {
	const {health, server} = state;
	const {status, since} = health;
	const name = cutTo(foreign(server.name), longestName, look.glyphs.ellipsis);
	const age = since === null ? '' : ` ${formatDuration(now - since)}`;
	const note = foreign(notesOf(state, now)[0] ?? '');
	return [
		span(`${look.glyphs.status[status]} ${name}`, toneOfStatus(status)),
		span(` ${status}${age}${note ? `: ${note}` : ''}`),
	];
}
