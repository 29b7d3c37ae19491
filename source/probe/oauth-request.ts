import type {TokenProblem} from '../domain/http-fault.ts';
import {isObject, type Json, type JsonObject} from '../domain/json.ts';
import type {Clock} from '../domain/ports.ts';
import type {ClientCredentials, HttpServer} from '../domain/server.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {readText} from './http-body.ts';
import {faultOf, HttpError} from './http-error.ts';
import {createHttpRequests, type HttpRequests} from './http-requests.ts';

/** A token as its endpoint gave it. */
export interface GrantedToken {
	readonly value: string;
	/** How long it is good for, in ms, from when it was asked for. */
	readonly lifetimeMs: number;
}

/** How the client shows who it is (RFC 6749 §2.3.1): servers have to know the first way, and some only know the second. */
export type ClientProof = 'header' | 'body';

const longestMs = 10_000;
const longestAnswerBytes = 64 * 1024;
const never = new AbortController().signal;

/** Where an answer does not say; a token that ends earlier is noticed by being refused. */
const usualLifetimeSeconds = 300;
const longestLifetimeSeconds = 86_400;

/** Asks for a token once, on the same way as the server is reached. Rejects with an `HttpError` of the kind `no_token`. */
export async function requestToken(
	server: HttpServer,
	oauth: ClientCredentials,
	proof: ClientProof,
	clock: Clock,
): Promise<GrantedToken> {
	const {tokenUrl: url, proxy} = oauth;
	const tls = server.tls ? {...server.tls, serverName: null} : null;
	const endpoint = {...server, url, headers: {}, tls, proxy, oauth: null, timeoutMs: longestMs};
	const requests = createHttpRequests(endpoint, clock, () => secretsOf(oauth));
	try {
		return await withDeadline(clock, longestMs, never, () => ask(requests, oauth, proof));
	} catch (error) {
		throw new HttpError({kind: 'no_token', endpoint: new URL(url).host, problem: problemOf(error)}, {cause: error});
	} finally {
		requests.abortRequests();
		requests.destroy().catch(() => {});
	}
}

async function ask(requests: HttpRequests, oauth: ClientCredentials, proof: ClientProof): Promise<GrantedToken> {
	const {scope, audience, resource, clientId, clientSecret} = oauth;
	const asked = {grant_type: 'client_credentials', scope, audience, resource};
	const shown = proof === 'body' ? {client_id: clientId, client_secret: clientSecret} : {};
	const body = new URLSearchParams(
		Object.entries({...asked, ...shown}).filter((entry): entry is [string, string] => entry[1] !== null),
	);
	const headers = {
		accept: 'application/json',
		'content-type': 'application/x-www-form-urlencoded',
		...(proof === 'header' && {authorization: basicOf(oauth)}),
	};
	const {response, release} = await requests.send(requests.url, {method: 'POST', headers, body: body.toString()});
	const text = await readText(response, longestAnswerBytes)
		.catch((error: unknown) => {
			throw requests.broken(error);
		})
		.finally(release);
	return readToken(text);
}

/** RFC 6749 §5.1. What is wrong is told without a word of the answer, for it may hold a token. */
function readToken(text: string): GrantedToken {
	const {access_token: value, token_type: type = 'Bearer', expires_in: lifetime} = parse(text);
	if (typeof value !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(value)) throw new BadAnswerError('no access_token');
	if (!/^bearer$/i.test(String(type))) throw new BadAnswerError('it is no bearer token');
	const seconds = Number(lifetime ?? usualLifetimeSeconds);
	const isLifetime = Number.isFinite(seconds) && seconds > 0;
	return {value, lifetimeMs: (isLifetime ? Math.min(seconds, longestLifetimeSeconds) : usualLifetimeSeconds) * 1000};
}

function parse(text: string): JsonObject {
	try {
		const value: Json = JSON.parse(text);
		if (isObject(value)) return value;
	} catch {
		// Said below; the parser's own words quote the text.
	}
	throw new BadAnswerError('the answer is not JSON');
}

class BadAnswerError extends Error {
	override readonly name = 'BadAnswerError';
}

function problemOf(error: unknown): Extract<NonNullable<ReturnType<typeof faultOf>>, {kind: 'no_token'}>['problem'] {
	if (error instanceof DeadlineError) return {kind: 'late', afterMs: error.afterMs};
	if (error instanceof BadAnswerError) return {kind: 'no_token_in_answer', why: error.message};
	const fault = faultOf(error);
	if (fault?.kind === 'status' && [400, 401, 403].includes(fault.status)) return refusal(fault.status, fault.excerpt);
	if (fault?.kind === 'too_large') return {kind: 'no_token_in_answer', why: 'the answer is over 64 KiB'};
	return fault ?? {kind: 'no_token_in_answer', why: 'the request failed'};
}

/** The error code of RFC 6749 §5.2; the excerpt may be cut, so it is not parsed. */
function refusal(status: number, excerpt: string): TokenProblem {
	const code = /"error"\s*:\s*"([\w.-]{1,64})"/.exec(excerpt)?.[1] ?? null;
	return {kind: 'refused', status, code};
}

/** What of these credentials may not be read by anyone. */
export const secretsOf = (oauth: ClientCredentials): string[] => [
	oauth.clientSecret,
	formEncoded(oauth.clientSecret),
	basicOf(oauth),
];

/** RFC 6749 §2.3.1 has both parts encoded as in a form first. */
const basicOf = ({clientId, clientSecret}: ClientCredentials): string =>
	`Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')}`;

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
