import {type Grade, gradeOfPoints, pointsOf, worstGrade} from './grade.ts';
import {gradeAvailability} from './scorecard/availability.ts';
import type {Dimension} from './scorecard/dimension.ts';
import {gradePerformance} from './scorecard/performance.ts';
import {gradeReliability} from './scorecard/reliability.ts';
import {failsIn, gradeSecurity, wordCheck} from './scorecard/security.ts';
import type {Signals} from './scorecard/signals.ts';

export {type Grade, grades, isGrade, pointsOf} from './grade.ts';
export type {Deduction, Dimension} from './scorecard/dimension.ts';
export type {Signals} from './scorecard/signals.ts';

/** What is graded, in the order in which it is shown. */
export const dimensionNames = ['availability', 'performance', 'security', 'reliability'] as const;
export type DimensionName = (typeof dimensionNames)[number];

/** A server's grades over the last 7 days, with all that lowered them. */
export interface Scorecard {
	/** Null while too little is known. */
	readonly overall: Grade | null;
	/** Why the overall grade is lower than its dimensions make it; null where it is not. */
	readonly cap: string | null;
	readonly dimensions: Readonly<Record<DimensionName, Dimension>>;
}

/** With a critical finding no server is better than this, however fast and available it is. */
const mostWithCritical: Grade = 'D';

/** Grades a server. Pure; a worse signal never gives a better grade. */
export function scorecardOf(signals: Signals): Scorecard {
	const dimensions = {
		availability: gradeAvailability(signals),
		performance: gradePerformance(signals),
		security: gradeSecurity(signals),
		reliability: gradeReliability(signals),
	};
	const found = {
		availability: dimensions.availability.grade,
		performance: dimensions.performance.grade,
		security: dimensions.security.grade,
		reliability: dimensions.reliability.grade,
	};
	const [gravest] = failsIn(signals.security ?? []);
	const isCritical = gravest?.severity === 'critical';
	const uncapped = overallOf(found);
	const overall = overallOf(found, isCritical ? mostWithCritical : 'A');
	const cap =
		isCritical && overall !== uncapped
			? `a critical finding (${wordCheck(gravest.check)}) allows no more than ${mostWithCritical}`
			: null;
	return {overall, cap, dimensions};
}

/**
 * The rounded mean of the grades that there are (A is 4, F is 0), and no more than `most`. Null without availability:
 * a server that nobody has watched has no grade, however safe it looks.
 */
export function overallOf(found: Readonly<Record<DimensionName, Grade | null>>, most: Grade = 'A'): Grade | null {
	if (found.availability === null) return null;
	const points = dimensionNames.flatMap(name => {
		const grade = found[name];
		return grade === null ? [] : [pointsOf(grade)];
	});
	const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
	return worstGrade([most, gradeOfPoints(Math.round(mean))]);
}
