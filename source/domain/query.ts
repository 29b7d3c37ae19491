import {grades, isGrade, pointsOf} from './grade.ts';
import {type FieldFacts, isField, type QueryField, queryFields} from './query-fields.ts';

export {type QueryField, queryFields};

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

export type ParsedQuery =
	| {readonly ok: true; readonly query: Query}
	/** `column` counts from 1. */
	| {readonly ok: false; readonly message: string; readonly column: number};

/**
 * Reads a filter: `status!=up tag:critical | name~slack`. A space is AND and binds tighter than `|`, `!` negates,
 * parentheses group, quotes keep spaces together, the first colon splits.
 */
export function parseQuery(text: string): ParsedQuery {
	try {
		const reader = new Reader(text);
		const query = reader.readAny();
		if (!reader.isAtEnd()) throw new Mistake('this ) closes nothing', reader.position);
		return {ok: true, query};
	} catch (error) {
		if (error instanceof Mistake) return {ok: false, message: error.message, column: error.position + 1};
		throw error;
	}
}

/** False for what is still half typed somewhere, or a mistake: it would ask for more servers than it says. */
export function isWhole(text: string): boolean {
	const reader = new Reader(text);
	try {
		reader.readAny();
		return reader.isAtEnd() && reader.gaps === 0;
	} catch (error) {
		if (error instanceof Mistake) return false;
		throw error;
	}
}

/** True when the configuration alone decides the query, so that it can choose servers before any is probed. */
export function isFixed(query: Query): boolean {
	switch (query.kind) {
		case 'everything':
		case 'word':
			return true;
		case 'all':
		case 'any':
			return query.of.every(isFixed);
		case 'not':
			return isFixed(query.of);
		case 'text':
		case 'number':
			return queryFields[query.field].isFixed;
	}
}

class Mistake extends Error {
	constructor(
		message: string,
		readonly position: number,
	) {
		super(message);
	}
}

const deepest = 32;

class Reader {
	position = 0;
	/** Places where something is still to come. */
	gaps = 0;
	#depth = 0;

	constructor(readonly text: string) {}

	isAtEnd(): boolean {
		this.#skipSpace();
		return this.position >= this.text.length;
	}

	readAny(): Query {
		if (++this.#depth > deepest) throw new Mistake('too deeply nested', this.position);
		const branches = [this.#readAll()];
		while (this.#take('|')) branches.push(this.#filled(this.#readAll()));
		this.#depth--;
		return join('any', branches);
	}

	#readAll(): Query {
		const terms: Query[] = [];
		while (!this.isAtEnd() && !'|)'.includes(this.#peek())) terms.push(this.#readOne());
		return join('all', terms);
	}

	#readOne(): Query {
		if (this.#take('!')) {
			if (this.isAtEnd()) return this.#filled(everything);
			if (++this.#depth > deepest) throw new Mistake('too deeply nested', this.position);
			const negated = this.#readOne();
			this.#depth--;
			return negated.kind === 'everything' ? everything : {kind: 'not', of: negated};
		}
		if (this.#take('(')) {
			const inner = this.#filled(this.readAny());
			const isClosed = this.#take(')');
			if (!isClosed) this.gaps++;
			if (!isClosed && !this.isAtEnd()) throw new Mistake('expected )', this.position);
			return inner;
		}
		return this.#readTerm();
	}

	#readTerm(): Query {
		const start = this.position;
		const [, field, sign] = /^([a-z_]\w*)(!=|>=|<=|[:=<>~])/i.exec(this.text.slice(start)) ?? [];
		if (field === undefined || sign === undefined) return this.#readWord();
		const name = field.toLowerCase();
		if (!isField(name))
			throw new Mistake(`unknown field ${field}; known: ${Object.keys(queryFields).join(' ')}`, start);
		this.position += field.length;
		const [operator, skip] = readOperator(this.text.slice(this.position));
		this.position += skip;
		const at = this.position;
		return this.#filled(toTerm(name, operator, this.#readValue(), at));
	}

	#readWord(): Query {
		const text = this.#readValue();
		return text === '' ? this.#filled(everything) : {kind: 'word', text: text.toLowerCase()};
	}

	/** Counts what asks for nothing yet. */
	#filled(query: Query): Query {
		if (query.kind === 'everything') this.gaps++;
		return query;
	}

	/** Up to a space, `|` or `)`; quotes protect these. A quote that is still open runs to the end. */
	#readValue(): string {
		const [raw = ''] = /^(?:"[^"]*"?|'[^']*'?|[^\s|)"'])+/.exec(this.text.slice(this.position)) ?? [];
		this.position += raw.length;
		return raw.replaceAll(/"([^"]*)"?|'([^']*)'?/g, (_all, double, single) => double ?? single ?? '');
	}

	#take(sign: string): boolean {
		this.#skipSpace();
		if (!this.text.startsWith(sign, this.position)) return false;
		this.position += sign.length;
		return true;
	}

	#peek(): string {
		return this.text.charAt(this.position);
	}

	#skipSpace(): void {
		while (/\s/.test(this.#peek())) this.position++;
	}
}

const namedOperators = {gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', ne: '!='} as const;

/** The operator at the start of `text` and its length. A colon is `=`; `:gt:` and its like spare the shell's redirections. */
function readOperator(text: string): [Operator, number] {
	const named = /^:(gte?|lte?|eq|ne):/.exec(text);
	if (named) return [namedOperators[named[1] as keyof typeof namedOperators], named[0].length];
	const found = operators.find(operator => text.startsWith(operator));
	return found ? [found, found.length] : ['=', 1];
}

function toTerm(field: QueryField, operator: Operator, value: string, at: number): Query {
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

function join(kind: 'all' | 'any', queries: readonly Query[]): Query {
	const [only] = queries;
	if (kind === 'all') {
		const real = queries.filter(query => query.kind !== 'everything');
		return real.length === 1 ? real[0]! : real.length === 0 ? everything : {kind, of: real};
	}
	const typed = queries.filter(query => query.kind !== 'everything');
	return typed.length === 0 || queries.length === 1
		? (only ?? everything)
		: typed.length === 1
			? typed[0]!
			: {kind, of: typed};
}
