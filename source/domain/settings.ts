import type {MaintenanceWindow} from './maintenance.ts';

/** What the engine needs to know beside the servers. */
export interface Settings {
	/** How often a server is checked unless it says otherwise. */
	readonly intervalMs: number;
	/** Pause between the quick tries that confirm a change. */
	readonly confirmIntervalMs: number;
	readonly maxConcurrentChecks: number;
	/** Absolute folder of the history; null when the config names none. */
	readonly storagePath: string | null;
	/** Days after which the history of a server that left the config is removed; null keeps it. */
	readonly removedAfterDays: number | null;
	/** Absolute folder that holds the config file. */
	readonly folder: string;
}

/** What the configuration says of alerts, beside where they go. Plain data. */
export interface Alerting {
	/** An open incident that nobody has taken on is told again after so long; null never does. */
	readonly remindAfterMs: number | null;
	readonly maintenance: readonly MaintenanceWindow[];
}

/** How metrics are served. */
export interface MetricsSettings {
	/** Null where that is for the monitor to decide: yes where it runs without a screen. */
	readonly enabled: boolean | null;
	/** A name or an address, IPv6 ones without brackets. */
	readonly host: string;
	readonly port: number;
	/** What whoever reads must show; null lets anybody on this machine read. */
	readonly token: string | null;
	/** Why nothing may be served; null where all is well. */
	readonly problem: string | null;
}
