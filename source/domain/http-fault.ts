import type {Transport} from './server.ts';

/** An answer with a status that is no success. */
export interface StatusFault {
	readonly kind: 'status';
	readonly status: number;
	/** The reason phrase; empty when there was none. */
	readonly statusText: string;
	/** Origin of the request, to tell the server's own addresses from foreign ones. */
	readonly origin: string;
	/** The WWW-Authenticate header. */
	readonly challenge: string | null;
	/** The Retry-After header: seconds or an HTTP date. */
	readonly retryAfter: string | null;
	/** The start of the body if it is text and no page; without the values of our headers. */
	readonly excerpt: string;
	/** The JSON-RPC error in the body, if it is one. */
	readonly rpcError: {readonly code: number; readonly message: string} | null;
}

/** What stands where a JSON-RPC answer should. */
export type AnswerProblem = 'empty' | 'accepted' | 'html' | 'not_json' | 'bad_json' | 'not_rpc' | 'another_id';

/** What a link saw go wrong on the wire, before anyone judges it. Text in it is foreign and not cleaned yet. */
export type HttpFault =
	| StatusFault
	/** The request never got an answer, or its body broke off. `code` as Node or undici name it. */
	| {readonly kind: 'socket'; readonly code: string | null; readonly text: string; readonly host: string}
	| {readonly kind: 'redirect'; readonly status: number; readonly target: string | null}
	| {
			readonly kind: 'answer';
			readonly problem: AnswerProblem;
			readonly status: number;
			readonly contentType: string | null;
			readonly excerpt: string;
	  }
	| {readonly kind: 'too_large'; readonly limitBytes: number}
	| {readonly kind: 'session_lost'; readonly status: number}
	/** An event stream ended, with the socket's code if it did not end cleanly. */
	| {readonly kind: 'stream_ended'; readonly code: string | null}
	/** Requests were accepted and nothing came back on the stream. */
	| {readonly kind: 'no_events'; readonly silentMs: number}
	| {readonly kind: 'wrong_transport'; readonly configured: Transport; readonly speaks: Transport}
	/** The port of an http:// address expects TLS. */
	| {readonly kind: 'wants_tls'}
	/** The endpoint event names no usable address. */
	| {readonly kind: 'bad_endpoint'; readonly text: string}
	/** A configured header cannot be sent. */
	| {readonly kind: 'bad_header'; readonly name: string};
