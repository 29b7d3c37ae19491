import type {Category} from '../domain/categories.ts';
import {classifySocket} from '../domain/classify-socket.ts';
import type {AttributeValue, IncomingSpan} from './span.ts';

/**
 * Why a call failed, null when it did not: it failed where the span's status is ERROR or it has an `error.type`. Codes
 * decide, never words.
 */
export function categoryOf({isError, attributes}: Pick<IncomingSpan, 'isError' | 'attributes'>): Category | null {
	const type = textOf(attributes.get('error.type'));
	if (!isError && type === '') return null;
	const rpcCode = [attributes.get('rpc.response.status_code'), attributes.get('rpc.jsonrpc.error_code'), type]
		.map(numberOf)
		.find(code => code !== null && code < 0);
	if (rpcCode != null) return ofRpc(rpcCode);
	const own = Object.hasOwn(words, type) ? words[type] : undefined;
	if (own) return own;
	const http = [attributes.get('http.response.status_code'), attributes.get('rpc.response.status_code'), type]
		.map(numberOf)
		.find(code => code !== null && code >= 300 && code <= 599);
	if (http != null) return ofHttp(http);
	if (/^(?:E[A-Z_]{3,}|UND_ERR_\w+|ERR_\w+|CERT_\w+|HPE_\w+)$/.test(type)) {
		const {category} = classifySocket(type, '', '', 'call_tool');
		if (category !== 'network' || knownNetwork.has(type)) return category;
	}
	return 'tool_error';
}

/** What conventions and runtimes call it. */
const words: Readonly<Record<string, Category>> = {
	tool_error: 'tool_error',
	timeout: 'timeout',
	TimeoutError: 'timeout',
	TimeoutException: 'timeout',
	ETIMEDOUT: 'timeout',
	DEADLINE_EXCEEDED: 'timeout',
};

const knownNetwork: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN']);

/** JSON-RPC 2.0, section 5.1. Of -32602 the list of tools tells whether the tool or its arguments are meant. */
function ofRpc(code: number): Category {
	switch (code) {
		case -32601:
			return 'tool_not_found';
		case -32602:
			return 'invalid_arguments';
		// The official SDKs' code for a request that got no answer in time.
		case -32001:
			return 'timeout';
		case -32700:
		case -32600:
			return 'protocol';
		default:
			return 'rpc_error';
	}
}

function ofHttp(status: number): Category {
	if (status === 401) return 'auth_required';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	if (status === 408 || status === 504) return 'timeout';
	if (status === 429) return 'rate_limited';
	if (status >= 500) return 'server_error';
	return status < 400 ? 'redirected' : 'http_error';
}

const textOf = (value: AttributeValue | undefined): string => (value === undefined ? '' : String(value).trim());

function numberOf(value: AttributeValue | undefined): number | null {
	const text = textOf(value);
	return /^-?\d{1,6}$/.test(text) ? Number(text) : null;
}
