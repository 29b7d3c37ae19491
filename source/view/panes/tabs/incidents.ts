import {formatDuration, plural} from '../../../domain/format.ts';
import type {Incident} from '../../../domain/incident.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {type Line, type Span, span} from '../../draw/line.ts';
import {wrapTo} from '../../draw/width.ts';
import {type DataColumn, drawTable} from './data-table.ts';
import {type IncidentRow, incidentRows, totalsOf} from './incident-rows.ts';

/** Where every incident that is kept is at hand, and not just the newest few. */
export interface IncidentsTab {
	/** Newest first. */
	readonly incidents: readonly Incident[];
	/** Over how many days they are kept. */
	readonly days: number;
}

type Key = keyof IncidentRow;

const columns: readonly (DataColumn & {readonly key: Key})[] = [
	{key: 'kind', title: 'kind', rank: 0},
	{key: 'began', title: 'began', rank: 1},
	{key: 'lasted', title: 'lasted', align: 'right', rank: 2},
	{key: 'ended', title: 'ended', rank: 4},
	{key: 'acknowledged', title: 'taken on by', most: 16, rank: 5},
	{key: 'cause', title: 'cause', least: 12, rank: 3},
];

/** What has been wrong with a server, newest first, under what its outages have come to. */
export function drawIncidents({incidents, days}: IncidentsTab, context: DrawContext): readonly Line[] {
	if (incidents.length === 0) {
		return fitLines(quietLines(`no incidents in the ${plural(days, 'day')} that are kept`, context), context);
	}
	const rows = incidentRows(incidents, context.now);
	const hasAcknowledged = rows.some(({acknowledged}) => acknowledged !== '');
	const shown = columns.filter(({key}) => key !== 'acknowledged' || hasAcknowledged);
	const drawn = rows.map((row, index) => {
		const isOpen = incidents[index]?.endedAt === null;
		return shown.map(({key}) => drawCell(row, key, isOpen));
	});
	return fitLines([...drawTotals(incidents, days, context), [], ...drawTable(shown, drawn, context)], context);
}

function drawCell(row: IncidentRow, key: Key, isOpen: boolean): Span {
	switch (key) {
		case 'kind':
			return span(row.kind, isOpen ? 'bad' : 'strong');
		case 'ended':
			return span(row.ended, isOpen ? 'bad' : 'plain');
		case 'began':
		case 'cause':
			return span(row[key], 'dim');
		case 'lasted':
		case 'acknowledged':
			return span(row[key]);
	}
}

function drawTotals(incidents: readonly Incident[], days: number, context: DrawContext): readonly Line[] {
	const {outages, downMs, mttrMs} = totalsOf(incidents, context.now);
	const told = [
		`${plural(incidents.length, 'incident')} in ${plural(days, 'day')}`,
		outages === 0 ? 'no outage' : `${plural(outages, 'outage')}, ${formatDuration(downMs)} in all`,
		...(mttrMs === null ? [] : [`repaired in ${formatDuration(mttrMs)} on average`]),
	].join(` ${context.look.glyphs.separator} `);
	return wrapTo(told, Math.max(10, context.columns - 2)).map(text => [span(` ${text}`)]);
}
