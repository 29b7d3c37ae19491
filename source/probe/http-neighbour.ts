import {unsupportedVersion} from '../domain/classify.ts';
import type {HttpFault} from '../domain/http-fault.ts';
import type {Clock} from '../domain/ports.ts';
import type {HttpServer} from '../domain/server.ts';
import {withDeadline} from './deadline.ts';
import {discard, isEventStream} from './http-answer.ts';
import {readStart} from './http-body.ts';
import {faultOf} from './http-error.ts';
import type {HttpRequests} from './http-requests.ts';

/** How long it may take to find out what else an address speaks, once it has refused what the config says. */
const askMs = 1500;
const startLimits = {length: 4096, ms: 1000};

/** Statuses with which servers refuse a request that belongs to the other transport. */
const refusals = new Set([400, 404, 405, 406, 415]);

/** Codes with which a TLS port turns plain HTTP away. */
const hangUps = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_)/;

/** Asks what else an address speaks when it refused to open a session, and says the better cause if there is one. */
export async function secondLook(
	fault: HttpFault,
	configured: HttpServer['transport'],
	requests: HttpRequests,
	clock: Clock,
): Promise<HttpFault> {
	if (fault.kind === 'socket' && requests.url.protocol === 'http:' && hangUps.test(fault.code ?? '')) {
		return (await speaksTls(requests, clock)) ? {kind: 'wants_tls'} : fault;
	}
	const mayBeOther =
		(fault.kind === 'status' && refusals.has(fault.status) && fault.rpcError?.code !== unsupportedVersion) ||
		(fault.kind === 'answer' && fault.problem === 'not_json');
	if (!mayBeOther) return fault;
	const speaks = configured === 'sse' ? 'streamable_http' : 'sse';
	const ask = speaks === 'sse' ? speaksSse : speaksStreamable;
	return (await ask(requests, clock)) ? {kind: 'wrong_transport', configured, speaks} : fault;
}

/** Asks whether the address opens an event stream of the 2024-11-05 transport: one whose first event is `endpoint`. */
const speaksSse = (requests: HttpRequests, clock: Clock): Promise<boolean> =>
	put(clock, async signal => {
		const init = {method: 'GET', headers: {accept: 'text/event-stream'}, signal};
		const {response, release} = await requests.send(requests.url, init);
		const isEnough = (text: string) => /\r?\n\r?\n/.test(text);
		const text = isEventStream(response) ? await readStart(response, clock, {...startLimits, isEnough}) : '';
		release();
		return /^event: ?endpoint\r?$/m.test(text);
	});

/** Asks whether the address answers `initialize` by POST; a session that this opens is ended again. */
export const speaksStreamable = (requests: HttpRequests, clock: Clock): Promise<boolean> =>
	put(clock, async signal => {
		const headers = {accept: 'application/json, text/event-stream', 'content-type': 'application/json'};
		const {response, release} = await requests.send(requests.url, {method: 'POST', headers, body: initialize, signal});
		const isEnough = (text: string) => rpcVersion.test(text);
		const text = await readStart(response, clock, {...startLimits, isEnough});
		release();
		const session = response.headers.get('mcp-session-id');
		if (session) await endSession(requests, session, signal);
		return rpcVersion.test(text);
	});

/** Asks for a sign of life on a session. Every answer is one, and so is taking long. Says why there can be none. */
export async function findCauseOfDeath(
	requests: HttpRequests,
	session: Record<string, string>,
): Promise<HttpFault | null> {
	const headers = {...session, accept: 'application/json, text/event-stream', 'content-type': 'application/json'};
	try {
		await discard(await requests.sendBriefly(requests.url, {method: 'POST', headers, body: ping}));
		return null;
	} catch (error) {
		const fault = faultOf(error);
		return fault?.kind === 'socket' ? fault : null;
	}
}

/** Asks whether the port of an http:// address speaks TLS. A certificate that is not acceptable is TLS all the same. */
const speaksTls = (requests: HttpRequests, clock: Clock): Promise<boolean> =>
	put(clock, async signal => {
		const address = new URL(requests.url);
		address.protocol = 'https:';
		try {
			const {response, release} = await requests.send(address, {method: 'HEAD', signal});
			await response.body?.cancel();
			release();
			return true;
		} catch (error) {
			const fault = faultOf(error);
			return fault !== null && (fault.kind !== 'socket' || certificateTrouble.test(fault.code ?? ''));
		}
	});

const certificateTrouble = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;
const rpcVersion = /"jsonrpc"\s*:\s*"2\.0"/;

const ping = JSON.stringify({jsonrpc: '2.0', id: 'langsight-ping', method: 'ping'});
const initialize = JSON.stringify({
	jsonrpc: '2.0',
	id: 1,
	method: 'initialize',
	params: {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'langsight', version: '0'}},
});

async function endSession(requests: HttpRequests, session: string, signal: AbortSignal): Promise<void> {
	try {
		const init = {method: 'DELETE', headers: {'mcp-session-id': session}, signal};
		const {response, release} = await requests.send(requests.url, init);
		await response.body?.cancel();
		release();
	} catch {
		// Servers may refuse this; then the session ends by itself.
	}
}

/** Puts a question in bounded time. Whatever goes wrong, the answer is no. */
async function put(clock: Clock, question: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
	const controller = new AbortController();
	try {
		return await withDeadline(clock, askMs, controller.signal, () => question(controller.signal));
	} catch {
		return false;
	} finally {
		controller.abort();
	}
}
