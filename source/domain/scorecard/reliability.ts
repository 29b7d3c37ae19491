import {type Category, factsOf} from '../categories.ts';
import {formatCount, formatDuration, plural} from '../format.ts';
import {gradeAtLeast, gradeAtMost, type Scale, worstGrade} from '../grade.ts';
import {countErrors} from '../spans.ts';
import {type Dimension, graded, type Part, ungraded} from './dimension.ts';
import {judgeChanges, judgeDrift} from './schema-stability.ts';
import {describeTooLittle, manyOf, percentOver, type Signals} from './signals.ts';

/** Grades schema stability, error rate and mean time between failures over 7 days: as the worst of them. */
export function gradeReliability(signals: Signals): Dimension {
	const missing = describeTooLittle(signals);
	if (missing !== null) return ungraded(missing);
	const parts = [
		judgeErrors(signals),
		judgeCalls(signals),
		judgeOutages(signals),
		judgeDrift(signals),
		judgeChanges(signals),
	];
	return graded(
		worstGrade(parts.map(({grade}) => grade)),
		parts
			.map(({fact}) => fact)
			.filter(fact => fact !== '')
			.join(', '),
		parts.flatMap(({deduction}) => deduction ?? []),
	);
}

/** How many times the configured limit an error rate may be. */
const errorScale: Scale = [1, 2, 4, 8];
/** A limit that asks for less than this is no scale: a lone failure in a week would be an F. */
const smallestLimit = 0.001;
const fewestCalls = 20;

/** Of transient and permanent failures, each against its own limit, what is further over. */
function judgeErrors({stats, server}: Signals): Part {
	const {checks, errors} = stats['7d'];
	const failed = countErrors(errors);
	const good = Math.max(0, checks - failed);
	const fact = `${percentOver(ratio(failed, checks))} of ${manyOf(checks, 'check')} failed`;
	const kinds = (['transient', 'permanent'] as const).map(kind => {
		const own = countKind(errors, kind);
		// Against what did not fail in the other way, which would only dilute it.
		const rate = ratio(own, good + own);
		const limit = Math.max(server.limits.errorRate[kind], smallestLimit);
		return {kind, rate, limit, grade: gradeAtMost(rate / limit, errorScale)};
	});
	const grade = worstGrade(kinds.map(one => one.grade));
	const over = kinds.filter(one => one.grade === grade);
	if (grade === 'A') return {grade, fact, deduction: null};
	const told = over.map(({kind, rate, limit}) => `${percentOver(rate)} ${kind}, limit ${percentOver(limit)}`);
	const causes = Object.entries(errors).sort(([, a], [, b]) => b - a);
	const isLasting = over.some(({kind}) => kind === 'permanent');
	return {
		grade,
		fact,
		deduction: {
			text: `too many checks fail (${told.join('; ')}): ${grade} at best`,
			evidence: `${formatCount(failed)} of ${manyOf(checks, 'check')} in 7 days: ${causes.map(([category, count]) => `${category} ${count}`).join(', ')}`,
			remedy: isLasting
				? 'mend what does not pass by itself first: the address, the credentials, or the answers of the server'
				: 'see what it depends on and what stands between: these failures pass, and come again',
		},
	};
}

const countKind = (errors: Readonly<Partial<Record<Category, number>>>, kind: 'transient' | 'permanent'): number =>
	(Object.entries(errors) as [Category, number][])
		.filter(([category]) => factsOf(category).transient === (kind === 'transient'))
		.reduce((sum, [, count]) => sum + count, 0);

/** Calls of tools, on the scale of what passes by itself. */
function judgeCalls({stats, server}: Signals): Part {
	const {total, failed} = stats['7d'].toolCalls;
	if (total < fewestCalls) return {grade: 'A', fact: '', deduction: null};
	const limit = Math.max(server.limits.errorRate.transient, smallestLimit);
	const rate = ratio(failed, total);
	const grade = gradeAtMost(rate / limit, errorScale);
	const fact = `${percentOver(rate)} of ${manyOf(total, 'tool call')} failed`;
	if (grade === 'A') return {grade, fact, deduction: null};
	return {
		grade,
		fact,
		deduction: {
			text: `too many tool calls fail (${percentOver(rate)}, limit ${percentOver(limit)}): ${grade} at best`,
			evidence: `${formatCount(failed)} of ${manyOf(total, 'tool call')} in 7 days`,
			remedy: 'see which tools fail and what stands behind them: a database, or another service',
		},
	};
}

const dayMs = 86_400_000;
/** Mean available time between two outages. */
const outageScale: Scale = [3 * dayMs, 2 * dayMs, dayMs, dayMs / 4];

function judgeOutages({stats}: Signals): Part {
	const {outages, mtbfMs} = stats['7d'];
	if (outages === 0) return {grade: 'A', fact: 'no outage', deduction: null};
	const betweenMs = mtbfMs ?? 0;
	const measured = gradeAtLeast(betweenMs, outageScale);
	// A mean of one says little.
	const grade = outages === 1 && measured !== 'A' ? 'B' : measured;
	const fact = plural(outages, 'outage');
	if (grade === 'A') return {grade, fact, deduction: null};
	return {
		grade,
		fact,
		deduction: {
			text: `it fails too often, every ${formatDuration(betweenMs)} on average: ${grade} at best, and an A takes ${formatDuration(outageScale[0])}`,
			evidence: `${fact} began in 7 days`,
			remedy: 'see what its incidents have in common, and mend that first',
		},
	};
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
