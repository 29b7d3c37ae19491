import {classifyRpc, type FailureDetails, failure} from './classify.ts';
import {
	behindToken,
	classifyBadFile,
	classifyExpiry,
	classifyProxy,
	classifyTokenProblem,
	isTokenProblem,
} from './classify-network.ts';
import {classifySocket} from './classify-socket.ts';
import type {AnswerProblem, HttpFault, StatusFault} from './http-fault.ts';
import {plainText} from './plain-text.ts';
import type {Failure, Phase} from './probe-result.ts';

/** Judges what went wrong over HTTP. `now` in ms since the epoch, for dates in Retry-After. */
export function classifyHttp(fault: HttpFault, phase: Phase, now: number): Failure {
	switch (fault.kind) {
		case 'status':
			return classifyStatus(fault, phase, now);
		case 'socket':
			return fault.validTo === undefined
				? classifySocket(fault.code, fault.text, fault.host, phase)
				: classifyExpiry(fault.validTo, now, phase);
		case 'proxy':
			return classifyProxy(fault);
		case 'bad_file':
			return classifyBadFile(fault);
		case 'no_token':
			return isTokenProblem(fault.problem)
				? classifyTokenProblem(fault.endpoint, fault.problem)
				: behindToken(fault.endpoint, classifyHttp(fault.problem, 'connect', now));
		case 'redirect':
			return failure('redirected', phase, `the server has moved${fault.target ? ` to ${fault.target}` : ''}`, {
				hint: fault.target ? `set url to ${fault.target} if you trust it` : null,
			});
		case 'answer':
			return failure('protocol', phase, describeAnswer(fault.problem, fault.status, fault.contentType), {
				hint: answerHint(fault.problem, fault.excerpt),
			});
		case 'too_large':
			return failure('too_large', phase, `the answer is over ${Math.round(fault.limitBytes / 1024 / 1024)} MiB`);
		case 'session_lost':
			return failure('session_lost', phase, `the server no longer knows the session (HTTP ${fault.status})`);
		case 'stream_ended':
			return failure(
				'stream_dropped',
				phase,
				fault.code ? 'the event stream broke off' : 'the event stream was closed',
			);
		case 'no_events':
			return failure('stream_stalled', phase, `No events in ${Math.round(fault.silentMs / 1000)}s (SSE)`, {
				hint: 'the server accepts requests but its event stream is silent: restart it, or look for a buffering proxy',
			});
		case 'wrong_transport':
			return failure(
				'wrong_transport',
				phase,
				`this URL speaks ${spoken[fault.speaks]}, the config says ${fault.configured}`,
				{hint: `set transport to ${fault.speaks}`},
			);
		case 'wants_tls':
			return failure('tls', 'connect', 'this port expects TLS, the URL says http://', {hint: 'use https:// in url'});
		case 'bad_endpoint':
			return failure('protocol', phase, `the endpoint event is not usable: ${fault.text}`, {
				hint: 'the endpoint has to be on the same origin as the stream; a proxy may hide the public address',
			});
		case 'bad_header':
			return failure('bad_config', phase, `header ${fault.name} cannot be sent`, {
				hint: 'its name or value has characters that HTTP does not allow, such as a line break',
			});
	}
}

const spoken = {stdio: 'stdio', sse: 'SSE', streamable_http: 'Streamable HTTP'} as const;

/** RFC 9110 §15; the categories are about whether to wait, to log in, or to correct the configuration. */
function classifyStatus(fault: StatusFault, phase: Phase, now: number): Failure {
	const {status} = fault;
	const title = `HTTP ${status}${titleOf(fault)}`;
	const said = describeWords(fault);
	const retryAfterMs = parseRetryAfter(fault.retryAfter, now);
	const details: FailureDetails = {hint: said, ...(retryAfterMs === null ? {} : {retryAfterMs})};
	if (fault.rpcError?.code === unsupportedVersion)
		return classifyRpc(unsupportedVersion, fault.rpcError.message, phase);
	if (status === 401) return failure('auth_required', phase, 'authentication required', {hint: loginHint(fault)});
	if (status === 403) return failure('forbidden', phase, title, {hint: scopeHint(fault) ?? said});
	if (status === 404 || status === 410) {
		return failure('not_found', phase, title, {hint: said ?? 'check the path in url'});
	}
	if (status === 429) return failure('rate_limited', phase, title, details);
	if (status >= 500) return failure('server_error', phase, title, details);
	return failure('http_error', phase, title, details);
}

function describeWords({excerpt, proxy}: StatusFault): string | null {
	const who = proxy ? `the server, or proxy ${proxy} itself,` : 'the server';
	if (excerpt) return `${who} said: ${plainText(excerpt, 160)}`;
	return proxy ? `${who} gave that answer` : null;
}

/** How a server that knows the stateless revision (2026-07-28) only refuses `initialize`, with HTTP 400. */
const unsupportedVersion = -32022;

const titleOf = ({status, statusText}: StatusFault): string => {
	const title = plainText(statusText, 60) || titles[status];
	return title ? ` ${title}` : '';
};

/** For answers that bring no reason phrase. */
const titles: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

const longestWaitMs = 5 * 60_000;

/** Retry-After (RFC 9110 §10.2.3), in ms and never over five minutes; null when there is none or it makes no sense. */
export function parseRetryAfter(value: string | null, now: number): number | null {
	if (!value) return null;
	const text = value.trim();
	const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
	return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestWaitMs);
}

function loginHint({challenge, origin, tokenFrom}: StatusFault): string {
	const advice = tokenFrom
		? `the token from ${tokenFrom} is not accepted: check scope, audience and resource under auth`
		: 'set headers.Authorization for this server';
	if (!challenge) return advice;
	const scheme = /^[A-Za-z][\w-]*/.exec(challenge.trim())?.[0];
	const scope = parameterOf(challenge, 'scope');
	const wanted = [scheme, scope && `scope ${scope}`].filter(Boolean).join(', ');
	const metadata = parameterOf(challenge, 'resource_metadata');
	const details = metadata && isSameOrigin(metadata, origin) ? `; see ${metadata}` : '';
	return `${advice}${wanted ? ` (${wanted})` : ''}${details}`;
}

function scopeHint({challenge}: StatusFault): string | null {
	if (!challenge || parameterOf(challenge, 'error') !== 'insufficient_scope') return null;
	const scope = parameterOf(challenge, 'scope');
	return `the credentials lack a scope${scope ? `: ${scope}` : ''}`;
}

/** A parameter of a WWW-Authenticate challenge (RFC 9110 §11.6.1), bounded. */
function parameterOf(challenge: string, name: string): string | null {
	const found = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]{1,200})"|([^\\s,"]{1,200}))`, 'i').exec(challenge);
	return found?.[1] ?? found?.[2] ?? null;
}

/** The server chooses that address, so one that leads elsewhere is not offered to anyone who might follow it. */
function isSameOrigin(address: string, origin: string): boolean {
	return URL.canParse(address) && new URL(address).origin === origin;
}

function describeAnswer(problem: AnswerProblem, status: number, contentType: string | null): string {
	switch (problem) {
		case 'empty':
			return `empty answer (HTTP ${status})`;
		case 'accepted':
			return `HTTP ${status} without an answer`;
		case 'html':
			return 'a web page instead of MCP';
		case 'not_json':
			return `not MCP: the answer is ${contentType ?? 'of no type'}`;
		case 'bad_json':
			return 'the answer is not valid JSON';
		case 'not_rpc':
			return 'the answer is JSON but not JSON-RPC';
		case 'another_id':
			return 'the answer is to another request';
	}
}

function answerHint(problem: AnswerProblem, excerpt: string): string | null {
	if (problem === 'html') return 'a login page or a proxy answers; check url and headers';
	return excerpt ? `it begins: ${plainText(excerpt, 120)}` : null;
}
