import type {AnswerProblem, HttpFault} from '../domain/http-fault.ts';
import {isObject, type Json} from '../domain/json.ts';
import type {Clock} from '../domain/ports.ts';
import {readStart, readText} from './http-body.ts';
import {HttpError} from './http-error.ts';
import {isPage} from './http-refusal.ts';
import type {HttpAnswer, HttpRequests} from './http-requests.ts';

/** The id of a JSON-RPC request, as it stands in the message. */
export type RpcId = string | number;

/** What of a message that the SDK sends matters here. `id` is undefined for notifications and answers. */
export interface Outgoing {
	readonly id: RpcId | undefined;
	readonly method: string | undefined;
}

/** Reads our own message back out of a request's body. */
export function readOutgoing(body: unknown): Outgoing {
	const value: Json = typeof body === 'string' ? JSON.parse(body) : null;
	if (!isObject(value) || typeof value.method !== 'string') return {id: undefined, method: undefined};
	const {id, method} = value;
	return {id: typeof id === 'string' || typeof id === 'number' ? id : undefined, method};
}

/** Tells the server that an answer is no longer waited for; it may hang, so it is not waited for either. */
export const isCancellation = ({method}: Outgoing): boolean => method === 'notifications/cancelled';

/** True for an answer that is an event stream. */
export const isEventStream = ({headers}: Response): boolean =>
	mediaType(headers.get('content-type')) === 'text/event-stream';

/** Reads an answer that is not a stream, and makes sure that it answers `id`. Throws an `HttpError` saying what came. */
export async function readRpcAnswer(
	requests: HttpRequests,
	{response, release}: HttpAnswer,
	id: RpcId,
): Promise<Response> {
	const {status, headers} = response;
	const contentType = headers.get('content-type');
	const text = await readText(response)
		.catch((error: unknown) => {
			throw requests.broken(error);
		})
		.finally(release);
	const bad = (problem: AnswerProblem) => {
		const excerpt = problem === 'html' ? '' : requests.redact(text.slice(0, 500));
		return new HttpError({kind: 'answer', problem, status, contentType: mediaType(contentType), excerpt});
	};
	if (text.trim() === '') throw bad(status === 200 ? 'empty' : 'accepted');
	if (isPage(contentType, text)) throw bad('html');
	if (mediaType(contentType) !== 'application/json') throw bad('not_json');
	const value = parse(text);
	if (value === undefined) throw bad('bad_json');
	const messages = Array.isArray(value) ? value : [value];
	if (!messages.some(isAnswer)) throw bad('not_rpc');
	if (!messages.some(message => answersRequest(message, id))) throw bad('another_id');
	// It is parsed already: handing the value over saves the SDK from decoding and parsing it again.
	return Object.assign(new Response(null, {status, headers}), {json: async () => value});
}

/** Says what came where an event stream should, and lets go of it. */
export async function describeNoStream(
	requests: HttpRequests,
	{response, release}: HttpAnswer,
	clock: Clock,
): Promise<HttpFault> {
	const contentType = response.headers.get('content-type');
	const text = await readStart(response, clock, {length: 500, ms: 500});
	release();
	const problem = isPage(contentType, text) ? 'html' : text.trim() === '' ? 'empty' : 'not_json';
	const excerpt = problem === 'html' ? '' : requests.redact(text);
	return {kind: 'answer', problem, status: response.status, contentType: mediaType(contentType), excerpt};
}

/** An answer whose body nobody needs, as the SDK wants to see it. */
export async function discard({response, release}: HttpAnswer): Promise<Response> {
	await response.body?.cancel().catch(() => {});
	release();
	return new Response(null, {status: response.status, headers: response.headers});
}

/** The SDK takes a number as text for the number, so that is an answer here too. */
const answersRequest = (message: unknown, id: RpcId): boolean => isAnswer(message) && String(message.id) === String(id);

/** JSON-RPC 2.0 §5: a result, which in MCP is an object, or an error with its code. */
const isAnswer = (value: unknown): value is {readonly id?: Json} =>
	isObject(value) &&
	value.jsonrpc === '2.0' &&
	(isObject(value.result) || (isObject(value.error) && Number.isInteger(value.error.code)));

const mediaType = (contentType: string | null): string | null =>
	contentType?.split(';')[0]?.trim().toLowerCase() || null;

function parse(text: string): Json | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
