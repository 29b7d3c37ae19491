import asciichart from 'asciichart';
import {formatLatency} from '../../domain/format.ts';
import type {Sample} from '../../domain/probe-result.ts';
import {type Line, span} from '../draw/line.ts';
import type {Look} from '../theme.ts';

const labelWidth = 8;
/** What asciichart puts between a label and the first value. */
const axisWidth = 2;
const highestMs = 3_600_000;

/** Plots the newest checks' latencies, one a column; failed checks are marked under the plot. */
export function drawChart(samples: readonly Sample[], columns: number, height: number, look: Look): readonly Line[] {
	const shown = samples.slice(-Math.max(2, columns - labelWidth - axisWidth - 1));
	const series = fillGaps(shown);
	if (series.length === 0) return [[span(' nothing to plot yet', 'dim')]];
	const plot = asciichart.plot(series, {
		height: Math.max(1, height),
		offset: axisWidth,
		symbols: look.glyphs.chart,
		format: value => formatLatency(value).padStart(labelWidth),
	});
	const failures = shown.map(({latencyMs}) => (latencyMs === null ? look.glyphs.failed : ' ')).join('');
	const marks = `${'failed'.padStart(labelWidth)}${' '.repeat(axisWidth)}${failures}`;
	return [
		...plot.split('\n').map(line => [span(line.slice(0, columns), 'accent')]),
		...(failures.trim() === '' ? [] : [[span(marks.trimEnd(), 'bad')]]),
	];
}

/** A failed check is drawn at the height of the good one before it, so that the line goes on. */
function fillGaps(samples: readonly Sample[]): readonly number[] {
	let last = samples.find(({latencyMs}) => latencyMs !== null)?.latencyMs ?? null;
	if (last === null) return [];
	return samples.map(({latencyMs}) => {
		last = latencyMs ?? last ?? 0;
		return Math.min(highestMs, Math.max(0, last));
	});
}
