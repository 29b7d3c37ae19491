import type {HttpFault, StatusFault} from '../domain/http-fault.ts';
import {isObject, type Json} from '../domain/json.ts';
import type {Clock} from '../domain/ports.ts';
import {readStart} from './http-body.ts';
import type {HeaderSet} from './http-headers.ts';
import {versionsIn} from './stateless-refusal.ts';

/** An error's body is waited for no longer than this, for its status is known already. */
const bodyLimits = {length: 4096, ms: 500};

/** Reads what an answer without a success status says, and lets go of it. */
export async function readRefusal(response: Response, own: HeaderSet, clock: Clock): Promise<HttpFault> {
	const {status, headers} = response;
	const location = headers.get('location');
	if (status >= 300 && status < 400 && location) {
		await response.body?.cancel();
		return {kind: 'redirect', status, target: targetOf(location, own.url)};
	}
	const body = own.redact(await readStart(response, clock, bodyLimits));
	const challenge = headers.get('www-authenticate');
	return {
		kind: 'status',
		status,
		statusText: own.redact(response.statusText),
		origin: own.url.origin,
		challenge: challenge && own.redact(challenge),
		retryAfter: headers.get('retry-after'),
		excerpt: isPage(headers.get('content-type'), body) ? '' : body.slice(0, 500),
		rpcError: rpcErrorIn(body),
	};
}

/** True for HTML, by its type or by how it begins. */
export const isPage = (contentType: string | null, body: string): boolean =>
	/\bhtml\b/i.test(contentType ?? '') || /^\s*<(?:!doctype|html)/i.test(body);

/** Where a redirect leads, without what may be secret in an address. */
function targetOf(location: string, base: URL): string | null {
	if (!URL.canParse(location, base.href)) return null;
	const {origin, pathname, protocol} = new URL(location, base);
	return /^https?:$/.test(protocol) ? origin + pathname : protocol;
}

function rpcErrorIn(body: string): StatusFault['rpcError'] {
	try {
		const value: Json = JSON.parse(body);
		const error = isObject(value) ? value.error : null;
		if (!isObject(error) || typeof error.code !== 'number') return null;
		const supported = versionsIn(error.data);
		return {code: error.code, message: String(error.message ?? ''), ...(supported.length > 0 && {supported})};
	} catch {
		return null;
	}
}
