import {isLoopback} from '../domain/loopback.ts';
import type {MetricsSettings} from '../domain/settings.ts';
import {describeMissing, type Environment, interpolate, interpolateChannelText} from './interpolate.ts';
import type {Config} from './parse-config.ts';

/** How metrics are served where nothing is said of it. */
export const usualMetrics: MetricsSettings = {
	enabled: null,
	host: '127.0.0.1',
	port: 9090,
	token: null,
	problem: null,
};

/** Where and to whom metrics are served, variables put in; what only they can spoil is the `problem`. */
export function toMetrics(config: Config, env: Environment): MetricsSettings {
	const {enabled = usualMetrics.enabled, port = usualMetrics.port, ...texts} = config.data.metrics ?? {};
	const missing = new Set<string>();
	const host = bare(interpolate(texts.host ?? usualMetrics.host, env, missing));
	const token = interpolateChannelText(texts.token ?? '', env, missing) || null;
	const open = describeOpenDoor(host, token);
	return {enabled, host, port, token, problem: describeMissing(missing) ?? (open && `metrics.host ${open}`)};
}

/** Why this address may not be served without a token, or null. Follows the key in a sentence. */
export const describeOpenDoor = (host: string, token: string | null): string | null =>
	isLoopback(bare(host)) || token ? null : 'can be reached from other machines: that needs metrics.token';

/** An IPv6 address as a socket takes it. */
const bare = (host: string): string => host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
