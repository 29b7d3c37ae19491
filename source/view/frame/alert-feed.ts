import type {Alert} from '../../domain/alert.ts';
import {describeGroup} from '../../domain/alert-groups.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {formatMoment} from '../draw/time.ts';
import type {Look} from '../theme.ts';
import {markOfAlert} from './alert-mark.ts';

/** The newest alerts under a rule, in so many lines; those of one group are one. @param servers how many are checked */
export function drawAlertFeed(
	alerts: readonly Alert[],
	servers: number,
	lines: number,
	now: number,
	columns: number,
	look: Look,
): Line[] {
	if (lines < 2) return [];
	const {rule} = look.glyphs;
	const title = ` ${rule} alerts `;
	const heading = [span(`${title}${rule.repeat(Math.max(0, columns - title.length - 1))}`, 'dim')];
	if (alerts.length === 0) return [heading, [span('   none yet', 'dim')]];
	const shown = toRows(alerts, lines - 1);
	const moments = shown.map(([{at}]) => formatMoment(at, now));
	const width = Math.max(...moments.map(({length}) => length));
	return [heading, ...shown.map((row, index) => drawRow(row, servers, (moments[index] ?? '').padStart(width), look))];
}

/** How many lines the alerts would fill, up to so many. */
export const countFeedRows = (alerts: readonly Alert[], most: number): number => toRows(alerts, most).length;

type Row = readonly [Alert, ...Alert[]];

/** Behind these nobody looks for more of a group. */
const mostLookedAt = 200;

/** Newest first; a group stands where its newest alert does. */
function toRows(alerts: readonly Alert[], most: number): readonly Row[] {
	const rows: [Alert, ...Alert[]][] = [];
	const byGroup = new Map<string, Alert[]>();
	for (const alert of alerts.slice(0, mostLookedAt)) {
		const {groupId} = alert.details;
		const group = groupId === undefined ? undefined : byGroup.get(groupId);
		if (group) {
			group.push(alert);
		} else if (rows.length < most) {
			const row: [Alert] = [alert];
			rows.push(row);
			if (groupId !== undefined) byGroup.set(groupId, row);
		}
	}
	return rows;
}

function drawRow(row: Row, servers: number, moment: string, look: Look): Line {
	const [alert] = row;
	const names = [...new Set(row.map(({server}) => server))];
	const affects = [...new Set(row.flatMap(one => one.affects))].map(foreign);
	const {glyph, tone} = markOfAlert(alert, look);
	const marks = [
		...(affects.length > 0 ? [`affects ${affects.join(', ')}`] : []),
		...(row.every(({isSilenced}) => isSilenced) ? ['silenced'] : []),
	].map(mark => ` ${look.glyphs.separator} ${mark}`);
	const isOne = names.length === 1;
	return [
		span(` ${moment} `, 'dim'),
		span(glyph, tone),
		span(` ${isOne ? foreign(alert.server) : foreign(describeGroup(row, servers))}`, 'strong'),
		span(isOne ? ` ${foreign(alert.message)}` : `: ${names.toReversed().map(foreign).join(', ')}`),
		span(marks.join(''), 'dim'),
	];
}
