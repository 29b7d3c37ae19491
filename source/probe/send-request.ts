import {hostOf} from '../domain/channel.ts';
import {failure} from '../domain/classify.ts';
import {classifyHttp, parseRetryAfter} from '../domain/classify-http.ts';
import type {Answer, Clock, OutgoingRequest, SendRequest} from '../domain/ports.ts';
import type {Failure} from '../domain/probe-result.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {createRoute, type Route} from './http-agent.ts';
import {readStart} from './http-body.ts';
import {faultOf, HttpError, socketFault} from './http-error.ts';
import {basic} from './http-headers.ts';

/** An answer matters for its status; its words are waited for no longer than this. */
const bodyLimits = {length: 4096, ms: 500};

/** Makes a way to send requests that belong to no server's session. */
export const createSendRequest =
	(clock: Clock): SendRequest =>
	async (request, signal) => {
		const ending = new AbortController();
		const abort = () => ending.abort();
		signal.addEventListener('abort', abort, {once: true});
		let route: Route | null = null;
		try {
			return await withDeadline(clock, request.timeoutMs, signal, async () => {
				route = await openWay(request, clock);
				if (ending.signal.aborted) await route.destroy();
				return ask(request, route, ending.signal, clock);
			});
		} catch (error) {
			return {hasStatus: false, failure: toFailure(error, request, clock)};
		} finally {
			signal.removeEventListener('abort', abort);
			abort();
			(route as Route | null)?.destroy().catch(() => {});
		}
	};

async function openWay(request: OutgoingRequest, clock: Clock): Promise<Route> {
	if (!request.tls && !request.proxy) return createRoute({timeout: request.timeoutMs});
	const {openRoute} = await import('./tls-route.ts');
	return openRoute(request, clock);
}

async function ask(request: OutgoingRequest, {dispatcher}: Route, signal: AbortSignal, clock: Clock): Promise<Answer> {
	const {method, body} = request;
	const url = new URL(request.url);
	const headers = headersOf(request, url);
	url.username = '';
	url.password = '';
	const init = {method, headers, body, dispatcher, redirect: 'manual', signal} satisfies RequestInit & {
		dispatcher: unknown;
	};
	const response = await fetch(url, init);
	return {
		hasStatus: true,
		status: response.status,
		retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), clock.now()),
		text: await readStart(response, clock, bodyLimits),
	};
}

/** The error that fetch would throw quotes the value. */
function headersOf(request: OutgoingRequest, {username, password}: URL): Headers {
	const headers = new Headers();
	if (username || password) headers.set('authorization', basic(username, password));
	for (const [name, value] of Object.entries(request.headers)) {
		try {
			headers.set(name, value);
		} catch {
			throw new HttpError({kind: 'bad_header', name});
		}
	}
	return headers;
}

function toFailure(error: unknown, {url, timeoutMs}: OutgoingRequest, clock: Clock): Failure {
	if (error instanceof DeadlineError)
		return failure('timeout', 'connect', `no answer within ${Math.round(timeoutMs / 1000)}s`, {});
	const fault = faultOf(error) ?? socketFault(error, hostOf(url));
	return classifyHttp(fault, 'connect', clock.now());
}
