import {type Note, noteAt} from './inactive.ts';
import {describeMissing, type Environment, interpolateAll, interpolateChannelText} from './interpolate.ts';
import type {Config} from './parse-config.ts';
import type {ChannelData} from './schema.ts';
import {toMetrics} from './to-metrics.ts';
import {toServers} from './to-servers.ts';

/** Says which servers and channels lack what only the environment can give, by line. */
export function unsetVariables(config: Config, env: Environment): Note[] {
	const servers = toServers(config, env).flatMap(({misconfigured}, index) =>
		misconfigured ? noteAt(config, ['servers', index], `cannot be checked: ${misconfigured}`) : [],
	);
	const channels = (config.data.alerts.channels ?? []).flatMap((channel, index) => {
		const problem = channelProblem(channel, env);
		return problem ? noteAt(config, ['alerts', 'channels', index], `is not configured: ${problem}`) : [];
	});
	const {enabled, problem} = toMetrics(config, env);
	const metrics = enabled !== false && problem ? [noteAt(config, ['metrics'], `cannot be served: ${problem}`)] : [];
	return [...servers, ...channels, ...metrics];
}

const keysWithVariables = ['webhook_url', 'url', 'token', 'routing_key'];

/** Why a channel cannot be used, or null. */
export function channelProblem(channel: ChannelData, env: Environment): string | null {
	const missing = new Set<string>();
	for (const [key, value] of Object.entries(channel)) {
		if (typeof value === 'string' && keysWithVariables.includes(key)) interpolateChannelText(value, env, missing);
		else interpolateAll(value, env, missing);
	}
	return describeMissing(missing);
}
