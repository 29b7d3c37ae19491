import type {Grade} from '../grade.ts';

/** What a grade was lowered for. All of it is fit to print. */
export interface Deduction {
	/** What is not as an A takes it, and what that costs. */
	readonly text: string;
	/** The figures or facts that show it. */
	readonly evidence: string;
	/** What to do about it. */
	readonly remedy: string;
}

/** One side of a server, graded. */
export interface Dimension {
	/** Null where too little is known. */
	readonly grade: Grade | null;
	/** The grade in a line of figures. */
	readonly why: string;
	/** Empty for an A. What was found stands here even where too little is known for a grade. */
	readonly deductions: readonly Deduction[];
	/** What a grade would take; null where there is one. */
	readonly missing: string | null;
}

/** One of the things that a dimension is made of. */
export interface Part {
	readonly grade: Grade;
	/** In a few words; empty where there is nothing to say. */
	readonly fact: string;
	/** Null for an A. */
	readonly deduction: Deduction | null;
}

export const graded = (grade: Grade, why: string, deductions: readonly Deduction[]): Dimension => ({
	grade,
	why,
	deductions,
	missing: null,
});

export const ungraded = (missing: string, deductions: readonly Deduction[] = []): Dimension => ({
	grade: null,
	why: 'insufficient data',
	deductions,
	missing,
});
