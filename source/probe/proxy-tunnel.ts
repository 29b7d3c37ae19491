import {once} from 'node:events';
import {request} from 'node:http';
import {connect as connectPlain, isIP, type Socket} from 'node:net';
import {connect as connectTls, type SecureContext} from 'node:tls';
import type {ProxyFault} from '../domain/http-fault.ts';
import type {Clock} from '../domain/ports.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {HttpError, socketFault} from './http-error.ts';
import {type ProxyAddress, refusedBy} from './proxy-address.ts';

export interface TunnelOptions {
	readonly clock: Clock;
	/** For everything until the way is open. */
	readonly timeoutMs: number;
	/** What a proxy that is spoken to over TLS is judged by; absent is as Node does by itself. */
	readonly secureContext?: SecureContext | undefined;
}

const never = new AbortController().signal;

/** Connects to a proxy that takes whole requests. Rejects with an `HttpError` that names the proxy. */
export const connectToProxy = (proxy: ProxyAddress, target: string, options: TunnelOptions): Promise<Socket> =>
	open(proxy, target, options, async socket => socket);

/** Has a proxy open a way to `target`, host and port (CONNECT, RFC 9110 §9.3.6). Rejects in the same manner. */
export const openTunnel = (proxy: ProxyAddress, target: string, options: TunnelOptions): Promise<Socket> =>
	open(proxy, target, options, socket => ask(socket, proxy, target));

async function open(
	proxy: ProxyAddress,
	target: string,
	{clock, timeoutMs, secureContext}: TunnelOptions,
	prepare: (socket: Socket) => Promise<Socket>,
): Promise<Socket> {
	const {host, port, isSecure} = proxy;
	const servername = isIP(host) ? '' : host;
	const socket = isSecure ? connectTls({host, port, servername, secureContext}) : connectPlain({host, port});
	// It may break at any time, also while nobody else listens.
	socket.on('error', () => {});
	try {
		return await withDeadline(clock, timeoutMs, never, async () => {
			await once(socket, isSecure ? 'secureConnect' : 'connect');
			return prepare(socket);
		});
	} catch (error) {
		socket.destroy();
		throw error instanceof HttpError ? error : new HttpError(asProxyFault(proxy, target, error), {cause: error});
	}
}

/** The answer to CONNECT, whatever its status, ends HTTP on this socket. */
function ask(socket: Socket, proxy: ProxyAddress, target: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const headers = {host: target, ...(proxy.authorization && {'proxy-authorization': proxy.authorization})};
		const asked = request({method: 'CONNECT', path: target, headers, createConnection: () => socket});
		asked.on('error', reject);
		asked.on('connect', ({statusCode = 0}, _socket, head) => {
			if (statusCode < 200 || statusCode > 299) return reject(refusedBy(proxy, target, statusCode));
			if (head.length > 0) socket.unshift(head);
			resolve(socket);
		});
		asked.end();
	});
}

function asProxyFault({shown}: ProxyAddress, target: string, error: unknown): ProxyFault {
	const late = {code: 'UND_ERR_CONNECT_TIMEOUT', text: 'no answer in time'};
	const found = error instanceof DeadlineError ? late : socketFault(error, shown);
	return {
		kind: 'proxy',
		proxy: shown,
		target,
		status: null,
		code: found.code,
		text: found.text,
	};
}
