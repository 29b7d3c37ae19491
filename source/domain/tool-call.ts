import type {Category} from './categories.ts';

/** One call of a tool as a trace told of it. Neither what it was given nor what it answered is in here. */
export interface ToolCall {
	/** When it ended, ms since the epoch by the clock of whoever made it. */
	readonly at: number;
	/** The tool's name as the trace has it, fit to print, bounded. */
	readonly tool: string;
	/** Who called: the agent's name; null where only the server told of the call. */
	readonly agent: string | null;
	/** Null where the trace does not tell. */
	readonly durationMs: number | null;
	/** Null when it was fine. */
	readonly category: Category | null;
	readonly target: CallTarget;
}

/** What a trace tells of the server that was called. */
export interface CallTarget {
	/** Host name or address, lower case; null where it is not told. */
	readonly address: string | null;
	readonly port: number | null;
	/** Of the URL; null where it is not told. */
	readonly path: string | null;
	/** What the server is called by its client or by itself, the surest first. */
	readonly names: readonly string[];
}

export const noTarget: CallTarget = {address: null, port: null, path: null, names: []};
