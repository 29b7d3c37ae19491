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
	/** The proxy that handed the answer on, or gave it itself; absent where there is none, or it could not do that. */
	readonly proxy?: string;
	/** The host that gave the token which the request had; absent where the configuration holds the credentials. */
	readonly tokenFrom?: string;
	/** The JSON-RPC error in the body, if it is one. */
	readonly rpcError: {
		readonly code: number;
		readonly message: string;
		/** Protocol versions that the server says it supports. */
		readonly supported?: readonly string[];
	} | null;
}

/** The way ended at the proxy: it could not be reached, or would not go on. */
export interface ProxyFault {
	readonly kind: 'proxy';
	/** Host and port of the proxy. */
	readonly proxy: string;
	/** Host and port of the server. */
	readonly target: string;
	/** What the proxy answered; null when it gave no answer. */
	readonly status: number | null;
	/** The error code of its socket. */
	readonly code: string | null;
	readonly text: string;
}

/** What a token endpoint can do beyond what any server can. */
export type TokenProblem =
	/** The error code of RFC 6749 §5.2, or null when it gave none. */
	| {readonly kind: 'refused'; readonly status: number; readonly code: string | null}
	| {readonly kind: 'late'; readonly afterMs: number}
	| {readonly kind: 'no_token_in_answer'; readonly why: string};

/** What stands where a JSON-RPC answer should. */
export type AnswerProblem = 'empty' | 'accepted' | 'html' | 'not_json' | 'bad_json' | 'not_rpc' | 'another_id';

/** What a link saw go wrong on the wire, before anyone judges it. Text in it is foreign and not cleaned yet. */
export type HttpFault =
	| StatusFault
	/** The request never got an answer, or its body broke off. `code` as Node or undici name it. */
	| {
			readonly kind: 'socket';
			readonly code: string | null;
			readonly text: string;
			readonly host: string;
			/** When the server's certificate expires, ms since the epoch, where that is what is wrong. */
			readonly validTo?: number;
	  }
	| ProxyFault
	/** A file that TLS needs cannot be used. `key` is its place in the configuration. */
	| {readonly kind: 'bad_file'; readonly key: string; readonly path: string; readonly problem: string}
	/** There is no token to send, for this is what its endpoint did. */
	| {readonly kind: 'no_token'; readonly endpoint: string; readonly problem: HttpFault | TokenProblem}
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
