import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {homedir} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {findConfig} from '../config/find-config.ts';
import {loadConfig} from '../config/load-config.ts';
import type {Config} from '../config/parse-config.ts';
import {toAlerting} from '../config/to-alerting.ts';
import {toChannels, toHeartbeat} from '../config/to-channels.ts';
import {toMetrics} from '../config/to-metrics.ts';
import {toOtlp} from '../config/to-otlp.ts';
import {toSecurity} from '../config/to-security.ts';
import {toServers} from '../config/to-servers.ts';
import {toSettings} from '../config/to-settings.ts';
import {toUi} from '../config/to-ui.ts';
import {writtenTexts} from '../config/written-texts.ts';
import {UserError} from '../domain/errors.ts';
import type {Server} from '../domain/server.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';
import type {FleetSource, SecuritySource} from './fleet-source.ts';

/** The fleet that a configuration file describes. */
export async function readConfigFleet(flags: Flags, outside: Outside): Promise<FleetSource> {
	const path = findConfigFile(flags, outside);
	return toFleetSource(await loadConfig(path, outside.env), path, flags, outside);
}

/** @param path of the configuration, or of where one could be. */
export async function toFleetSource(
	config: Config,
	path: string,
	flags: Flags,
	outside: Outside,
): Promise<FleetSource> {
	const intervalMs = readInterval(flags);
	const settings = toSettings(config, outside.env);
	const servers = toServers(config, outside.env);
	return {
		name: basename(dirname(path)),
		isDemo: false,
		servers: intervalMs === null ? servers : servers.map(server => ({...server, intervalMs})),
		intervalMs: intervalMs ?? settings.intervalMs,
		confirmIntervalMs: settings.confirmIntervalMs,
		maxConcurrentChecks: settings.maxConcurrentChecks,
		storeFolder: settings.storagePath ?? (await defaultStore(dirname(path), outside)),
		removedAfterDays: settings.removedAfterDays,
		alerting: toAlerting(config, outside.env),
		ui: toUi(config, outside.env),
		security: toSecuritySource(config, servers, path),
		otlp: toOtlp(config, flags.otlp),
		channels: toChannels(config, outside.env),
		heartbeat: toHeartbeat(config, outside.env),
		metrics: toMetrics(config, outside.env),
		warnings: [],
		async close() {},
	};
}

/** The configuration's path; a `UserError` that says where it was looked for when there is none. */
export function findConfigFile(flags: Pick<Flags, 'config'>, {cwd, env}: Pick<Outside, 'cwd' | 'env'>): string {
	const path = seekConfigFile(flags, {cwd, env});
	if (path !== null) return path;
	throw new UserError(
		'No configuration: there is no .langsight.yaml here or in a folder above, and none in ~/.config/langsight',
		'Find your servers with: langsight init; name a configuration with --config; or look around with: langsight --demo',
	);
}

/** The same, or null when there is none. */
export const seekConfigFile = (flags: Pick<Flags, 'config'>, {cwd, env}: Pick<Outside, 'cwd' | 'env'>): string | null =>
	findConfig({cwd, home: homedir(), env, ...(flags.config === undefined ? {} : {explicit: flags.config})});

/** `--interval` in ms, or null where it was not given. */
export function readInterval({interval}: Pick<Flags, 'interval'>): number | null {
	if (interval === undefined) return null;
	if (Number.isFinite(interval) && interval >= 1 && interval <= 86_400) return interval * 1000;
	throw new UserError('--interval must be a number of seconds from 1 to 86400');
}

function toSecuritySource(config: Config, servers: readonly Server[], path: string): SecuritySource {
	const texts = writtenTexts(config);
	return {
		settings: toSecurity(config),
		written: new Map(servers.map(({name}, index) => [name, texts[index] ?? []])),
		file: resolve(path),
		folder: dirname(resolve(path)),
	};
}

/** The history of a configuration that names no place for it: beside it, else in the user's state folder. */
export async function defaultStore(folder: string, {env}: Outside): Promise<string> {
	const isWritable = await access(folder, constants.W_OK).then(
		() => true,
		() => false,
	);
	return isWritable
		? join(folder, '.langsight')
		: join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'langsight', folder.replaceAll(/[^\w.-]+/g, '-'));
}
