import {isIP, type Socket} from 'node:net';
import {connect, type PeerCertificate, type TLSSocket} from 'node:tls';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {TlsFacts} from '../domain/tls-facts.ts';
import {withDeadline} from './deadline.ts';
import {readProxy} from './proxy-address.ts';
import {openTunnel} from './proxy-tunnel.ts';
import {readTlsMaterial} from './tls-material.ts';

/** Looks at the certificates of servers, on connections of its own. */
export interface TlsFactsSource {
	/**
	 * What is known of a server's certificate, looked up if that was not tried within the last hour; acceptable or not.
	 * Null for a server without TLS and for one that could not be reached. Takes 5 seconds at most, or `timeoutMs`;
	 * never rejects.
	 */
	lookUp(server: Server, timeoutMs?: number): Promise<TlsFacts | null>;
}

interface Entry {
	readonly facts: Promise<TlsFacts | null>;
	/** In ticks. */
	readonly at: number;
}

const hourMs = 3_600_000;
const longestMs = 5000;
const never = new AbortController().signal;

/** Kept as long as the server is configured, whoever asks, so that one look an hour is enough for all. */
const entries = new WeakMap<Server, Entry>();

export function createTlsFacts({clock}: {readonly clock: Clock}): TlsFactsSource {
	return {
		lookUp(server, timeoutMs = longestMs) {
			if (!isOverTls(server)) return Promise.resolve(null);
			const known = entries.get(server);
			if (known && clock.ticks() - known.at < hourMs) return known.facts;
			const facts = look(server, clock, Math.min(timeoutMs, longestMs)).catch(() => null);
			entries.set(server, {facts, at: clock.ticks()});
			return facts;
		},
	};
}

type TlsServer = Extract<Server, {readonly url: string}>;

const isOverTls = (server: Server): server is TlsServer =>
	server.transport !== 'stdio' && server.misconfigured === null && new URL(server.url).protocol === 'https:';

/** Nothing is sent on the connection, so that any certificate may be looked at. */
async function look(server: TlsServer, clock: Clock, timeoutMs: number): Promise<TlsFacts> {
	const sockets: Socket[] = [];
	const hold = <T extends Socket>(socket: T): T => {
		sockets.push(socket);
		return socket;
	};
	try {
		return await withDeadline(clock, timeoutMs, never, async () =>
			read(await handshake(server, clock, timeoutMs, hold)),
		);
	} finally {
		// The inner one first: Node does not survive a socket that is taken from under its TLS.
		for (const socket of sockets.reverse()) socket.destroy();
	}
}

async function handshake(
	server: TlsServer,
	clock: Clock,
	timeoutMs: number,
	hold: <T extends Socket>(socket: T) => T,
): Promise<TLSSocket> {
	const {hostname, port: ownPort} = new URL(server.url);
	const host = hostname.replace(/^\[|\]$/g, '');
	const port = Number(ownPort || 443);
	const material = server.tls ? await readTlsMaterial(server.tls) : {};
	const way = server.proxy
		? {socket: hold(await openTunnel(readProxy(server.proxy), `${hostname}:${port}`, {clock, timeoutMs, ...material}))}
		: {};
	const servername = server.tls?.serverName ?? (isIP(host) ? '' : host);
	return new Promise((resolve, reject) => {
		const options = {host, port, ...way, ...material, servername, rejectUnauthorized: false};
		const socket = hold(connect(options, () => resolve(socket)));
		socket.on('error', reject);
	});
}

function read(socket: TLSSocket): TlsFacts {
	const {issuer, subject, valid_from, valid_to} = socket.getPeerCertificate();
	return {
		issuer: nameOf(issuer),
		subject: nameOf(subject),
		validFrom: Date.parse(valid_from),
		validTo: Date.parse(valid_to),
		protocol: socket.getProtocol() ?? 'unknown',
	};
}

/** Common name and organisation, where they are given; certificates can repeat either. */
const nameOf = ({CN, O}: PeerCertificate['subject']): string =>
	plainText(
		[CN, O]
			.flat()
			.filter(name => typeof name === 'string')
			.join(', '),
		200,
	);
