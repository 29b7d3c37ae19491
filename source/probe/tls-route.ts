import type {Socket} from 'node:net';
import buildConnector from 'undici/lib/core/connect.js';
import type {Clock} from '../domain/ports.ts';
import type {HttpServer} from '../domain/server.ts';
import {createRoute, type Route} from './http-agent.ts';
import {type ProxyAddress, readProxy} from './proxy-address.ts';
import {handOver} from './proxy-hand-over.ts';
import {connectToProxy, openTunnel, type TunnelOptions} from './proxy-tunnel.ts';
import {readTlsMaterial} from './tls-material.ts';

/** A proxy that is slower than this share of the deadline is named, before the deadline says only that it is over. */
const patience = 0.8;

/**
 * Makes the way to a server that has TLS or a proxy configured. Rejects with an `HttpError` when a file cannot be used;
 * what goes wrong at the proxy is thrown in the same form by the request that it goes wrong for.
 */
export async function openRoute(server: Pick<HttpServer, 'tls' | 'proxy' | 'timeoutMs'>, clock: Clock): Promise<Route> {
	const material = server.tls ? await readTlsMaterial(server.tls) : {};
	const serverName = server.tls?.serverName ?? null;
	const connectDirectly = buildConnector({...material, timeout: server.timeoutMs});
	const named = (target: buildConnector.Options) => (serverName ? {...target, servername: serverName} : target);
	if (!server.proxy) {
		return createRoute((target, callback) => connectDirectly(named(target), callback));
	}
	const proxy = readProxy(server.proxy);
	const options = {clock, timeoutMs: server.timeoutMs * patience, secureContext: material.secureContext};
	const route = createRoute((target, callback) => {
		reach(proxy, target, options).then(
			socket => {
				if (target.protocol === 'https:') connectDirectly({...named(target), httpSocket: socket}, callback);
				else callback(null, socket);
			},
			(error: Error) => callback(error, null),
		);
	});
	return {...route, dispatcher: route.dispatcher.compose(handOver(proxy))};
}

/** What is secret goes through a tunnel; the rest is handed to the proxy as it is, for few open a tunnel to port 80. */
function reach(proxy: ProxyAddress, target: buildConnector.Options, options: TunnelOptions): Promise<Socket> {
	if (target.protocol !== 'https:') return connectToProxy(proxy, target.host ?? target.hostname, options);
	const host = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
	return openTunnel(proxy, `${host}:${target.port || 443}`, options);
}
