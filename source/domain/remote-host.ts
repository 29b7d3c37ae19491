import type {Server} from './server.ts';

/** The host that a server is reached at, lower-case; null for a process, and for an address that is none. */
export function hostOf(server: Server): string | null {
	if (server.transport === 'stdio' || !URL.canParse(server.url)) return null;
	return new URL(server.url).hostname.toLowerCase() || null;
}

/** This machine itself: its network need not work to reach it (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export const isLoopback = (host: string): boolean =>
	host === 'localhost' ||
	host.endsWith('.localhost') ||
	/^127(\.\d+){3}$/.test(host) ||
	host === '[::1]' ||
	host === '0.0.0.0';

/** The host of a server on another machine; null for others. */
export function remoteHostOf(server: Server): string | null {
	const host = hostOf(server);
	return host === null || isLoopback(host) ? null : host;
}
