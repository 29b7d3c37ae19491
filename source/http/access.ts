import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import {isLoopback} from '../domain/loopback.ts';
import {type Page, type Reply, say} from './page.ts';

/** Says why a request may not read the page, or null. */
export type Guard = (page: Page, headers: IncomingHttpHeaders) => Reply | null;

/**
 * Whoever has the token may read. Without one only this machine can reach the port, and there a web page could have its
 * own name point here (DNS rebinding), so that the browser hands it what it reads: the name that was asked for tells.
 */
export function createGuard(host: string, token: string | null): Guard {
	if (token === null)
		return (_page, headers) =>
			isOurName(headers.host, host) ? null : say(403, 'Ask for this port by the name localhost or its address.');
	const expected = digest(`Bearer ${token}`, 'utf8');
	return (page, {authorization = ''}) =>
		page.isPublic || timingSafeEqual(digest(withScheme(authorization), 'latin1'), expected)
			? null
			: say(401, 'This needs the token: Authorization: Bearer …', {'WWW-Authenticate': 'Bearer realm="langsight"'});
}

function isOurName(header: string | undefined, host: string): boolean {
	const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(header ?? '') ?? [];
	const bare = name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
	return bare !== '' && (bare === host || isLoopback(bare));
}

/** The scheme's name has no case (RFC 9110 §11.1). */
const withScheme = (authorization: string): string => authorization.replace(/^bearer +/i, 'Bearer ');

/** Of the bytes, which Node gives a header's as latin1. Of one length, so that the time of a comparison tells nothing. */
const digest = (text: string, encoding: 'utf8' | 'latin1'): Buffer =>
	createHash('sha256').update(text, encoding).digest();
