import type {Sample} from '../../domain/probe-result.ts';
import type {Look} from '../theme.ts';
import {type Line, type Span, span} from './line.ts';

/** A steady latency is drawn low, so that a rise stands out. */
const headroom = 8;
const missedIntervals = 3;

/**
 * Draws the newest checks, one a column, in exactly so many columns: failures as a mark, a blank where nobody watched.
 * Scaled to what is shown, so it tells the trend and not the size.
 */
export function sparkline(samples: readonly Sample[], columns: number, intervalMs: number, look: Look): Line {
	const {spark, failed} = look.glyphs;
	const cells = withGaps(samples.slice(-columns), intervalMs).slice(-columns);
	const latencies = cells.flatMap(cell => (cell?.latencyMs == null ? [] : [cell.latencyMs]));
	const ceiling = Math.max(...latencies, median(latencies) * headroom, 1);
	const marks = cells.map(cell => {
		if (cell === null) return span(' ');
		if (cell.latencyMs === null) return span(failed, 'bad');
		return span(
			spark[Math.min(spark.length - 1, Math.floor((cell.latencyMs / ceiling) * spark.length))] ?? ' ',
			'accent',
		);
	});
	const padding = columns - cells.length;
	return joinEqual(padding > 0 ? [...marks, span(' '.repeat(padding))] : marks);
}

function withGaps(samples: readonly Sample[], intervalMs: number): (Sample | null)[] {
	return samples.flatMap((sample, index) => {
		const before = samples[index - 1];
		const isGap = before !== undefined && sample.at - before.at > missedIntervals * intervalMs;
		return isGap ? [null, sample] : [sample];
	});
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function joinEqual(spans: readonly Span[]): Line {
	const joined: Span[] = [];
	for (const one of spans) {
		const last = joined.at(-1);
		if (last?.tone === one.tone) joined[joined.length - 1] = span(last.text + one.text, one.tone);
		else joined.push(one);
	}
	return joined;
}
