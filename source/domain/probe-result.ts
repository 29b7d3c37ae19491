import type {Category} from './categories.ts';
import type {JsonObject} from './json.ts';

/** Where in a check something happened. */
export const phases = ['connect', 'initialize', 'list_tools', 'call_tool'] as const;
export type Phase = (typeof phases)[number];

/** A failure as a value: decided from codes and exit statuses, never from words in a message. */
export interface Failure {
	readonly category: Category;
	/** Likely to pass by itself. */
	readonly transient: boolean;
	readonly phase: Phase;
	/** What happened, in one line without control characters. */
	readonly message: string;
	/** What to do about it. */
	readonly hint: string | null;
	/** How long the server asks to be left alone (Retry-After), in ms. */
	readonly retryAfterMs?: number;
}

/** A tool as the server describes it, unknown fields kept. */
export type Tool = JsonObject & {readonly name: string};

/** What a server says about itself and its tools. */
export interface Listing {
	readonly tools: readonly Tool[];
	/** Entries of `tools` that are no tool (no name, not an object), described. */
	readonly malformed: readonly string[];
	readonly protocolVersion: string | null;
	readonly serverInfo: {readonly name: string; readonly version: string} | null;
	readonly capabilities: JsonObject;
	readonly instructions: string | null;
}

interface Checked {
	/** When the check began, ms since the epoch. */
	readonly at: number;
	/** Time to open the session (connect and initialise), ms; null when it was open already. */
	readonly connectMs: number | null;
	/** Oddities that do not fail a check, such as "2 lines on stdout are not JSON-RPC". */
	readonly notes: readonly string[];
	/** What a second session found that was opened beside the one that is held; absent when none was. */
	readonly fresh?: FreshLook;
}

/** A fresh session was opened, its tools were listed, and it was closed: null is well. */
export interface FreshLook {
	readonly failure: Failure | null;
}

/** One synthetic call of a tool. */
export interface ToolCallResult {
	readonly tool: string;
	/** When it was made, ms since the epoch. */
	readonly at: number;
	/** Time to the answer, ms; null when there was none. */
	readonly latencyMs: number | null;
	/** Null when the answer was as expected. */
	readonly failure: Failure | null;
}

export interface GoodCheck extends Checked {
	readonly ok: true;
	/** Round trip of the whole tools list, ms. */
	readonly latencyMs: number;
	readonly listing: Listing;
	/** True when the session was lost and opened anew within this check. */
	readonly reinitialised: boolean;
	/** The synthetic calls that were due, in the order of the configuration; absent when none was. */
	readonly calls?: readonly ToolCallResult[];
}

export interface FailedCheck extends Checked {
	readonly ok: false;
	readonly failure: Failure;
}

/** The outcome of one check. */
export type ProbeResult = GoodCheck | FailedCheck;

/** One check as history keeps it. */
export interface Sample {
	readonly at: number;
	/** Null when the check failed. */
	readonly latencyMs: number | null;
	/** Null when the check was good. */
	readonly category: Category | null;
	/** False for the first list after a connect: shown, but kept out of percentiles. */
	readonly counted: boolean;
	/** Synthetic calls made with this check; absent is none. */
	readonly calls?: {readonly total: number; readonly failed: number};
}
