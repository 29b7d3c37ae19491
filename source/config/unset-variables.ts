import type {Environment} from './interpolate.ts';
import {type Note, noteAt} from './note.ts';
import type {Config} from './parse-config.ts';
import {toChannels, toHeartbeat} from './to-channels.ts';
import {toMetrics} from './to-metrics.ts';
import {toServers} from './to-servers.ts';

/** Says which servers and channels lack what only the environment can give, by line. */
export function unsetVariables(config: Config, env: Environment): Note[] {
	const servers = toServers(config, env).flatMap(({misconfigured}, index) =>
		misconfigured ? noteAt(config, ['servers', index], `cannot be checked: ${misconfigured}`) : [],
	);
	const channels = toChannels(config, env).flatMap(({problem, isEnabled}, index) =>
		problem && isEnabled ? noteAt(config, ['alerts', 'channels', index], `is not configured: ${problem}`) : [],
	);
	const heartbeat = toHeartbeat(config, env)?.problem;
	const metrics = toMetrics(config, env);
	const isServed = metrics.enabled !== false && metrics.problem !== null;
	return [
		...servers,
		...channels,
		...(heartbeat ? [noteAt(config, ['heartbeat'], `is not configured: ${heartbeat}`)] : []),
		...(isServed ? [noteAt(config, ['metrics'], `cannot be served: ${metrics.problem}`)] : []),
	].sort((a, b) => a.line - b.line);
}
