import type {Environment} from './interpolate.ts';
import {destinationOf, isExempt, isLoopback} from './no-proxy.ts';
import {isHttpUrl} from './schema/fields.ts';

/** The proxy for one address. */
export interface ProxyChoice {
	/** Its address, which may hold a password; null is none. */
	readonly proxy: string | null;
	/** Why it cannot be used, or null. Repeats no value. */
	readonly problem: string | null;
}

/** What is configured, variables put in. */
export interface ConfiguredProxy {
	readonly own: string | undefined;
	readonly shared: string | undefined;
}

const direct: ProxyChoice = {proxy: null, problem: null};

/**
 * Chooses by the server's own `proxy`, then that of `defaults`, then the environment (HTTPS_PROXY or HTTP_PROXY by the
 * address, minus NO_PROXY). Only its own can stand before an address of this machine, for no other proxy reaches that.
 */
export function chooseProxy(target: string, {own, shared}: ConfiguredProxy, env: Environment): ProxyChoice {
	if (!isHttpUrl(target)) return direct;
	if (own !== undefined) return judge(own, 'proxy');
	const url = new URL(target);
	const destination = destinationOf(url);
	if (isLoopback(destination)) return direct;
	if (shared !== undefined) return judge(shared, 'proxy');
	const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
	const value = readEither(env, name);
	if (value === '' || isExempt(destination, readEither(env, 'no_proxy'))) return direct;
	// Other programs take a bare host and port there.
	return judge(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`, name.toUpperCase());
}

function judge(value: string, name: string): ProxyChoice {
	if (value === '' || value === 'none') return direct;
	const words = name === 'proxy' ? 'the proxy must be none, or' : `${name} must be`;
	return isHttpUrl(value)
		? {proxy: value, problem: null}
		: {proxy: null, problem: `${words} an http:// or https:// address`};
}

/** The small spelling comes first, as in curl. */
const readEither = (env: Environment, name: string): string => (env[name] || env[name.toUpperCase()] || '').trim();
