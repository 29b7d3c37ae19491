import type {Dimension, Scorecard} from '../domain/scorecard.ts';

/** A server's grades as a value for JSON; null where it has not been graded. */
export const scorecardJson = (scorecard: Scorecard | null | undefined) =>
	scorecard
		? {
				overall: scorecard.overall,
				cap: scorecard.cap,
				availability: toDimension(scorecard.dimensions.availability),
				performance: toDimension(scorecard.dimensions.performance),
				security: toDimension(scorecard.dimensions.security),
				reliability: toDimension(scorecard.dimensions.reliability),
			}
		: null;

const toDimension = ({grade, why, missing, deductions}: Dimension) => ({
	grade,
	why,
	missing,
	deductions: deductions.map(({text, evidence, remedy}) => ({text, evidence, remedy})),
});
