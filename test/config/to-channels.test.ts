import {expect, test} from 'vitest';
import type {Environment} from '../../source/config/interpolate.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toChannels, toHeartbeat} from '../../source/config/to-channels.ts';
import type {Channel} from '../../source/domain/channel.ts';
import {describeChannel, usualChannels} from '../../source/domain/channel.ts';

function configWith(text: string) {
	const parsed = parseConfig(`servers:\n  - {name: a, command: node}\n${text}`, '/srv/mcp/.langsight.yaml');
	if ('config' in parsed) return parsed.config;
	throw new Error(JSON.stringify(parsed.mistakes));
}

const channelsOf = (lines: readonly string[], env: Environment = {}): readonly Channel[] =>
	toChannels(configWith(`alerts:\n  channels:\n${lines.map(line => `    - ${line}\n`).join('')}`), env);

const problemOf = (line: string, env: Environment = {}) => channelsOf([line], env)[0]?.problem;

test('without channels alerts are lines on standard output, with an empty list they go nowhere', () => {
	expect(toChannels(configWith(''), {})).toBe(usualChannels);
	expect(toChannels(configWith('alerts: {channels: []}\n'), {})).toEqual([]);
});

test('each channel is made with its defaults, its variables put in', () => {
	const env = {LANGSIGHT_SLACK: 'https://hooks.slack.com/services/T/B/x', HOOK: 'shh', LANGSIGHT_KEY: 'k'};
	const channels = channelsOf(
		[
			'{type: slack, webhook_url: LANGSIGHT_SLACK, events: [down], min_severity: warning, tags: [critical]}',
			`{type: webhook, url: "https://a.example.com", secret: "\${HOOK}", headers: {X-A: "\${HOOK}"}, tls: {ca_file: ca.pem}}`,
			'{type: pagerduty, routing_key: LANGSIGHT_KEY, proxy: "http://proxy:3128"}',
			'{type: opsgenie, token: LANGSIGHT_KEY, region: eu, enabled: false}',
			'{type: alertmanager, url: "http://127.0.0.1:9093/", name: am}',
			'{type: exec, command: "~/bin/page --to \'the team\'"}',
			'{type: exec, command: [page]}',
		],
		{...env, HOME: '/home/ann', HTTPS_PROXY: 'http://company:3128', HTTP_PROXY: 'http://company:3128'},
	);
	const none = {events: null, minSeverity: null, tags: []};
	expect(channels).toEqual([
		{
			type: 'slack',
			name: 'slack',
			isEnabled: true,
			filter: {events: ['down'], minSeverity: 'warning', tags: ['critical']},
			problem: null,
			url: env.LANGSIGHT_SLACK,
			channel: null,
			tls: null,
			proxy: 'http://company:3128',
		},
		{
			type: 'webhook',
			name: 'webhook',
			isEnabled: true,
			filter: none,
			problem: null,
			url: 'https://a.example.com',
			headers: {'X-A': 'shh'},
			secret: 'shh',
			tls: {
				caFile: '/srv/mcp/ca.pem',
				certFile: null,
				keyFile: null,
				serverName: null,
				insecureSkipVerify: false,
			},
			proxy: 'http://company:3128',
		},
		{
			type: 'pagerduty',
			name: 'pagerduty',
			isEnabled: true,
			filter: none,
			problem: null,
			url: 'https://events.pagerduty.com/v2/enqueue',
			routingKey: 'k',
			tls: null,
			proxy: 'http://proxy:3128',
		},
		{
			type: 'opsgenie',
			name: 'opsgenie',
			isEnabled: false,
			filter: none,
			problem: null,
			url: 'https://api.eu.opsgenie.com',
			token: 'k',
			tls: null,
			proxy: 'http://company:3128',
		},
		{
			type: 'alertmanager',
			name: 'am',
			isEnabled: true,
			filter: none,
			problem: null,
			url: 'http://127.0.0.1:9093',
			token: null,
			tls: null,
			proxy: null,
		},
		{
			type: 'exec',
			name: 'exec',
			isEnabled: true,
			filter: none,
			problem: null,
			command: ['/home/ann/bin/page', '--to', 'the team'],
			cwd: '/srv/mcp',
		},
		{type: 'exec', name: 'exec 2', isEnabled: true, filter: none, problem: null, command: ['page'], cwd: '/srv/mcp'},
	]);
	expect(channels.map(describeChannel)).toEqual([
		'hooks.slack.com',
		'a.example.com',
		'events.pagerduty.com',
		'api.eu.opsgenie.com',
		'127.0.0.1:9093',
		'/home/ann/bin/page',
		'page',
	]);
});

test.each<[story: string, line: string, env: Environment, problem: string | null]>([
	[
		'a variable that is not set',
		'{type: slack, webhook_url: LANGSIGHT_SLACK}',
		{},
		'environment variable LANGSIGHT_SLACK is not set',
	],
	[
		'one in a header, too',
		`{type: webhook, url: "http://a", headers: {X: "\${X}"}}`,
		{},
		'environment variable X is not set',
	],
	[
		'a variable that holds no address',
		'{type: slack, webhook_url: LANGSIGHT_SLACK}',
		{LANGSIGHT_SLACK: 'secret'},
		'the address must be an http:// or https:// address',
	],
	['an empty key', '{type: pagerduty, routing_key: LANGSIGHT_KEY}', {LANGSIGHT_KEY: ''}, 'the routing_key is empty'],
	[
		'a header that cannot be sent',
		`{type: webhook, url: "http://a", headers: {X-A: "\${X}"}}`,
		{X: 'a\nb'},
		'header X-A holds a line break or another character that HTTP does not allow',
	],
	[
		'a proxy that is none',
		'{type: webhook, url: "https://a.example.com"}',
		{HTTPS_PROXY: 'socks://secret'},
		'HTTPS_PROXY must be an http:// or https:// address',
	],
	['an empty command', `{type: exec, command: ["\${X}"]}`, {X: ''}, 'the command is empty'],
	['nothing', '{type: slack, webhook_url: LANGSIGHT_SLACK}', {LANGSIGHT_SLACK: 'https://a'}, null],
])('a channel is not configured for %s', (_story, line, env, problem) => expect(problemOf(line, env)).toBe(problem));

test('the heartbeat takes a variable as channels do', () => {
	const config = configWith('heartbeat: {url: LANGSIGHT_BEAT}\n');
	expect(toHeartbeat(config, {LANGSIGHT_BEAT: 'https://hc.example.com/x'})).toEqual({
		url: 'https://hc.example.com/x',
		tls: null,
		proxy: null,
		problem: null,
	});
	expect(toHeartbeat(config, {})?.problem).toBe('environment variable LANGSIGHT_BEAT is not set');
	expect(toHeartbeat(configWith(''), {})).toBeNull();
});
