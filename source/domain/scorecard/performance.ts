import {formatExactMs, plural} from '../format.ts';
import {gradeAtLeast, type Scale} from '../grade.ts';
import {countOf, shareAtMost} from '../latency-histogram.ts';
import type {Limits} from '../server.ts';
import type {Span} from '../span.ts';
import {type Deduction, type Dimension, graded, ungraded} from './dimension.ts';
import {describeTooLittle, hoursOf, percentOver, type Signals} from './signals.ts';

/** Shares of hours in which p95 has to be within the warning. */
const scale: Scale = [0.99, 0.95, 0.9, 0.8];
/** Over the critical limit in a larger share of hours than this is an F. */
const mostCritical = 0.1;
const leastHours = 24;
const p95 = 0.95;

/**
 * Grades how many hours of 7 days had a p95 within the configured limits. An hour without any latency is none of
 * these: what cannot be reached is a matter of availability. A check that ran into its deadline was slow for certain.
 */
export function gradePerformance(signals: Signals): Dimension {
	const missing = describeTooLittle(signals);
	if (missing !== null) return ungraded(missing);
	const {limits} = signals.server;
	const hours = hoursOf(signals).map(hour => judgeHour(hour, limits));
	const answered = hours.filter(hour => hour.answered > 0).length;
	if (answered < leastHours)
		return ungraded(`its latency is known of ${answered} of the ${leastHours} hours that a grade takes`);
	const judged = hours.filter(hour => hour.answered + hour.unanswered > 0);
	const slow = judged.filter(hour => hour.isOverWarning).length;
	const critical = judged.filter(hour => hour.isOverCritical).length;
	const isCritical = critical / judged.length > mostCritical;
	const grade = isCritical ? 'F' : gradeAtLeast((judged.length - slow) / judged.length, scale);
	const why = `p95 within ${formatExactMs(limits.latencyWarningMs)} in ${judged.length - slow} of ${plural(judged.length, 'hour')}`;
	if (grade === 'A') return graded(grade, why, []);
	const evidence = describeEvidence(signals, hours);
	const of = plural(judged.length, 'hour');
	const deductions: readonly Deduction[] = [
		...(isCritical
			? [
					{
						text: `p95 was over the critical ${formatExactMs(limits.latencyCriticalMs)} in ${critical} of ${of} (${percentOver(critical / judged.length)}): over ${percentOver(mostCritical)} is an F`,
						evidence,
						remedy: 'find out what it waits for: what it depends on, its load, or its memory',
					},
				]
			: []),
		{
			text: `p95 was over the warning of ${formatExactMs(limits.latencyWarningMs)} in ${slow} of ${of} (${percentOver(slow / judged.length)}), and an A allows ${percentOver(1 - scale[0])}`,
			evidence,
			remedy:
				'find out what it waits for in those hours; if this is its usual pace, raise thresholds.latency_warning_ms',
		},
	];
	return graded(grade, why, deductions);
}

interface Hour {
	readonly answered: number;
	/** Checks that were given up because no answer came. */
	readonly unanswered: number;
	readonly isOverWarning: boolean;
	readonly isOverCritical: boolean;
}

function judgeHour({latencies, errors}: Span, {latencyWarningMs, latencyCriticalMs}: Limits): Hour {
	const answered = countOf(latencies);
	const unanswered = (errors.timeout ?? 0) + (errors.stream_stalled ?? 0);
	const isOver = (ms: number) => {
		const within = Math.round((shareAtMost(latencies, ms) ?? 0) * answered);
		return within / (answered + unanswered) < p95;
	};
	const isOverWarning = isOver(latencyWarningMs);
	return {answered, unanswered, isOverWarning, isOverCritical: isOverWarning && isOver(latencyCriticalMs)};
}

function describeEvidence({stats}: Signals, hours: readonly Hour[]): string {
	const {p50Ms, p95Ms} = stats['7d'];
	const unanswered = hours.reduce((sum, hour) => sum + hour.unanswered, 0);
	return [
		...(p50Ms === null || p95Ms === null
			? []
			: [`over 7 days p50 is ${formatExactMs(p50Ms)} and p95 ${formatExactMs(p95Ms)}`]),
		`${unanswered === 0 ? 'no check' : plural(unanswered, 'check')} got no answer in time`,
	].join('; ');
}
