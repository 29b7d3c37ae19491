import type {Category} from './categories.ts';
import {failure} from './classify.ts';
import {classifySocket} from './classify-socket.ts';
import type {HttpFault, ProxyFault, TokenProblem} from './http-fault.ts';
import type {Failure, Phase} from './probe-result.ts';
import {describeExpiry} from './tls-facts.ts';

/** The proxy on the way to a server: unreachable, or not willing. Nothing was heard from the server itself. */
export function classifyProxy({proxy, target, status, code, text}: ProxyFault): Failure {
	if (status === null) return classifyProxySocket(proxy, code, text);
	if (status === 407) {
		return failure('auth_required', 'connect', `proxy ${proxy} wants credentials (HTTP 407)`, {
			hint: `put user and password for ${proxy} into proxy: http://USER:PASSWORD@HOST:PORT`,
		});
	}
	if (status === 403) {
		return failure('forbidden', 'connect', `proxy ${proxy} does not allow ${target} (HTTP 403)`, {
			hint: `have ${target} allowed at ${proxy}, or set proxy to none to go there directly`,
		});
	}
	const category = status === 429 ? 'rate_limited' : status >= 500 ? 'server_error' : 'http_error';
	return failure(category, 'connect', `proxy ${proxy} could not reach ${target} (HTTP ${status})`, {
		hint: `the server or its name may be unknown at ${proxy}; set proxy to none if it can be reached directly`,
	});
}

function classifyProxySocket(proxy: string, code: string | null, text: string): Failure {
	const found = classifySocket(code, text, proxy, 'connect');
	const hint = `check proxy, or HTTPS_PROXY and HTTP_PROXY, which say ${proxy}`;
	const words: Partial<Record<Category, string>> = {
		connection_refused: `proxy ${proxy} refused the connection`,
		connection_reset: `proxy ${proxy} closed the connection`,
		dns: `the host name of proxy ${proxy} was not found`,
		timeout: `proxy ${proxy} did not answer`,
	};
	return {...found, message: words[found.category] ?? `proxy ${proxy}: ${found.message}`, hint};
}

/** A file named in the configuration that cannot be used. */
export const classifyBadFile = ({key, path, problem}: Extract<HttpFault, {kind: 'bad_file'}>): Failure =>
	failure('bad_config', 'connect', `the file in ${key} ${problem}: ${path}`, {
		hint: `correct ${key}, or the file it names`,
	});

/** True for what only a token endpoint does. */
export const isTokenProblem = (problem: HttpFault | TokenProblem): problem is TokenProblem =>
	problem.kind === 'refused' || problem.kind === 'late' || problem.kind === 'no_token_in_answer';

/** A token endpoint that was reached and gave no token. */
export function classifyTokenProblem(endpoint: string, problem: TokenProblem): Failure {
	switch (problem.kind) {
		case 'refused': {
			const said = problem.code ? `: ${problem.code}` : '';
			const message = `token endpoint ${endpoint} refused the client (HTTP ${problem.status})${said}`;
			return failure('auth_required', 'connect', message, {hint: refusalHint(problem.code)});
		}
		case 'late':
			return failure(
				'timeout',
				'connect',
				`timeout after ${problem.afterMs}ms no answer from token endpoint ${endpoint}`,
			);
		case 'no_token_in_answer':
			return failure('protocol', 'connect', `token endpoint ${endpoint} gave no usable token: ${problem.why}`, {
				hint: 'check auth.token_url',
			});
	}
}

/** The codes of RFC 6749 §5.2 and RFC 8707 §2. */
function refusalHint(code: string | null): string {
	if (code === 'invalid_scope') return 'check auth.scope';
	if (code === 'invalid_target') return 'check auth.resource and auth.audience';
	if (code === 'unauthorized_client' || code === 'unsupported_grant_type') {
		return 'allow this client to use the client credentials grant';
	}
	return 'check auth.client_id and auth.client_secret';
}

/** The same failure, told as that of the token endpoint. */
export const behindToken = (endpoint: string, found: Failure): Failure => ({
	...found,
	phase: 'connect',
	message: found.message.includes(endpoint)
		? `token endpoint: ${found.message}`
		: `token endpoint ${endpoint}: ${found.message}`,
	hint: keepsHint.has(found.category) ? found.hint : 'check auth.token_url and what answers there',
});

/** Categories whose hint is not about the server's own `url`. */
const keepsHint: ReadonlySet<Category> = new Set<Category>(['tls', 'bad_config', 'auth_required', 'forbidden']);

/** A certificate that is past its time. */
export const classifyExpiry = (validTo: number, now: number, phase: Phase): Failure => ({
	...classifySocket('CERT_HAS_EXPIRED', '', '', phase),
	message: `the TLS certificate expired ${describeExpiry(validTo, now)}`,
});
