import * as z from 'zod';
import {alertKinds, severities} from '../../domain/alert.ts';
import {channelAddress, command, duration, flag, headers, list, oneOf, section, tag, text} from './fields.ts';
import {proxy, tls} from './server.ts';

const filters = {
	name: text(128).optional(),
	enabled: flag.optional(),
	events: list(oneOf(alertKinds), 'must be a list of kinds of alert', 32).optional(),
	min_severity: oneOf(severities).optional(),
	tags: list(tag, 'must be a list of words', 64).optional(),
};

const outside = {...filters, tls: tls.optional(), proxy: proxy.optional()};

const channel = z.discriminatedUnion(
	'type',
	[
		section({type: z.literal('stdout'), ...filters}),
		section({type: z.literal('slack'), webhook_url: channelAddress, channel: text(128).optional(), ...outside}),
		section({
			type: z.literal('webhook'),
			url: channelAddress,
			headers: headers.optional(),
			secret: text().optional(),
			...outside,
		}),
		section({type: z.literal('pagerduty'), routing_key: text(256), url: channelAddress.optional(), ...outside}),
		section({
			type: z.literal('opsgenie'),
			token: text(256),
			region: oneOf(['us', 'eu']).optional(),
			url: channelAddress.optional(),
			...outside,
		}),
		section({type: z.literal('alertmanager'), url: channelAddress, token: text(8192).optional(), ...outside}),
		section({type: z.literal('exec'), command, ...filters}),
	],
	'must be stdout, slack, webhook, pagerduty, opsgenie, alertmanager or exec',
);

const instant = z
	.string('must be a time such as 2026-04-02T08:00:00Z')
	.refine(
		value => /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
		'must be a time with its zone, such as 2026-04-02T08:00:00Z',
	);

/** A time in which nobody is to be paged: from `start` to `end`, or from each `cron` on for a `duration`. */
const maintenance = section({
	start: instant.optional(),
	end: instant.optional(),
	cron: text(128).optional(),
	time_zone: text(64).optional(),
	duration: duration.optional(),
	servers: list(text(128), 'must be a list of names').optional(),
	tags: list(tag, 'must be a list of words', 64).optional(),
	query: text(1024).optional(),
	reason: text(256).optional(),
});

export const alerts = section({
	remind_after: duration.optional(),
	maintenance: list(maintenance, 'must be a list of windows', 100).optional(),
	channels: list(channel, 'must be a list: each channel begins with "- type:"', 100).optional(),
});
