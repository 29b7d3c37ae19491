import type {HttpServer, StdioServer} from '../domain/server.ts';
import {addressWords, isAddress} from './schema/fields.ts';

/** Why a server cannot be reached with what its variables hold, or null. Never repeats a value. */
export function describeBadAddress({url, headers, tls, oauth}: HttpServer): string | null {
	if (!isAddress(url)) return `the url ${addressWords}, without user name and password`;
	if (oauth && !isAddress(oauth.tokenUrl)) return `auth.token_url ${addressWords}, without user name and password`;
	return describeBadRequest(headers, {key_file: tls?.keyFile, cert_file: tls?.certFile});
}

/** Why nothing can be sent with these headers and files, or null. */
export function describeBadRequest(
	headers: HttpServer['headers'],
	tls: {readonly key_file?: string | null | undefined; readonly cert_file?: string | null | undefined} | undefined,
): string | null {
	if (tls?.key_file && !tls.cert_file) return 'tls.key_file needs the certificate that it belongs to: tls.cert_file';
	// RFC 9110 §5.5, as far as Node sends it.
	const bad = Object.keys(headers).find(name => /[^\t\x20-\x7e\x80-\xff]/.test(headers[name] ?? ''));
	return bad === undefined ? null : `header ${bad} holds a line break or another character that HTTP does not allow`;
}

/** Why a server cannot be started with what its variables hold, or null. Never repeats a value. */
export function describeBadCommand({command, args, env, cwd}: StdioServer): string | null {
	if (command === '') return 'the command is empty';
	const hasNul = [command, ...args, ...Object.values(env), cwd ?? ''].some(text => text.includes('\0'));
	return hasNul ? 'the command, an argument or a variable holds a NUL character' : null;
}
