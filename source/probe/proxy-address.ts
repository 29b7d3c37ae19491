import {HttpError} from './http-error.ts';
import {basic, decodePart} from './http-headers.ts';

/** A proxy as it is reached. `authorization` and `secrets` are never to be shown. */
export interface ProxyAddress {
	/** Without brackets where it is an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** True where the proxy itself is spoken to over TLS. */
	readonly isSecure: boolean;
	/** Host and port, as told in messages. */
	readonly shown: string;
	/** The value of Proxy-Authorization, or null. */
	readonly authorization: string | null;
}

/** Reads a proxy's address; it has been checked to be one of http:// or https://. */
export function readProxy(address: string): ProxyAddress {
	const url = new URL(address);
	const isSecure = url.protocol === 'https:';
	const port = Number(url.port || (isSecure ? 443 : 80));
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port,
		isSecure,
		shown: `${url.hostname}:${port}`,
		authorization: url.username || url.password ? basic(url.username, url.password) : null,
	};
}

/** What of a proxy's address nobody may read: a proxy can echo it in its error pages. */
export function proxySecrets(address: string): string[] {
	const {password} = new URL(address);
	const {authorization} = readProxy(address);
	return [password, decodePart(password), ...(authorization?.split(' ') ?? [])];
}

/** What a proxy's own answer means for the request that was to go through it. */
export const refusedBy = (proxy: ProxyAddress, target: string, status: number): HttpError =>
	new HttpError({kind: 'proxy', proxy: proxy.shown, target, status, code: null, text: ''});
