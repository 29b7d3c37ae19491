import * as z from 'zod';
import {probeModes, transports} from '../../domain/server.ts';
import {
	address,
	command,
	count,
	duration,
	environment,
	flag,
	headers,
	list,
	milliseconds,
	oneOf,
	pattern,
	percent,
	proxyAddress,
	seconds,
	section,
	tag,
	text,
} from './fields.ts';

export const intervalSeconds = seconds(1, 86_400);
export const timeoutSeconds = seconds(0.1, 300);
export const startupTimeoutSeconds = seconds(0.1, 600);

export const thresholds = section({
	latency_warning_ms: milliseconds.optional(),
	latency_critical_ms: milliseconds.optional(),
	error_rate: section({transient: percent.optional(), permanent: percent.optional()}).optional(),
});

export const tls = section({
	ca_file: text().optional(),
	cert_file: text().optional(),
	key_file: text().optional(),
	server_name: text(253).optional(),
	insecure_skip_verify: flag.optional(),
});

export const proxy = proxyAddress;

const auth = z.discriminatedUnion(
	'type',
	[
		section({type: z.literal('bearer'), token: text(8192)}),
		section({type: z.literal('basic'), username: text(256), password: text(8192)}),
		section({
			type: z.literal('oauth_client_credentials'),
			client_id: text(1024),
			client_secret: text(8192),
			token_url: address,
			scope: text(1024).optional(),
			audience: text(1024).optional(),
			resource: text(2048).optional(),
		}),
	],
	'must be bearer, basic or oauth_client_credentials',
);

/** A tool that is called after a good check, and what its answer has to be. */
const check = section({
	tool: text(128),
	arguments: z.record(z.string(), z.unknown(), 'must be a group of arguments').optional(),
	expect: section({is_error: flag.optional(), contains: text().optional(), matches: pattern.optional()}).optional(),
	timeout_seconds: timeoutSeconds.optional(),
	every: duration.optional(),
});

/** What a server may take over from `defaults`. */
const inheritable = {
	tags: list(tag, 'must be a list of words', 64).optional(),
	project: text(128).optional(),
	used_by: list(text(128), 'must be a list of names').optional(),
	runbook_url: address.optional(),
	interval_seconds: intervalSeconds.optional(),
	timeout_seconds: timeoutSeconds.optional(),
	startup_timeout_seconds: startupTimeoutSeconds.optional(),
	thresholds: thresholds.optional(),
	probe: oneOf(probeModes).optional(),
	env: environment.optional(),
	cwd: text().optional(),
	headers: headers.optional(),
	auth: auth.optional(),
	tls: tls.optional(),
	proxy: proxy.optional(),
};

export const defaults = section(inheritable);

const nameWords = 'must be 1 to 128 visible characters, without spaces around them';

/** A name is the key of a server's history, so it is fixed text: no variables. */
const name = z
	.string('must be text')
	.regex(/^(?!\s)[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,128}(?<!\s)$/u, nameWords)
	.refine(value => !value.includes('${'), 'must be fixed text: history is kept under it');

export const server = section({
	name,
	transport: oneOf(transports).optional(),
	command: command.optional(),
	args: list(
		z.string('must be text').max(32_768, 'must be at most 32768 characters'),
		'must be a list of texts',
	).optional(),
	url: address.optional(),
	enabled: flag.default(true),
	checks: list(check, 'must be a list of tool calls', 100).optional(),
	...inheritable,
});

export const servers = z
	.array(server, 'must be a list of the servers to watch, each beginning with "- name:"')
	.min(1, 'is empty: add a server with a name and a command or a url')
	.max(10_000, 'must have at most 10000 entries');

export const failureCount = count(1, 100);
