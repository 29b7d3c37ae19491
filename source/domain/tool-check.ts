import type {JsonObject} from './json.ts';

/** What the answer to a synthetic call has to be. */
export interface Expectation {
	/** The tool is expected to report an error of its own. */
	readonly isError: boolean;
	/** Text that has to be in the answer, or null. */
	readonly contains: string | null;
	/** A regular expression that has to match the answer, or null. */
	readonly matches: string | null;
}

/** A tool that is called to see whether it works. Nothing but what is configured is ever called. */
export interface ToolCheck {
	readonly tool: string;
	/** May hold secrets. */
	readonly arguments: JsonObject;
	readonly expect: Expectation;
	/** Deadline of the call. */
	readonly timeoutMs: number;
	/** The time between two calls, as near as the checks come to it; null is a call at each check. */
	readonly everyMs: number | null;
}
