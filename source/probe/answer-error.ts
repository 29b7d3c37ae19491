import type {Category} from '../domain/categories.ts';

/** A server answered, but not with what was asked for. */
export class AnswerError extends Error {
	override readonly name = 'AnswerError';
	constructor(
		readonly category: Extract<Category, 'protocol' | 'invalid_schema' | 'too_large' | 'unsupported_version'>,
		message: string,
		readonly hint: string | null = null,
	) {
		super(message);
	}
}
