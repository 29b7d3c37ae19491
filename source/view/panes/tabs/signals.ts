import {factsOf} from '../../../domain/categories.ts';
import type {ServerState} from '../../../domain/fleet.ts';
import {formatDuration, formatLatency, formatPercent, plural} from '../../../domain/format.ts';
import type {Limits} from '../../../domain/server.ts';
import {type LiveWindow, liveWindows, type WindowStats} from '../../../domain/stats.ts';
import type {ToolRecord} from '../../../domain/symptoms.ts';
import type {DrawContext} from '../../charts/draw-context.ts';
import {type Line, type Span, span} from '../../draw/line.ts';
import type {Tone} from '../../theme.ts';
import {createFact} from '../fact.ts';
import {type DataColumn, drawTable} from './data-table.ts';

/** One figure of a window, fit to be shown; null where there is nothing to tell. */
type Figure = (window: WindowStats) => {readonly text: string; readonly tone?: Tone} | null;

const columns: readonly DataColumn[] = [
	{title: 'signals', rank: 0, most: 34},
	...liveWindows.map((title: LiveWindow): DataColumn => ({title, align: 'right', rank: 1})),
];

const mostCategories = 6;
const mostTools = 20;

/** The five signals over the last hour, day and week: latency, errors, uptime, schema and tool calls. */
export function drawSignals(state: ServerState, context: DrawContext): readonly Line[] {
	const {stats, server, schema, listing, symptoms} = state;
	const fact = createFact(context.columns);
	const {none, separator} = context.look.glyphs;
	const row = (name: string, figure: Figure): readonly Span[] => [
		span(name, 'dim'),
		...liveWindows.map(window => {
			const told = figure(stats[window]);
			return told ? span(told.text, told.tone) : span(none, 'dim');
		}),
	];
	const tools = listing ? plural(listing.tools.length, 'tool') : 'tools unknown';
	const drift = schema.class ? `: ${schema.class}` : '';
	const malformed = listing?.malformed ?? [];
	return [
		...drawTable(
			columns,
			[
				row('p50', ({p50Ms}) => latency(p50Ms, server.limits)),
				row('p95', ({p95Ms}) => latency(p95Ms, server.limits)),
				row('p99', ({p99Ms}) => latency(p99Ms, server.limits)),
				row('error rate', ({errorRate}) => rate(errorRate)),
				...categoriesOf(stats).map(category =>
					row(`  ${category}, ${factsOf(category).transient ? 'transient' : 'permanent'}`, ({errors, checks}) =>
						count(errors[category] ?? 0, checks > 0),
					),
				),
				row('uptime', ({uptime}) => share(uptime)),
				row('outages', ({outages, watchedMs}) => count(outages, watchedMs > 0)),
				row('MTBF', ({mtbfMs}) => duration(mtbfMs)),
				row('MTTR', ({mttrMs}) => duration(mttrMs)),
				row('tool calls fine', ({toolCalls: {total, failed}}) =>
					total === 0 ? null : {text: `${total - failed}/${total}`, tone: failed > 0 ? 'warning' : 'plain'},
				),
			],
			context,
		),
		...fact('schema', listing || schema.hash !== null ? `${tools}, ${schema.state}${drift}` : tools),
		...malformed.slice(0, mostTools).flatMap((text, index) => fact(index === 0 ? 'no tools' : '', text, 'warning')),
		...[...symptoms.tools]
			.slice(0, mostTools)
			.flatMap(([tool, record], index) =>
				fact(
					index === 0 ? 'calls' : '',
					describeCalls(tool, record, separator),
					record.failures > 0 ? 'warning' : 'plain',
				),
			),
	];
}

/** The commonest over the week. */
function categoriesOf(stats: ServerState['stats']) {
	type Category = keyof WindowStats['errors'];
	const total = (category: Category) => Math.max(...liveWindows.map(window => stats[window].errors[category] ?? 0));
	const found = new Set(liveWindows.flatMap(window => Object.keys(stats[window].errors) as Category[]));
	return [...found].sort((a, b) => total(b) - total(a)).slice(0, mostCategories);
}

function latency(ms: number | null, {latencyWarningMs, latencyCriticalMs}: Limits): ReturnType<Figure> {
	if (ms === null) return null;
	const tone = ms > latencyCriticalMs ? 'bad' : ms > latencyWarningMs ? 'warning' : 'plain';
	return {text: formatLatency(ms), tone};
}

const share = (value: number | null): ReturnType<Figure> => (value === null ? null : {text: formatPercent(value)});
/** Percent are rounded down, so a small rate would read as none. */
const rate = (value: number | null): ReturnType<Figure> =>
	value !== null && value > 0 && value < 0.001 ? {text: '<0.1%'} : share(value);

function count(value: number, isKnown: boolean): ReturnType<Figure> {
	if (value > 0) return {text: String(value)};
	return isKnown ? {text: '0', tone: 'dim'} : null;
}

const duration = (ms: number | null): ReturnType<Figure> => (ms === null ? null : {text: formatDuration(ms)});

/** "query: 7 of 9 fine · 12ms · database is gone" */
export function describeCalls(
	tool: string,
	{total, failed, failures, lastFailure, latencyMs}: ToolRecord,
	separator: string,
): string {
	const took = latencyMs === null ? [] : [formatLatency(latencyMs)];
	const last = failures > 0 && lastFailure ? [lastFailure.message] : [];
	return [`${tool}: ${total - failed} of ${total} fine`, ...took, ...last].join(` ${separator} `);
}
