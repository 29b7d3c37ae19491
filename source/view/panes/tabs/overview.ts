import type {ServerState} from '../../../domain/fleet.ts';
import {formatExactMs, formatLatency, plural} from '../../../domain/format.ts';
import type {Silence} from '../../../domain/silence.ts';
import type {LiveWindow} from '../../../domain/stats.ts';
import type {TimelineCell} from '../../../domain/timeline.ts';
import {drawAvailability, drawAvailabilityLegend} from '../../charts/availability.ts';
import {type DrawContext, fitLines} from '../../charts/draw-context.ts';
import {drawLatencyChart} from '../../charts/latency-chart.ts';
import {type Line, span} from '../../draw/line.ts';
import {drawCause} from './overview-cause.ts';
import {drawPlace} from './overview-place.ts';
import {drawSignals} from './signals.ts';
import {drawSeen} from './traffic.ts';

export interface OverviewTab {
	readonly state: ServerState;
	/** All of the fleet's: those that cover this server are told. */
	readonly silences: readonly Silence[];
	/** Its time in cells, as many as `availabilityCells` says; null while they are fetched. */
	readonly day: readonly TimelineCell[] | null;
	readonly week: readonly TimelineCell[] | null;
	/** How many lines the pane has. */
	readonly rows: number;
}

/** Everything about a server at a glance, what is wrong and what to do about it first. */
export function drawOverview(tab: OverviewTab, context: DrawContext): readonly Line[] {
	const {state} = tab;
	return fitLines(
		[
			...drawCause(state, tab.silences, context),
			[],
			...drawSeen(state, context),
			...drawSignals(state, context),
			[],
			...drawLatency(tab, context),
			[],
			...drawTime(tab, context),
			[],
			...drawPlace(state, context),
		],
		context,
	);
}

function drawLatency({state, rows}: OverviewTab, context: DrawContext): readonly Line[] {
	const {lastCheck, samples, server} = state;
	const failed = samples.filter(({latencyMs}) => latencyMs === null).length;
	const told = [
		...(lastCheck?.latencyMs == null ? [] : [`last ${formatExactMs(lastCheck.latencyMs)}`]),
		...(lastCheck?.connectMs == null ? [] : [`connect ${formatLatency(lastCheck.connectMs)}`]),
		plural(samples.length, 'check'),
		...(failed > 0 ? [`${failed} failed`] : []),
	].join(` ${context.look.glyphs.separator} `);
	const height = Math.min(10, Math.max(5, Math.floor(rows / 4)));
	return [
		[span(' latency', 'accent'), span(`  ${told}`, 'dim')],
		...drawLatencyChart({samples, intervalMs: server.intervalMs, limits: server.limits, height}, context),
	];
}

function drawTime({state, day, week}: OverviewTab, context: DrawContext): readonly Line[] {
	const bar = (window: LiveWindow, cells: readonly TimelineCell[] | null) =>
		drawAvailability({window, cells, uptime: state.stats[window].uptime}, context);
	return [[span(' availability', 'accent')], ...bar('24h', day), ...bar('7d', week), drawAvailabilityLegend(context)];
}
