import {isObject, type Json} from '../domain/json.ts';
import {versionKey} from './stateless-meta.ts';

/** The same request with what the stateless revision wants in its headers. */
export function withStatelessHeaders(init: RequestInit): RequestInit {
	const own = Object.entries(statelessHeaders(init.body));
	if (own.length === 0) return init;
	const headers = new Headers(init.headers);
	for (const [name, value] of own) headers.set(name, value);
	return {...init, headers};
}

/**
 * What the stateless revision wants repeated in headers, so that a gateway need not read bodies: method and name
 * (MCP 2026-07-28, Streamable HTTP). Empty for messages of other revisions.
 */
export function statelessHeaders(body: unknown): Readonly<Record<string, string>> {
	// Looked for as text first: what the other revisions send is not parsed for nothing.
	if (typeof body !== 'string' || !body.includes(versionKey)) return {};
	const message: Json = JSON.parse(body);
	if (!isObject(message) || typeof message.method !== 'string') return {};
	const name = message.method === 'tools/call' && isObject(message.params) ? message.params.name : undefined;
	return {'mcp-method': message.method, ...(typeof name === 'string' && {'mcp-name': toHeaderValue(name)})};
}

/** Text that a header cannot carry as it is goes as Base64, marked as such. */
const toHeaderValue = (text: string): string =>
	/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
		? text
		: `=?base64?${Buffer.from(text).toString('base64')}?=`;
