import {UserError} from '../domain/errors.ts';

/** A configuration that cannot be used, in words. */
export interface Refusal {
	/** What is wrong, in one line for a screen. */
	readonly warning: string;
	/** The same as the first of several lines. */
	readonly message: string;
	/** Those that follow: every mistake as `config check` words it, and what to do. */
	readonly details: readonly string[];
}

const before = 'configuration refused, the one before goes on';

/** Why a configuration cannot be used. A bug of ours ends no monitor that runs: it is told, with its stack. */
export function toRefusal(error: unknown): Refusal {
	if (!(error instanceof UserError)) {
		const [what, ...stack] = (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n');
		const message = `${before}: LangSight has a bug: ${what}`;
		return {warning: message, message, details: stack};
	}
	const message = `${before}: ${error.message}`;
	const [first, ...others] = error.details;
	const more = others.length > 0 ? ` (and ${others.length} more)` : '';
	return {
		warning: first === undefined ? message : `${before}: ${first}${more}`,
		message,
		details: [...error.details, ...(error.hint ? [error.hint] : [])],
	};
}
