import Agent from 'undici/lib/dispatcher/agent.js';
import type {Clock} from '../domain/ports.ts';
import type {HttpServer} from '../domain/server.ts';
import {HttpError, socketFault} from './http-error.ts';
import {createHeaderSet, type HeaderSet} from './http-headers.ts';
import {readRefusal} from './http-refusal.ts';

/** An answer with a success status whose body may still be coming. */
export interface HttpAnswer {
	readonly response: Response;
	/** To be called when the body is done with, however it ended. */
	release(): void;
}

/** The requests of one link: its own sockets, its own headers, nothing followed, nothing forgotten. */
export interface HttpRequests {
	/** The server's address without credentials; those go out as a header. */
	readonly url: URL;
	/** Resolves with a success (2xx) only; all else is thrown as an `HttpError`, an abort as itself. */
	send(target: string | URL, init: RequestInit): Promise<HttpAnswer>;
	/** The same for a courtesy that is given up after a second, for nobody waits for it. Rejects with an abort then. */
	sendBriefly(target: string | URL, init: RequestInit): Promise<HttpAnswer>;
	/** Says what broke a body off; an abort stays itself. */
	broken(error: unknown): unknown;
	/** Takes the configured header values out of a text that the server sent. */
	redact(text: string): string;
	/** Aborts every request and answer that is not released yet. */
	abortRequests(): void;
	/** Closes every socket. Nothing can be sent afterwards. */
	destroy(): Promise<void>;
}

/** A check needs a stream, a request and a cancellation at a time; more would only pile up behind a server that hangs. */
const connections = 4;
const briefMs = 1000;

export function createHttpRequests(server: HttpServer, clock: Clock): HttpRequests {
	const own: HeaderSet = createHeaderSet(server);
	// A silent stream is healthy, so undici's own timeouts are off; every wait is bounded by the prober's deadlines.
	const dispatcher = new Agent({bodyTimeout: 0, headersTimeout: 0, connections, connect: {timeout: server.timeoutMs}});
	const underWay = new Set<AbortController>();
	const broken = (error: unknown) =>
		error instanceof HttpError || isAbort(error)
			? error
			: new HttpError(socketFault(error, own.url.host), {cause: error});

	const send = async (target: string | URL, init: RequestInit): Promise<HttpAnswer> => {
		const headers = own.withOwn(init.headers);
		const controller = new AbortController();
		const abort = () => controller.abort();
		const release = () => {
			underWay.delete(controller);
			init.signal?.removeEventListener('abort', abort);
		};
		if (init.signal?.aborted) abort();
		init.signal?.addEventListener('abort', abort, {once: true});
		underWay.add(controller);
		try {
			const {signal} = controller;
			const response = await fetch(target, {...init, headers, dispatcher, redirect: 'manual', signal});
			if (!response.ok) throw new HttpError(await readRefusal(response, own, clock));
			return {response, release};
		} catch (error) {
			release();
			throw broken(error);
		}
	};

	const sendBriefly = async (target: string | URL, init: RequestInit): Promise<HttpAnswer> => {
		const controller = new AbortController();
		const cancelTimer = clock.after(briefMs, () => controller.abort());
		return send(target, {...init, signal: controller.signal}).finally(cancelTimer);
	};

	return {
		url: own.url,
		send,
		sendBriefly,
		broken,
		redact: own.redact,
		abortRequests: () => {
			for (const controller of underWay) controller.abort();
		},
		destroy: () => dispatcher.destroy(),
	};
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
