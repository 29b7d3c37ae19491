import type {Clock} from '../domain/ports.ts';
import type {ClientCredentials, HttpServer} from '../domain/server.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {faultOf, HttpError} from './http-error.ts';
import {type ClientProof, type GrantedToken, requestToken, secretsOf} from './oauth-request.ts';

/** A token in use. */
export interface Token {
	readonly value: string;
	/** True when it was fetched for whoever asked just now. */
	readonly isFresh: boolean;
}

/** The tokens of one server. */
export interface TokenSource {
	/** The token to send, fetched first where there is none; waits `waitMs` at most. Rejects with an `HttpError`. */
	take(waitMs: number): Promise<Token>;
	/** The server does not accept this one. */
	refuse(value: string): void;
	/** Everything that may not be read in a text, the latest tokens included. */
	secrets(): readonly string[];
}

interface Held extends GrantedToken {
	/** Wall time, for tokens age while a laptop sleeps. */
	readonly until: number;
}

/** A token is renewed this much before its end, or earlier by a share of a short life. */
const marginMs = 60_000;
const marginShare = 0.2;
const keptTokens = 4;
const never = new AbortController().signal;

/** A token outlives the link that it was fetched for, and is forgotten with its server. */
const sources = new WeakMap<HttpServer, TokenSource>();

export function tokensOf(server: HttpServer, oauth: ClientCredentials, clock: Clock): TokenSource {
	const source = sources.get(server) ?? createTokenSource(server, oauth, clock);
	sources.set(server, source);
	return source;
}

function createTokenSource(server: HttpServer, oauth: ClientCredentials, clock: Clock): TokenSource {
	const seen: string[] = [];
	let held: Held | null = null;
	let fetching: Promise<Held> | null = null;
	/** The way that worked last. */
	let proof: ClientProof = 'header';

	async function fetchToken(): Promise<Held> {
		const askedAt = clock.now();
		const granted = await requestToken(server, oauth, proof, clock).catch(async (error: unknown) => {
			if (!isUnknownClient(error)) throw error;
			const other = proof === 'header' ? 'body' : 'header';
			const second = await requestToken(server, oauth, other, clock);
			proof = other;
			return second;
		});
		const marginOfThis = Math.min(marginMs, granted.lifetimeMs * marginShare);
		held = {...granted, until: askedAt + granted.lifetimeMs - marginOfThis};
		seen.unshift(granted.value);
		seen.splice(keptTokens);
		return held;
	}

	/** However many ask, one request is under way. */
	function fetchOnce(): Promise<Held> {
		fetching ??= fetchToken().finally(() => {
			fetching = null;
		});
		return fetching;
	}

	return {
		async take(waitMs) {
			if (held && clock.now() < held.until) return {value: held.value, isFresh: false};
			try {
				const {value} = await withDeadline(clock, waitMs, never, fetchOnce);
				return {value, isFresh: true};
			} catch (error) {
				if (!(error instanceof DeadlineError)) throw error;
				const {host} = new URL(oauth.tokenUrl);
				throw new HttpError({kind: 'no_token', endpoint: host, problem: {kind: 'late', afterMs: error.afterMs}});
			}
		},
		refuse(value) {
			if (held?.value === value) held = null;
		},
		secrets: () => [...secretsOf(oauth), ...seen],
	};
}

/** What an endpoint says that looks for the client's proof elsewhere. */
function isUnknownClient(error: unknown): boolean {
	const fault = faultOf(error);
	if (fault?.kind !== 'no_token' || fault.problem.kind !== 'refused') return false;
	return fault.problem.status === 401 || fault.problem.code === 'invalid_client';
}
