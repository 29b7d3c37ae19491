import type {Clock} from '../domain/ports.ts';
import type {HttpServer} from '../domain/server.ts';
import {createRoute, type Route} from './http-agent.ts';
import {faultOf, HttpError, socketFault} from './http-error.ts';
import {createHeaderSet, type HeaderSet} from './http-headers.ts';
import {readRefusal} from './http-refusal.ts';
import {proxySecrets, readProxy} from './proxy-address.ts';

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
	/** What is to be known of how these requests go out, at each check. */
	notes(): readonly string[];
	/** Aborts every request and answer that is not released yet. */
	abortRequests(): void;
	/** Closes every socket. Nothing can be sent afterwards. */
	destroy(): Promise<void>;
}

const briefMs = 1000;
/** A check that has failed already may take this share of the deadline longer, to say it better. */
const patienceForFacts = 0.3;

/** @param otherSecrets what is to be taken out of texts beside the configured headers. */
export function createHttpRequests(
	server: HttpServer,
	clock: Clock,
	otherSecrets: () => readonly string[] = () => [],
): HttpRequests {
	const hidden = server.proxy ? proxySecrets(server.proxy) : [];
	const own: HeaderSet = createHeaderSet(server, () => [...hidden, ...otherSecrets()]);
	const opening = openWay(server, clock);
	// Whoever sends is told; a link that never does need not know.
	opening.catch(() => {});
	const underWay = new Set<AbortController>();
	/** undici uses a socket again one turn after its answer; what is sent before that would open another one. */
	let isSocketFree: Promise<void> = Promise.resolve();
	const broken = (error: unknown) =>
		error instanceof HttpError || isAbort(error)
			? error
			: new HttpError(faultOf(error) ?? socketFault(error, own.url.host), {cause: error});

	const send = async (target: string | URL, init: RequestInit): Promise<HttpAnswer> => {
		const headers = own.withOwn(init.headers);
		const controller = new AbortController();
		const abort = () => controller.abort();
		const release = () => {
			underWay.delete(controller);
			isSocketFree = nextTurn();
			init.signal?.removeEventListener('abort', abort);
		};
		if (init.signal?.aborted) abort();
		init.signal?.addEventListener('abort', abort, {once: true});
		underWay.add(controller);
		try {
			const {signal} = controller;
			const {dispatcher} = await opening;
			await isSocketFree;
			const response = await fetch(target, {...init, headers, dispatcher, redirect: 'manual', signal});
			if (!response.ok) throw await refusal(new URL(target), response);
			return {response, release};
		} catch (error) {
			release();
			throw await withExpiry(broken(error), server, clock);
		}
	};

	/** What a proxy answers that is handed the request itself cannot be told from what the server answers. */
	const refusal = async ({protocol}: URL, response: Response): Promise<HttpError> => {
		const fault = await readRefusal(response, own, clock);
		const isHandedOver = server.proxy && protocol === 'http:' && fault.kind === 'status';
		return new HttpError(isHandedOver ? {...fault, proxy: readProxy(server.proxy!).shown} : fault);
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
		notes: () => (server.tls?.insecureSkipVerify && own.url.protocol === 'https:' ? [notVerified] : []),
		async destroy() {
			await (await opening.catch(() => null))?.destroy();
		},
	};
}

const notVerified = 'the TLS certificate is not verified (insecure_skip_verify)';

/** Most servers need no more than an agent, so what is made for the others is loaded for them only. */
async function openWay(server: HttpServer, clock: Clock): Promise<Route> {
	if (!server.tls && !server.proxy) return createRoute({timeout: server.timeoutMs});
	const {openRoute} = await import('./tls-route.ts');
	return openRoute(server, clock);
}

/** Of a certificate that is past its time, fetch does not say since when. */
async function withExpiry(error: unknown, server: HttpServer, clock: Clock): Promise<unknown> {
	const fault = error instanceof HttpError ? error.fault : null;
	if (fault?.kind !== 'socket' || fault.code !== 'CERT_HAS_EXPIRED') return error;
	const {createTlsFacts} = await import('./tls-facts.ts');
	const facts = await createTlsFacts({clock}).lookUp(server, server.timeoutMs * patienceForFacts);
	// Otherwise it is a certificate further up that has expired.
	if (!facts || facts.validTo > clock.now()) return error;
	return new HttpError({...fault, validTo: facts.validTo}, {cause: error});
}

const nextTurn = (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
