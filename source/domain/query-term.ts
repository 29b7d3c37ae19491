import {grades, isGrade, pointsOf} from './grade.ts';
import {type FieldFacts, type QueryField, queryFields} from './query-fields.ts';

const operators = ['!=', '>=', '<=', '=', '>', '<', '~'] as const;
export type Operator = (typeof operators)[number];

/** A filter expression. `everything` stands for what is only half typed. */
export type Query =
	| {readonly kind: 'everything'}
	| {readonly kind: 'all' | 'any'; readonly of: readonly Query[]}
	| {readonly kind: 'not'; readonly of: Query}
	| {readonly kind: 'word'; readonly text: string}
	| {readonly kind: 'text'; readonly field: QueryField; readonly operator: Operator; readonly value: string}
	/** A grade is compared by its points. */
	| {readonly kind: 'number'; readonly field: QueryField; readonly operator: Operator; readonly value: number};

export const everything: Query = {kind: 'everything'};

/** What cannot be meant, and where it stands, counted from 0. */
export class Mistake extends Error {
	constructor(
		message: string,
		readonly position: number,
	) {
		super(message);
	}
}

const namedOperators = {gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', ne: '!='} as const;

/** The operator at the start of `text` and its length. A colon is `=`; `:gt:` and its like spare the shell's redirections. */
export function readOperator(text: string): [Operator, number] {
	const named = /^:(gte?|lte?|eq|ne):/.exec(text);
	if (named) return [namedOperators[named[1] as keyof typeof namedOperators], named[0].length];
	const found = operators.find(operator => text.startsWith(operator));
	return found ? [found, found.length] : ['=', 1];
}

/** The comparison that was typed; `everything` while it is half typed. Throws a `Mistake` at `at` for one that makes no sense. */
export function toTerm(field: QueryField, operator: Operator, value: string, at: number): Query {
	const facts: FieldFacts = queryFields[field];
	if (value === '') return everything;
	if (facts.kind === 'number') {
		const [, digits] = /^(-?\d+\.?\d*)(?:ms|%)?$/.exec(value) ?? [];
		if (digits !== undefined) return {kind: 'number', field, operator, value: Number(digits)};
		if (isNamedOperator(operator, value)) return everything;
		throw new Mistake(`${field} is compared with a number, not ${value}`, at);
	}
	if (facts.kind === 'grade') {
		const grade = value.toUpperCase();
		if (isGrade(grade)) return {kind: 'number', field, operator, value: pointsOf(grade)};
		if (isNamedOperator(operator, value)) return everything;
		throw new Mistake(`${field} is one of ${grades.join(' ')}`, at);
	}
	if (!['=', '!=', '~'].includes(operator)) throw new Mistake(`${field} is text: use = != or ~`, at);
	const text = value.toLowerCase();
	if (facts.values && operator !== '~' && !facts.values.includes(text)) {
		if (facts.values.some(known => known.startsWith(text))) return everything;
		throw new Mistake(`${field} is one of ${facts.values.join(' ')}`, at);
	}
	return {kind: 'text', field, operator, value: text};
}

/** The start of `:lte:` and its like. */
const isNamedOperator = (operator: Operator, value: string): boolean =>
	operator === '=' && Object.keys(namedOperators).some(name => name.startsWith(value));
