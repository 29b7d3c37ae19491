import {failure} from '../domain/classify.ts';
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

/** What an error says. Anything that is not explained yet is a fault of ours, and must not end the monitor. */
export const failureOf = (error: unknown): Failure =>
	error instanceof FailureError
		? error.failure
		: failure('bad_config', 'connect', error instanceof Error ? error.message : String(error));
