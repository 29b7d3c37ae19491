import {resolve} from 'node:path';
import type {ClientCredentials, HttpServer, TlsOptions} from '../domain/server.ts';
import {type ConfiguredProxy, chooseProxy} from './choose-proxy.ts';
import {expandHome} from './expand-home.ts';
import type {Environment} from './interpolate.ts';
import type {ServerData} from './schema.ts';

/** What is configured of the way to a server, variables put in. */
export interface NetworkData {
	readonly url: string;
	readonly tls: ServerData['tls'];
	readonly proxy: ConfiguredProxy;
	readonly auth: ServerData['auth'];
}

type Network = Pick<HttpServer, 'tls' | 'proxy' | 'oauth'>;

/** The way to a server, and why it cannot be taken, or null. Relative paths begin at `folder`. */
export function toNetwork(data: NetworkData, folder: string, env: Environment): [Network, problem: string | null] {
	const {url, tls, auth} = data;
	const toServer = chooseProxy(url, data.proxy, env);
	const client = auth?.type === 'oauth_client_credentials' ? auth : null;
	const toToken = client && chooseProxy(client.token_url, data.proxy, env);
	const network = {
		tls: tls ? toTls(tls, folder, env) : null,
		proxy: toServer.proxy,
		oauth: client && toCredentials(client, toToken?.proxy ?? null),
	};
	return [network, toServer.problem ?? toToken?.problem ?? null];
}

/** Paths become absolute. */
export function toTls(tls: NonNullable<ServerData['tls']>, folder: string, env: Environment): TlsOptions {
	const pathOf = (path: string | undefined) => (path ? resolve(folder, expandHome(path, env)) : null);
	return {
		caFile: pathOf(tls.ca_file),
		certFile: pathOf(tls.cert_file),
		keyFile: pathOf(tls.key_file),
		serverName: tls.server_name || null,
		insecureSkipVerify: tls.insecure_skip_verify ?? false,
	};
}

type ClientData = Extract<NonNullable<ServerData['auth']>, {type: 'oauth_client_credentials'}>;

const toCredentials = (client: ClientData, proxy: string | null): ClientCredentials => ({
	tokenUrl: client.token_url,
	clientId: client.client_id,
	clientSecret: client.client_secret,
	scope: client.scope || null,
	audience: client.audience || null,
	resource: client.resource || null,
	proxy,
});
