import {type Channel, type HeartbeatTarget, usualChannels, type Way} from '../domain/channel.ts';
import {chooseProxy} from './choose-proxy.ts';
import {expandHome} from './expand-home.ts';
import {describeMissing, type Environment, interpolateAll, interpolateChannelText} from './interpolate.ts';
import {describeBadRequest} from './misconfigured.ts';
import type {Config} from './parse-config.ts';
import {isHttpUrl} from './schema/fields.ts';
import type {ChannelData, ServerData} from './schema.ts';
import {splitCommand} from './split-command.ts';
import {toTls} from './to-network.ts';

/** In these a bare `LANGSIGHT_…` word is the name of a variable. */
const keysWithVariables = ['webhook_url', 'url', 'token', 'routing_key'];

const pagerdutyUrl = 'https://events.pagerduty.com/v2/enqueue';
const opsgenieUrls = {us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com'};

/**
 * The channels of a config in its order, variables put in. One whose variables are not set, or hold what cannot work, is
 * there all the same, with the reason in `problem`. A config without any has its standard output.
 */
export function toChannels(config: Config, env: Environment): readonly Channel[] {
	const {channels} = config.data.alerts;
	if (channels === undefined) return usualChannels;
	const names = new Set<string>();
	return channels.map(data => toChannel(data, nameOf(data, names), config, env));
}

/** What is requested after each round of checks; null where nothing is. */
export function toHeartbeat({data: {heartbeat}, folder}: Config, env: Environment): HeartbeatTarget | null {
	if (!heartbeat) return null;
	const missing = new Set<string>();
	const {url, ...rest} = heartbeat;
	const address = interpolateChannelText(url, env, missing);
	const [way, problem] = toWay(address, interpolateAll(rest, env, missing), folder, env);
	return {url: address, ...way, problem: describeMissing(missing) ?? describeBadUrl(address) ?? problem};
}

/** Its own name, or its type, with a number where that is taken. */
function nameOf({name, type}: ChannelData, taken: Set<string>): string {
	const wanted = name ?? type;
	let free = wanted;
	for (let number = 2; taken.has(free); number++) free = `${wanted} ${number}`;
	taken.add(free);
	return free;
}

function toChannel(raw: ChannelData, name: string, {folder}: Config, env: Environment): Channel {
	const missing = new Set<string>();
	const data = fill(raw, env, missing);
	const base = {
		name,
		isEnabled: data.enabled ?? true,
		filter: {events: data.events ?? null, minSeverity: data.min_severity ?? null, tags: data.tags ?? []},
	};
	const judged = <T extends object>(channel: T, found: string | null): T & typeof base & {problem: string | null} => ({
		...base,
		...channel,
		problem: describeMissing(missing) ?? found,
	});
	switch (data.type) {
		case 'stdout':
			return judged({type: data.type}, null);
		case 'slack': {
			const {webhook_url: url, channel = null} = data;
			return outside({type: data.type, url, channel});
		}
		case 'webhook': {
			const {url, headers = {}, secret = null} = data;
			return outside({type: data.type, url, headers, secret}, secret === '' ? 'the secret is empty' : null);
		}
		case 'pagerduty': {
			const {url = pagerdutyUrl, routing_key: routingKey} = data;
			return outside({type: data.type, url, routingKey}, routingKey === '' ? 'the routing_key is empty' : null);
		}
		case 'opsgenie': {
			const {token, region = 'us'} = data;
			const url = withoutSlash(data.url ?? opsgenieUrls[region]);
			return outside({type: data.type, url, token}, token === '' ? 'the token is empty' : null);
		}
		case 'alertmanager':
			return outside({type: data.type, url: withoutSlash(data.url), token: data.token || null});
		case 'exec': {
			const [program = '', ...args] = data.command;
			const command: [string, ...string[]] = [expandHome(program, env), ...args];
			return judged({type: data.type, command, cwd: folder}, describeBadProgram(command));
		}
	}

	/** A channel that is reached at an address. */
	function outside<T extends {readonly url: string; readonly headers?: Readonly<Record<string, string>>}>(
		channel: T,
		found: string | null = null,
	) {
		const {tls, proxy} = data as Pick<ServerData, 'tls' | 'proxy'>;
		const [way, problem] = toWay(channel.url, {tls, proxy}, folder, env);
		const bad = describeBadUrl(channel.url) ?? describeBadRequest(channel.headers ?? {}, tls) ?? found ?? problem;
		return judged({...channel, ...way}, bad);
	}
}

type Filled = Exclude<ChannelData, {type: 'exec'}> | (Extract<ChannelData, {type: 'exec'}> & {command: string[]});

/** Puts variables in. A command is split first: a variable with spaces in it stays one word. */
function fill(raw: ChannelData, env: Environment, missing: Set<string>): Filled {
	const words = raw.type === 'exec' && typeof raw.command === 'string' ? {command: splitCommand(raw.command)} : {};
	return Object.fromEntries(
		Object.entries({...raw, ...words}).map(([key, value]) => [
			key,
			typeof value === 'string' && keysWithVariables.includes(key)
				? interpolateChannelText(value, env, missing)
				: interpolateAll(value, env, missing),
		]),
	) as Filled;
}

function toWay(
	url: string,
	{tls, proxy}: Pick<ServerData, 'tls' | 'proxy'>,
	folder: string,
	env: Environment,
): [Way, problem: string | null] {
	const choice = chooseProxy(url, {own: proxy, shared: undefined}, env);
	return [{tls: tls ? toTls(tls, folder, env) : null, proxy: choice.proxy}, choice.problem];
}

const describeBadUrl = (url: string): string | null =>
	isHttpUrl(url) ? null : 'the address must be an http:// or https:// address';

const describeBadProgram = (words: readonly string[]): string | null =>
	words[0] === '' ? 'the command is empty' : words.some(word => word.includes('\0')) ? 'the command holds a NUL' : null;

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
