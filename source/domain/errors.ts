/** An error the user can act on: a message that says what is wrong and a hint that says what to do next. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** @param details further lines, such as one per mistake in a config file. */
	constructor(
		message: string,
		readonly hint?: string,
		readonly details: readonly string[] = [],
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}
