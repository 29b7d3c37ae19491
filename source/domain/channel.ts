import type {AlertKind, Severity} from './alert.ts';
import type {TlsOptions} from './server.ts';

/** Where alerts can go. */
export const channelTypes = ['stdout', 'slack', 'webhook', 'pagerduty', 'opsgenie', 'alertmanager', 'exec'] as const;
export type ChannelType = (typeof channelTypes)[number];

/** Which troubles a channel is told of from their beginning. Whoever was told of one is told of its end. */
export interface ChannelFilter {
	/** Null is every kind. */
	readonly events: readonly AlertKind[] | null;
	/** Null is every severity. */
	readonly minSeverity: Severity | null;
	/** Servers with one of these, or with a `key:value` of this key; none is every server. */
	readonly tags: readonly string[];
}

interface Base {
	/** Unique among the channels; what is still to be sent is kept under it. */
	readonly name: string;
	readonly isEnabled: boolean;
	readonly filter: ChannelFilter;
	/** Why it cannot be used as configured (an unset variable, say), or null. */
	readonly problem: string | null;
}

/** The way to an address, as a server has it. */
export interface Way {
	readonly tls: TlsOptions | null;
	/** May hold a user and a password. */
	readonly proxy: string | null;
}

export interface StdoutChannel extends Base {
	readonly type: 'stdout';
}

export interface SlackChannel extends Base, Way {
	readonly type: 'slack';
	/** Of an incoming webhook: a secret as a whole. */
	readonly url: string;
	/** Overrides the webhook's own, where Slack allows it. */
	readonly channel: string | null;
}

export interface WebhookChannel extends Base, Way {
	readonly type: 'webhook';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** What messages are signed with; null leaves them unsigned. */
	readonly secret: string | null;
}

export interface PagerdutyChannel extends Base, Way {
	readonly type: 'pagerduty';
	readonly url: string;
	readonly routingKey: string;
}

export interface OpsgenieChannel extends Base, Way {
	readonly type: 'opsgenie';
	readonly url: string;
	readonly token: string;
}

export interface AlertmanagerChannel extends Base, Way {
	readonly type: 'alertmanager';
	/** Without `/api/v2/alerts`. */
	readonly url: string;
	readonly token: string | null;
}

export interface ExecChannel extends Base {
	readonly type: 'exec';
	/** A program and its arguments. */
	readonly command: readonly [string, ...string[]];
	/** Absolute. */
	readonly cwd: string;
}

/** One configured channel. Holds secrets: print its name, its type and `describeChannel`, nothing else. */
export type Channel =
	| StdoutChannel
	| SlackChannel
	| WebhookChannel
	| PagerdutyChannel
	| OpsgenieChannel
	| AlertmanagerChannel
	| ExecChannel;

/** Where the heartbeat goes. The address is a secret as a whole. */
export interface HeartbeatTarget extends Way {
	readonly url: string;
	/** Why it cannot be requested, or null. */
	readonly problem: string | null;
}

/** What there is where the configuration names no channels. */
export const usualChannels: readonly Channel[] = [
	{
		type: 'stdout',
		name: 'stdout',
		isEnabled: true,
		filter: {events: null, minSeverity: null, tags: []},
		problem: null,
	},
];

/** Where a channel leads, without what is secret: a host, a program. */
export function describeChannel(channel: Channel): string {
	switch (channel.type) {
		case 'stdout':
			return 'standard output';
		case 'slack':
		case 'webhook':
		case 'pagerduty':
		case 'opsgenie':
		case 'alertmanager':
			return hostOf(channel.url);
		case 'exec':
			return channel.command[0];
	}
}

/** Host and port of an address; what is none is not repeated. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an address that is none');
