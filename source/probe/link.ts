import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import type {Failure, Phase} from '../domain/probe-result.ts';

/** One connection to one server: a transport for the SDK's client, and the evidence that the SDK drops. */
export interface Link {
	readonly transport: Transport;
	/**
	 * Says why something failed, from what the link itself has seen: exit status, HTTP status and headers, socket error
	 * codes. `error` is what the SDK threw, or a `DeadlineError`.
	 */
	explain(error: unknown, phase: Phase): Failure;
	/** Set by the prober. Called once, when the connection ends by itself: the child exits, the stream closes. */
	onEnded?: (failure: Failure) => void;
	/**
	 * When a stream that answers come on last brought something, in ticks of the clock. The prober hands it on to the link
	 * that takes a stalled one's place, for opening a stream is no sign of life.
	 */
	heardAt?: number | null;
	/** Takes what is secret in the configuration out of a text that the server sent. */
	redact?(text: string): string;
	/** Gives up what the link is waiting for, so that a request past its deadline holds no socket. */
	abortRequests(): void;
	/** Oddities seen since the last call, such as "2 lines on stdout are not JSON-RPC". */
	takeNotes(): readonly string[];
	/** The newest lines of the server's stderr, cleaned of control sequences. */
	log(): readonly string[];
	/** Ends the connection and what was started for it, in bounded time. */
	close(): Promise<void>;
}
