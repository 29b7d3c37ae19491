import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {ErrorCode} from '@modelcontextprotocol/sdk/types.js';
import {classifyHttp} from '../domain/classify-http.ts';
import type {HttpFault} from '../domain/http-fault.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure} from '../domain/probe-result.ts';
import type {HttpServer} from '../domain/server.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {explainError} from './explain-error.ts';
import {
	describeNoStream,
	discard,
	isCancellation,
	isEventStream,
	type RpcId,
	readOutgoing,
	readRpcAnswer,
} from './http-answer.ts';
import {createEventBound, watchBody, withBody} from './http-body.ts';
import {faultOf, HttpError, streamFault} from './http-error.ts';
import {findCauseOfDeath, secondLook} from './http-neighbour.ts';
import type {HttpAnswer} from './http-requests.ts';
import {createStrayEvents} from './http-stray-events.ts';
import type {Link} from './link.ts';
import {openRequests} from './oauth-requests.ts';
import {withStatelessHeaders} from './stateless-headers.ts';

/** A good-bye is a courtesy; a server that does not take it in this time ends the session by itself. */
const goodbyeMs = 1000;
/** What a server without a stream of notifications answers (2025-11-25, Transports, "Listening for messages"). */
const noStreamOffered = 405;
/** How long after its stream a server is given to be gone for good, or back. */
const lookAgainMs = 500;

/** What a link is opened with. */
export interface StreamableOptions {
	readonly clock: Clock;
	/** False where nobody waits for what the server says by itself: its stream is not asked for then. True unless told. */
	readonly listens?: boolean;
}

/** The link to a server over Streamable HTTP (revision 2025-03-26 and later). Nothing is sent before its first message. */
export function openStreamableLink(server: HttpServer, {clock, listens = true}: StreamableOptions): Link {
	const requests = openRequests(server, clock);
	const stray = createStrayEvents();
	const unanswered = new Set<RpcId>();
	let hasWorked = false;
	let hasAskedForStream = false;
	let isSessionLost = false;
	/** Told if the deadline comes while the address is still being asked what else it speaks. */
	let suspected: HttpFault | null = null;
	let ending: Failure | null = null;
	let closing: Promise<void> | null = null;

	const inner = new StreamableHTTPClientTransport(requests.url, {
		fetch: async (_url, init = {}) => {
			if (init.method === 'GET') return openStream(init);
			return init.method === 'POST' ? post(init) : discard(await requests.send(requests.url, init));
		},
		// Reconnecting is a policy of ours: the SDK would do it for ever, and as fast as the server asks for.
		reconnectionOptions: {
			maxRetries: 0,
			initialReconnectionDelay: 1000,
			maxReconnectionDelay: 1000,
			reconnectionDelayGrowFactor: 1,
		},
	});
	inner.onmessage = message => {
		if (!('method' in message)) unanswered.delete(message.id as RpcId);
		if ('result' in message) hasWorked = true;
		transport.onmessage?.(message);
	};
	inner.onerror = error => {
		stray.take(error);
		transport.onerror?.(error);
	};
	inner.onclose = () => transport.onclose?.();

	async function post(init: RequestInit): Promise<Response> {
		const outgoing = readOutgoing(init.body);
		const {id, method} = outgoing;
		const hasSession = inner.sessionId !== undefined;
		try {
			const send = isCancellation(outgoing) ? requests.sendBriefly : requests.send;
			const answer = await send(requests.url, withStatelessHeaders(init));
			if (id === undefined) return await discard(answer);
			return isEventStream(answer.response) ? watchAnswer(answer, id) : await readRpcAnswer(requests, answer, id);
		} catch (error) {
			const fault = faultOf(error);
			if (fault === null) throw error;
			throw new HttpError(hasWorked ? asSessionLost(fault, hasSession) : await reconsider(fault, method), {
				cause: error,
			});
		}
	}

	function asSessionLost(fault: HttpFault, hasSession: boolean): HttpFault {
		if (!hasSession || fault.kind !== 'status') return fault;
		isSessionLost = fault.status === 404 || (fault.status === 400 && /session/i.test(fault.excerpt));
		return isSessionLost ? {kind: 'session_lost', status: fault.status} : fault;
	}

	async function reconsider(fault: HttpFault, method: string | undefined): Promise<HttpFault> {
		if (method !== 'initialize') return fault;
		suspected = fault;
		return secondLook(fault, 'streamable_http', requests, clock).finally(() => {
			suspected = null;
		});
	}

	/** Passes the stream of an answer on, and fails the request at once if the stream ends without it. */
	function watchAnswer({response, release}: HttpAnswer, id: RpcId): Response {
		unanswered.add(id);
		const strayBefore = stray.count;
		const ended = (error: unknown) => {
			release();
			// What came last is still on its way through the SDK's decoders.
			setImmediate(() => fail(id, stray.count > strayBefore ? notRpc : streamFault(error, requests.url.host)));
		};
		return withBody(response, watchBody(response.body, {bytes: createEventBound(), ended}));
	}

	function fail(id: RpcId, fault: HttpFault): void {
		if (!unanswered.delete(id)) return;
		const data = new HttpError(fault);
		transport.onmessage?.({jsonrpc: '2.0', id, error: {code: ErrorCode.ConnectionClosed, message: data.message, data}});
	}

	/** Opens the stream of notifications, once. That it fails or ends is no failure, for servers need not offer it. */
	async function openStream(init: RequestInit): Promise<Response> {
		if (!listens) return new Response(null, {status: noStreamOffered});
		if (hasAskedForStream) throw new HttpError({kind: 'stream_ended', code: null});
		hasAskedForStream = true;
		const answer = await requests.send(requests.url, init);
		const {response, release} = answer;
		if (!isEventStream(response)) throw new HttpError(await describeNoStream(requests, answer, clock));
		release();
		const ended = () => {
			if (!closing) clock.after(lookAgainMs, lookAgain);
		};
		return withBody(response, watchBody(response.body, {bytes: createEventBound(), ended}));
	}

	/** The end of the stream may be the end of the server, which is worth knowing before the next check. */
	async function lookAgain(): Promise<void> {
		if (closing) return;
		const fault = await findCauseOfDeath(requests, sessionHeaders());
		if (fault && !closing) end(classifyHttp(fault, 'connect', clock.now()));
	}

	const sessionHeaders = (): Record<string, string> => ({
		...(inner.sessionId && {'mcp-session-id': inner.sessionId}),
		...(inner.protocolVersion && {'mcp-protocol-version': inner.protocolVersion}),
	});

	function end(failure: Failure): void {
		ending = failure;
		link.onEnded?.(failure);
		void close();
	}

	function close(): Promise<void> {
		closing ??= shut();
		return closing;
	}

	async function shut(): Promise<void> {
		requests.abortRequests();
		if (inner.sessionId !== undefined && !ending && !isSessionLost) {
			const never = new AbortController().signal;
			await withDeadline(clock, goodbyeMs, never, () => inner.terminateSession()).catch(() => {});
		}
		await inner.close();
		await requests.destroy();
	}

	const transport: Transport = {
		start: () => inner.start(),
		send: (message, options) => inner.send(message, options),
		setProtocolVersion: version => inner.setProtocolVersion(version),
		get sessionId() {
			return inner.sessionId;
		},
		close,
	};
	const link: Link = {
		transport,
		redact: requests.redact,
		explain(error, phase) {
			const fault = faultOf(error) ?? (error instanceof DeadlineError ? suspected : null);
			if (fault) return classifyHttp(fault, phase, clock.now());
			return ending ? {...ending, phase} : explainError(error, phase);
		},
		abortRequests: requests.abortRequests,
		takeNotes: () => [...requests.notes(), ...stray.takeNotes()],
		log: () => [],
		close,
	};
	return link;
}

const notRpc: HttpFault = {
	kind: 'answer',
	problem: 'not_rpc',
	status: 200,
	contentType: 'text/event-stream',
	excerpt: '',
};
