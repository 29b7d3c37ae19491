import {homedir, hostname} from 'node:os';
import {join} from 'node:path';
import type {Channel, HeartbeatTarget} from '../domain/channel.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {SecuritySettings} from '../domain/security-finding.ts';
import type {Server} from '../domain/server.ts';
import type {Alerting, MetricsSettings} from '../domain/settings.ts';
import type {Ui} from '../domain/ui.ts';
import type {WrittenText} from '../domain/written-text.ts';
import {reapOrphans} from '../probe/process-orphans.ts';
import type {Outside} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import {startDemo} from './demo-fleet.ts';
import type {Flags} from './flags.ts';

/** Where servers come from: the configuration, the settings of MCP clients, or the demo. */
export interface FleetSource {
	readonly name: string;
	readonly isDemo: boolean;
	readonly servers: readonly Server[];
	readonly intervalMs: number;
	readonly confirmIntervalMs: number;
	readonly maxConcurrentChecks: number;
	readonly storeFolder: string;
	/** After so many days the history of a server that is configured no more goes; null keeps it. */
	readonly removedAfterDays: number | null;
	/** When alerts are told again, and when nobody is paged. */
	readonly alerting: Alerting;
	/** How the screen is to be when it opens. */
	readonly ui: Ui;
	/** What security checks are made from. */
	readonly security: SecuritySource;
	/** Where alerts go, in the config's order. */
	readonly channels: readonly Channel[];
	/** What is requested after each round of checks; null where nothing is. */
	readonly heartbeat: HeartbeatTarget | null;
	readonly metrics: MetricsSettings;
	readonly warnings: readonly string[];
	close(): Promise<void>;
}

/** The configuration as security checks look at it. */
export interface SecuritySource {
	readonly settings: SecuritySettings;
	/** Each server's texts as they stand in the file, by name. */
	readonly written: ReadonlyMap<string, readonly WrittenText[]>;
	/** Absolute; null where there is no file. */
	readonly file: string | null;
	/** Absolute; where relative paths start. */
	readonly folder: string;
}

/** Reads the configuration, looks around for servers, or starts the demo. */
export const openSource = (flags: Flags, outside: Outside): Promise<FleetSource> =>
	flags.demo
		? startDemo(flags, outside)
		: flags.discover
			? import('./discovered-fleet.ts').then(({readDiscoveredFleet}) => readDiscoveredFleet(flags, outside))
			: readConfigFleet(flags, outside);

/** What a fleet is called and where it is watched from. */
export const aboutSource = (
	{name, isDemo, intervalMs}: FleetSource,
	warnings: readonly string[],
): Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'> => ({
	name,
	isDemo,
	host: hostname(),
	intervalMs,
	warnings,
});

/** Where the processes that we start are written down. */
export const runFolderOf = ({env}: Pick<Outside, 'env'>): string =>
	join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'langsight', 'run');

/** Ends what a killed monitor left behind. */
export const reap = async (outside: Outside): Promise<void> => void (await reapOrphans(runFolderOf(outside)));

/** True where the report or the screen may be coloured. */
export const isColored = (flags: Flags, {env, stdout}: Outside): boolean =>
	flags.color && !env.NO_COLOR && env.TERM !== 'dumb' && stdout.isTTY === true;
