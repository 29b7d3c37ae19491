import * as z from 'zod';
import {type Dimension, grades, type Scorecard} from '../domain/scorecard.ts';
import {line} from './shape-values.ts';

const dimension = z.looseObject({
	grade: z.enum(grades).nullable(),
	why: line,
	deductions: z.array(z.looseObject({text: line, evidence: line, remedy: line})).max(100),
	missing: line.nullable(),
}) satisfies z.ZodType<Dimension>;

/** A server's grades as the owner shows them. */
export const scorecard = z.looseObject({
	overall: z.enum(grades).nullable(),
	cap: line.nullable(),
	dimensions: z.looseObject({
		availability: dimension,
		performance: dimension,
		security: dimension,
		reliability: dimension,
	}),
}) satisfies z.ZodType<Scorecard>;
