import {SSEClientTransport, SseError} from '@modelcontextprotocol/sdk/client/sse.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {classifyHttp} from '../domain/classify-http.ts';
import type {HttpFault} from '../domain/http-fault.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure, Phase} from '../domain/probe-result.ts';
import type {HttpServer} from '../domain/server.ts';
import {DeadlineError} from './deadline.ts';
import {explainError} from './explain-error.ts';
import {describeNoStream, discard, isCancellation, isEventStream, type RpcId, readOutgoing} from './http-answer.ts';
import {createEventBound, watchBody, withBody} from './http-body.ts';
import {faultOf, HttpError, streamFault} from './http-error.ts';
import {secondLook, speaksStreamable} from './http-neighbour.ts';
import {createStrayEvents} from './http-stray-events.ts';
import type {Link} from './link.ts';
import {openRequests} from './oauth-requests.ts';

/** A server sends its endpoint at once; after this share of the deadline it is asked whether it speaks the other transport. */
const patience = 0.4;

/** The link to a server over HTTP+SSE (revision 2024-11-05): answers come on one event stream that is held open. */
export function openSseLink(server: HttpServer, {clock}: {readonly clock: Clock}): Link {
	const requests = openRequests(server, clock);
	const stray = createStrayEvents();
	/** The newest request, until it is answered. */
	let newest: {readonly id: RpcId; isAccepted: boolean} | null = null;
	let hasAskedForStream = false;
	let hasEndpoint = false;
	let hasWorked = false;
	/** When the stream last brought anything, in ticks of the clock; null until it is open. */
	let lastByteAt: number | null = null;
	/** The same of the stalled stream before this one; it holds until something comes after the endpoint. */
	let heardBefore: number | null = null;
	/** Told if the deadline comes while the address is still being asked what else it speaks. */
	let suspected: HttpFault | null = null;
	let ending: Failure | null = null;
	let closing: Promise<void> | null = null;
	let failOpening: (error: unknown) => void = () => {};
	/** Takes the stream out of what `abortRequests` aborts. */
	let holdStream = () => {};
	let isClosed = false;

	const inner = new SSEClientTransport(requests.url, {
		fetch: (url, init = {}) => (init.method === 'POST' ? post(url, init) : openStream(init)),
	});
	inner.onmessage = message => {
		if (!('method' in message) && message.id === newest?.id) newest = null;
		if ('result' in message) hasWorked = true;
		transport.onmessage?.(message);
	};
	inner.onerror = error => {
		stray.take(error);
		transport.onerror?.(error);
	};
	inner.onclose = () => {
		if (isClosed) return;
		isClosed = true;
		transport.onclose?.();
	};

	/** Settles on whatever comes first, for the SDK's own start waits for ever where no endpoint or no answer comes. */
	function start(): Promise<void> {
		return new Promise<void>((resolve, reject) => {
			const cancelDoubt = clock.after(server.timeoutMs * patience, doubt);
			failOpening = error => {
				if (hasEndpoint) return;
				cancelDoubt();
				reject(error);
				// Its event source would try again every three seconds.
				void inner.close();
			};
			const opened = () => {
				cancelDoubt();
				hasEndpoint = true;
				holdStream();
				resolve();
			};
			inner.start().then(opened, (error: Error) => {
				// Its own errors only repeat, as text, what the requests below have seen for themselves.
				if (!(error instanceof SseError)) failOpening(new HttpError({kind: 'bad_endpoint', text: error.message}));
			});
		});
	}

	async function openStream(init: RequestInit): Promise<Response> {
		if (hasAskedForStream) throw new HttpError({kind: 'stream_ended', code: null});
		hasAskedForStream = true;
		try {
			const answer = await requests.send(requests.url, init);
			const {response, release} = answer;
			if (!isEventStream(response)) throw new HttpError(await describeNoStream(requests, answer, clock));
			holdStream = release;
			const bound = createEventBound();
			const bytes = (chunk: Uint8Array) => {
				lastByteAt = clock.ticks();
				if (hasEndpoint) heardBefore = null;
				bound(chunk);
			};
			lastByteAt = clock.ticks();
			return withBody(response, watchBody(response.body, {bytes, ended: streamEnded}));
		} catch (error) {
			const fault = faultOf(error);
			failOpening(fault ? new HttpError(await reconsider(fault)) : error);
			throw error;
		}
	}

	async function reconsider(fault: HttpFault): Promise<HttpFault> {
		suspected = fault;
		return secondLook(fault, 'sse', requests, clock).finally(() => {
			suspected = null;
		});
	}

	/** Stateless Streamable HTTP servers open a stream too, and it is as silent as that of a server that hangs. */
	async function doubt(): Promise<void> {
		if (lastByteAt === null || !(await speaksStreamable(requests, clock))) return;
		failOpening(new HttpError({kind: 'wrong_transport', configured: 'sse', speaks: 'streamable_http'}));
	}

	function streamEnded(error: unknown): void {
		holdStream();
		const fault = streamFault(error, requests.url.host);
		// What came last is still on its way through the SDK.
		setImmediate(() => {
			if (closing || ending) return;
			if (!hasEndpoint) return failOpening(new HttpError(fault));
			ending = classifyHttp(fault, 'list_tools', clock.now());
			link.onEnded?.(ending);
			void close();
		});
	}

	async function post(url: string | URL, init: RequestInit): Promise<Response> {
		const outgoing = readOutgoing(init.body);
		const asked = outgoing.id === undefined ? null : {id: outgoing.id, isAccepted: false};
		newest = asked ?? newest;
		try {
			const send = isCancellation(outgoing) ? requests.sendBriefly : requests.send;
			const answer = await send(url, init);
			if (asked) asked.isAccepted = true;
			return await discard(answer);
		} catch (error) {
			const fault = faultOf(error);
			if (!hasWorked || fault?.kind !== 'status' || (fault.status !== 404 && fault.status !== 400)) throw error;
			throw new HttpError({kind: 'session_lost', status: fault.status}, {cause: error});
		}
	}

	/** The stream is silent although the newest request was accepted. A slow tool keeps it silent too, and is none. */
	const isStalled = (phase: Phase): boolean => phase !== 'call_tool' && newest?.isAccepted === true;

	function explainDeadline(error: DeadlineError, phase: Phase): Failure {
		const now = clock.now();
		if (suspected) return classifyHttp(suspected, 'connect', now);
		if (lastByteAt === null) return explainError(error, 'connect');
		if (!hasEndpoint) return explainError(error, 'connect', noEndpoint);
		if (!isStalled(phase)) return explainError(error, phase);
		return classifyHttp({kind: 'no_events', silentMs: clock.ticks() - (heardBefore ?? lastByteAt)}, phase, now);
	}

	function close(): Promise<void> {
		closing ??= shut();
		return closing;
	}

	async function shut(): Promise<void> {
		abortRequests();
		await inner.close();
		await requests.destroy();
	}

	/** An event stream that works is kept: its silence is what a stalled server is known by. */
	function abortRequests(): void {
		requests.abortRequests();
		if (!hasEndpoint) failOpening(new Error('given up'));
	}

	const transport: Transport = {
		start,
		send: message => inner.send(message),
		setProtocolVersion: version => inner.setProtocolVersion(version),
		close,
	};
	const link: Link = {
		transport,
		get heardAt() {
			return heardBefore ?? lastByteAt;
		},
		set heardAt(at) {
			heardBefore = at ?? null;
		},
		redact: requests.redact,
		explain(error, phase) {
			const fault = faultOf(error);
			if (fault) return classifyHttp(fault, phase, clock.now());
			if (ending) return {...ending, phase};
			return error instanceof DeadlineError ? explainDeadline(error, phase) : explainError(error, phase);
		},
		abortRequests,
		takeNotes: () => [...requests.notes(), ...stray.takeNotes()],
		log: () => [],
		close,
	};
	return link;
}

const noEndpoint = 'its event stream is open but names no endpoint; check the path in url';
