import type {Failure} from '../domain/probe-result.ts';

/** Carries a failure that is already explained. */
export class FailureError extends Error {
	override readonly name = 'FailureError';
	constructor(
		readonly failure: Failure,
		options?: ErrorOptions,
	) {
		super(failure.message, options);
	}
}
