/** The best first. */
export const grades = ['A', 'B', 'C', 'D', 'F'] as const;
export type Grade = (typeof grades)[number];

/** A is 4, F is 0. */
export const pointsOf = (grade: Grade): number => grades.length - 1 - grades.indexOf(grade);

/** The grade of so many whole points, 4 and more an A, 0 and less an F. */
export const gradeOfPoints = (points: number): Grade =>
	grades[grades.length - 1 - Math.min(grades.length - 1, Math.max(0, points))] ?? 'F';

/** The worst of them; an A where there are none. */
export const worstGrade = (list: readonly Grade[]): Grade => gradeOfPoints(Math.min(4, ...list.map(pointsOf)));

export const isGrade = (text: string): text is Grade => grades.some(grade => grade === text);

/** What an A, B, C and D take. */
export type Scale = readonly [a: number, b: number, c: number, d: number];

/** Where more is better. What is not a number is an F. */
export const gradeAtLeast = (value: number, scale: Scale): Grade =>
	grades[scale.findIndex(least => value >= least)] ?? 'F';

/** Where less is better. What is not a number is an F. */
export const gradeAtMost = (value: number, scale: Scale): Grade =>
	grades[scale.findIndex(most => value <= most)] ?? 'F';
