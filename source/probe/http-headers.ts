import {hideInText, namesSecret} from '../domain/hide-secrets.ts';
import type {HttpServer} from '../domain/server.ts';
import {HttpError} from './http-error.ts';

/** What is configured for every request of a server, and the means not to repeat it. */
export interface HeaderSet {
	/** The server's address without credentials. */
	readonly url: URL;
	/** Lays the configured headers over these. Throws an `HttpError` for one that HTTP cannot carry. */
	withOwn(headers: RequestInit['headers']): Headers;
	/** Takes the configured values, and other secrets, out of a text that a server sent, for some echo them. */
	redact(text: string): string;
}

/** @param otherSecrets what is secret beside the headers, as it is at the moment. */
export function createHeaderSet(server: HttpServer, otherSecrets: () => readonly string[] = () => []): HeaderSet {
	const url = new URL(server.url);
	const own = new Map(Object.entries(server.headers));
	const hasAuthorization = [...own.keys()].some(name => name.toLowerCase() === 'authorization');
	if ((url.username || url.password) && !hasAuthorization) own.set('Authorization', basic(url.username, url.password));
	const secrets = [...own.values(), decodePart(url.password), ...secretsOfQuery(url)];
	url.username = '';
	url.password = '';
	return {
		url,
		withOwn: headers => {
			const merged = new Headers(headers);
			for (const [name, value] of own) setHeader(merged, name, value);
			return merged;
		},
		redact: text =>
			[...secrets, ...otherSecrets()]
				.flatMap(secretsIn)
				.reduce((clean, secret) => clean.replaceAll(secret, '***'), text),
	};
}

/** The error that fetch would throw quotes the value. */
function setHeader(headers: Headers, name: string, value: string): void {
	try {
		headers.set(name, value);
	} catch {
		throw new HttpError({kind: 'bad_header', name});
	}
}

/** The credentials of a URL as a header (RFC 7617). */
export const basic = (user: string, password: string): string =>
	`Basic ${Buffer.from(`${decodePart(user)}:${decodePart(password)}`).toString('base64')}`;

/** A part of a URL as it was meant. */
export function decodePart(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** A value and its words, since a server that echoes a token may leave out its scheme. Short words are no secrets. */
const secretsIn = (value: string): string[] =>
	[value, ...value.split(/\s+/)].filter(word => word.length >= 6).sort((a, b) => b.length - a.length);

/** As it is meant and as it is written. */
const secretsOfQuery = ({searchParams}: URL): string[] =>
	[...searchParams]
		.filter(([name, value]) => namesSecret(name) || hideInText(value) !== value)
		.flatMap(([, value]) => [value, encodeURIComponent(value)]);
