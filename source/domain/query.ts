import {isField, type QueryField, queryFields} from './query-fields.ts';
import {everything, Mistake, type Operator, type Query, readOperator, toTerm} from './query-term.ts';

export {everything, type Operator, type Query, type QueryField, queryFields};

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
