import asciichart from 'asciichart';
import {formatLatency, plural} from '../../domain/format.ts';
import type {Sample} from '../../domain/probe-result.ts';
import type {Limits} from '../../domain/server.ts';
import {type Line, type Span, span} from '../draw/line.ts';
import {formatMoment} from '../draw/time.ts';
import {fitTo} from '../draw/width.ts';
import type {Tone} from '../theme.ts';
import {type DrawContext, fitLines, joinSpans, quietLines} from './draw-context.ts';
import {withGaps} from './gaps.ts';
import {marksOf} from './marks.ts';

/** What is plotted. */
export interface LatencyChart {
	/** Oldest first. */
	readonly samples: readonly Sample[];
	readonly intervalMs: number;
	readonly limits: Pick<Limits, 'latencyWarningMs' | 'latencyCriticalMs'>;
	/** In lines, without the axis below. */
	readonly height: number;
}

type Cell = Sample | null;

/** A limit that is near enough to be drawn. */
interface Level {
	readonly row: number;
	readonly label: string;
	readonly tone: Tone;
}

const labelWidth = 11;
/** What asciichart puts between a label and the first value. */
const axisWidth = 1;
const lowest = 3;
const highestMs = 3_600_000;
/** A limit is drawn once the latency has come to so large a share of it. */
const nearLimit = 2 / 3;

/**
 * Plots the newest checks from zero, one a column: a mark at the foot for each that failed, a blank where nobody
 * watched, and the limits that latency comes near to.
 */
export function drawLatencyChart(chart: LatencyChart, context: DrawContext): readonly Line[] {
	const {look, columns} = context;
	const room = Math.max(2, columns - labelWidth - axisWidth - 1);
	const cells = withGaps(chart.samples, chart.intervalMs).slice(-room);
	const heights = heightsOf(cells);
	if (heights.length === 0) return fitLines(describeNothing(cells, context), context);
	const rows = Math.max(lowest, Math.floor(chart.height)) - 1;
	const top = topOf(heights, chart.limits);
	const levels = levelsOf(chart.limits, top, rows);
	const [, plain = '', ...others] = look.glyphs.chart;
	const plot = asciichart.plot([heights[0] ?? 0, ...heights], {
		height: rows,
		min: 0,
		max: top,
		offset: axisWidth + 1,
		// The first value has a column of its own, so nothing marks it on the axis.
		symbols: [plain, plain, ...others],
		format: value =>
			formatLatency(value)
				.padStart(labelWidth - 1)
				.padEnd(labelWidth),
	});
	const lines = plot.split('\n').map((text, row): Line => {
		const level = levels.find(one => one.row === row);
		const isFoot = row === rows;
		const label = level ? fitTo(level.label, labelWidth - 1, 'right', '') : text.slice(0, labelWidth - 1);
		return [
			span(`${label} `, level?.tone ?? 'dim'),
			span(text.slice(labelWidth, labelWidth + axisWidth), 'dim'),
			...joinSpans(
				cells.map((cell, column) => {
					const drawn = text[labelWidth + axisWidth + column] ?? ' ';
					return drawCell(cell, drawn, isFoot, level, chart.limits, context);
				}),
			),
		];
	});
	return fitLines([...lines, drawEnds(cells, context)], context);
}

function drawCell(
	cell: Cell,
	drawn: string,
	isFoot: boolean,
	level: Level | undefined,
	limits: LatencyChart['limits'],
	{look}: DrawContext,
): Span {
	if (isFoot && cell?.latencyMs === null) return span(look.glyphs.failed, 'bad');
	const isLine = cell !== null && cell.latencyMs !== null && drawn.trim() !== '';
	if (isLine) return span(drawn, toneOf(cell.latencyMs ?? 0, limits));
	return level ? span(marksOf(look).level, level.tone) : span(' ');
}

const toneOf = (ms: number, {latencyWarningMs, latencyCriticalMs}: LatencyChart['limits']): Tone =>
	ms > latencyCriticalMs ? 'bad' : ms > latencyWarningMs ? 'warning' : 'accent';

/** A value for each column. What has none takes the next one's, so that the line begins anew at its own height. */
function heightsOf(cells: readonly Cell[]): readonly number[] {
	const known = cells.map(cell => (cell?.latencyMs == null ? null : bounded(cell.latencyMs)));
	let next = known.findLast(value => value !== null) ?? null;
	if (next === null) return [];
	return known
		.toReversed()
		.map(value => {
			next = value ?? next ?? 0;
			return next;
		})
		.toReversed();
}

const bounded = (ms: number): number => (Number.isFinite(ms) ? Math.min(highestMs, Math.max(0, ms)) : highestMs);

function topOf(heights: readonly number[], {latencyWarningMs, latencyCriticalMs}: LatencyChart['limits']): number {
	const top = heights.reduce((most, value) => Math.max(most, value), 1);
	const near = [latencyWarningMs, latencyCriticalMs].filter(limit => top >= limit * nearLimit);
	return Math.max(top, ...near.map(bounded));
}

function levelsOf(limits: LatencyChart['limits'], top: number, rows: number): readonly Level[] {
	const level = (name: string, ms: number, tone: Tone): Level[] =>
		ms > 0 && ms <= top
			? [{row: rows - Math.round((ms * rows) / top), label: `${name} ${formatLatency(ms)}`, tone}]
			: [];
	return [...level('crit', limits.latencyCriticalMs, 'bad'), ...level('warn', limits.latencyWarningMs, 'warning')];
}

/** When the first and the last of the checks were made. */
function drawEnds(cells: readonly Cell[], {now}: DrawContext): Line {
	const start = ' '.repeat(labelWidth + axisWidth);
	const known = cells.filter(cell => cell !== null);
	const [from = '', to = ''] = [known[0], known.at(-1)].map(cell => (cell ? formatMoment(cell.at, now) : ''));
	const gap = cells.length - from.length - to.length;
	return [span(gap < 2 ? start + from : start + from + ' '.repeat(gap) + to, 'dim')];
}

function describeNothing(cells: readonly Cell[], context: DrawContext): readonly Line[] {
	const failed = cells.filter(cell => cell !== null).length;
	if (failed === 0) return quietLines('nothing to plot yet: no check has ended', context);
	return quietLines(`no latency to plot: the last ${plural(failed, 'check')} failed`, context);
}
