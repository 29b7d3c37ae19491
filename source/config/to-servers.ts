import {resolve} from 'node:path';
import type {HttpServer, Server, StdioServer} from '../domain/server.ts';
import {expandHome} from './expand-home.ts';
import {describeMissing, type Environment, interpolateAll} from './interpolate.ts';
import {toLimits} from './limits.ts';
import {describeBadAddress, describeBadCommand} from './misconfigured.ts';
import type {Config} from './parse-config.ts';
import type {ConfigData, ServerData} from './schema.ts';
import {splitCommand} from './split-command.ts';
import {toHeaders} from './to-headers.ts';
import {toNetwork} from './to-network.ts';
import {toToolChecks} from './to-tool-checks.ts';

/** One entry of `servers`, with what it is laid over and what is put into it. */
interface Source {
	readonly config: Config;
	readonly own: ServerData;
	readonly env: Environment;
	/** Collects the variables that are not set. */
	readonly missing: Set<string>;
}

/**
 * The servers of a config in its order, variables put in. A server whose variables are not set, or hold what cannot
 * work, is there all the same, with the reason in `misconfigured`.
 */
export const toServers = (config: Config, env: Environment): Server[] =>
	config.data.servers.map(own => {
		const source = {config, own, env, missing: new Set<string>()};
		return own.url === undefined ? toStdioServer(source) : toHttpServer(source, own.url);
	});

type Base = Omit<HttpServer, 'transport' | 'url' | 'headers' | 'misconfigured'>;

/** What both kinds have. A server's own key replaces that of `defaults`. */
function toBase({config: {data}, own, env, missing}: Source): Base {
	const {monitoring, thresholds, defaults, agents = []} = data;
	const merged = {...defaults, ...own};
	const texts = {
		tags: merged.tags ?? [],
		project: merged.project ?? null,
		usedBy: agentsOf(own.name, merged.used_by ?? [], agents),
		runbookUrl: merged.runbook_url ?? null,
	};
	const timeoutMs = toMs(merged.timeout_seconds ?? monitoring.timeout_seconds);
	return {
		name: own.name,
		...interpolateAll(texts, env, missing),
		enabled: own.enabled,
		intervalMs: toMs(merged.interval_seconds ?? monitoring.interval_seconds),
		timeoutMs,
		startupTimeoutMs: toMs(merged.startup_timeout_seconds ?? monitoring.startup_timeout_seconds),
		limits: toLimits(monitoring, [thresholds, defaults.thresholds, own.thresholds]),
		...(own.checks && {checks: toToolChecks(interpolateAll(own.checks, env, missing), timeoutMs)}),
	};
}

/** Those that the server names, and those that name it. */
const agentsOf = (server: string, usedBy: readonly string[], agents: NonNullable<ConfigData['agents']>): string[] => [
	...new Set([...usedBy, ...agents.filter(({servers}) => servers.includes(server)).map(({name}) => name)]),
];

function toStdioServer(source: Source): StdioServer {
	const {config, own, env, missing} = source;
	const {defaults} = config.data;
	// Split first: a variable with spaces in it stays one word.
	const isLine = typeof own.command === 'string';
	const words = typeof own.command === 'string' ? splitCommand(own.command) : (own.command ?? []);
	const raw = {
		words: isLine ? words.map(word => expandHome(word, env)) : words,
		args: own.args ?? [],
		env: {...defaults.env, ...own.env},
		cwd: own.cwd ?? defaults.cwd ?? '.',
	};
	const texts = interpolateAll(raw, env, missing);
	const [program = '', ...args] = texts.words;
	const server: StdioServer = {
		...toBase(source),
		transport: 'stdio',
		command: expandHome(program, env),
		args: [...args, ...texts.args],
		env: texts.env,
		cwd: resolve(config.folder, expandHome(texts.cwd, env)),
		probe: own.probe ?? defaults.probe ?? 'canary',
		misconfigured: null,
	};
	return {...server, misconfigured: describeMissing(missing) ?? describeBadCommand(server)};
}

function toHttpServer(source: Source, ownUrl: string): HttpServer {
	const {config, own, env, missing} = source;
	const {defaults} = config.data;
	const hasOwnCredentials = Object.keys(own.headers ?? {}).some(name => name.toLowerCase() === 'authorization');
	const raw = {
		url: ownUrl,
		headers: [defaults.headers, own.headers],
		auth: own.auth ?? (hasOwnCredentials ? undefined : defaults.auth),
		tls: own.tls ?? defaults.tls,
		proxy: {own: own.proxy, shared: own.proxy === undefined ? defaults.proxy : undefined},
	};
	const {headers, ...texts} = interpolateAll(raw, env, missing);
	const [network, problem] = toNetwork(texts, config.folder, env);
	const server: HttpServer = {
		...toBase(source),
		transport: own.transport === 'sse' ? 'sse' : 'streamable_http',
		url: texts.url,
		headers: toHeaders(headers, texts.auth),
		...network,
		misconfigured: null,
	};
	return {...server, misconfigured: describeMissing(missing) ?? describeBadAddress(server) ?? problem};
}

/** Whole milliseconds. */
const toMs = (seconds: number): number => Math.round(seconds * 1000);
