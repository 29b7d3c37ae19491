import * as z from 'zod';
import {alerts} from './schema/alerts.ts';
import {channelAddress, count, flag, list, port, seconds, section, text} from './schema/fields.ts';
import {security} from './schema/security.ts';
import {
	defaults,
	failureCount,
	intervalSeconds,
	proxy,
	servers,
	startupTimeoutSeconds,
	thresholds,
	timeoutSeconds,
	tls,
} from './schema/server.ts';
import {ui} from './schema/ui.ts';

const monitoring = section({
	interval_seconds: intervalSeconds.default(30),
	timeout_seconds: timeoutSeconds.default(5),
	startup_timeout_seconds: startupTimeoutSeconds.default(30),
	confirm_interval_seconds: seconds(0.1, 60).default(1.5),
	consecutive_failures_before_down: failureCount.default(3),
	consecutive_successes_before_up: failureCount.default(2),
	max_concurrent_checks: count(1, 1000).default(32),
});

const storage = section({path: text().optional(), removed_after_days: count(1, 3650).optional()});

const metrics = section({
	enabled: flag.optional(),
	host: text(253).optional(),
	port: port.optional(),
	token: text(8192).optional(),
});

const otlp = section({enabled: flag.optional(), grpc_port: port.optional(), http_port: port.optional()});

const agent = section({name: text(128), servers: list(text(128), 'must be a list of names')});

/** The whole file. What a mistake is called stands here; where it is, `parse-config.ts` adds. */
export const configSchema = z.strictObject(
	{
		monitoring: monitoring.prefault({}),
		defaults: defaults.prefault({}),
		thresholds: thresholds.prefault({}),
		servers,
		storage: storage.prefault({}),
		alerts: alerts.prefault({}),
		metrics: metrics.optional(),
		otlp: otlp.optional(),
		ui: ui.optional(),
		agents: list(agent, 'must be a list: each agent begins with "- name:"').optional(),
		security: security.optional(),
		heartbeat: section({url: channelAddress, tls: tls.optional(), proxy: proxy.optional()}).optional(),
	},
	'must be groups of keys, such as "servers:"',
);

/** A config file's content, checked, with the defaults of `monitoring` filled in. Variables are not yet put in. */
export type ConfigData = z.output<typeof configSchema>;

/** One entry of `servers`. */
export type ServerData = ConfigData['servers'][number];

/** One entry of `alerts.channels`. */
export type ChannelData = NonNullable<ConfigData['alerts']['channels']>[number];
