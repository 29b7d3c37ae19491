// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {type Config, parseConfig} from '../../source/config/parse-config.ts';
import {toServers} from '../../source/config/to-servers.ts';
import {toSettings} from '../../source/config/to-settings.ts';
import {UserError} from '../../source/domain/errors.ts';

function configOf(content: unknown): Config {
	const parsed = parseConfig(
		typeof content === 'string' ? content : JSON.stringify(content),
		'/srv/fleet/.langsight.yaml',
	);
	if ('mistakes' in parsed) throw new Error(JSON.stringify(parsed.mistakes));
	return parsed.config;
}

const serversOf = (content: object, env: Record<string, string> = {}) => toServers(configOf(content), env);
const firstOf = (server: object, env: Record<string, string> = {}, rest: object = {}) =>
	serversOf({servers: [{name: 'a', ...server}], ...rest}, env)[0];

test('the guide’s servers come out as they were meant', () => {
	const text = readFileSync(new URL('../../fixtures/config/guide.yaml', import.meta.url), 'utf8');
	const [postgres, slack, analytics] = toServers(configOf(text), {});
	expect(postgres).toEqual({
		name: 'postgres-mcp',
		transport: 'stdio',
		command: 'python',
		args: ['/opt/mcp/postgres/server.py'],
		env: {},
		cwd: '/srv/fleet',
		probe: 'canary',
		tags: ['database', 'critical'],
		project: null,
		usedBy: [],
		runbookUrl: null,
		enabled: true,
		intervalMs: 30_000,
		timeoutMs: 5000,
		startupTimeoutMs: 30_000,
		limits: {
			consecutiveFailuresBeforeDown: 3,
			consecutiveSuccessesBeforeUp: 2,
			consecutiveSlowBeforeDegraded: 3,
			latencyWarningMs: 500,
			latencyCriticalMs: 2000,
			errorRate: {transient: 0.02, permanent: 0.001},
		},
		misconfigured: null,
	});
	expect(slack).toMatchObject({transport: 'sse', url: 'https://mcp.internal.company.com/slack', headers: {}});
	expect(analytics).toMatchObject({transport: 'streamable_http', limits: {latencyCriticalMs: 10_000}});
});

test.each([
	[
		'a line',
		{command: 'run "two words" \'three more words\' --x="y z" ""'},
		'run',
		['two words', 'three more words', '--x=y z', ''],
	],
	['a list', {command: ['run', 'two words', '']}, 'run', ['two words', '']],
	['a line and arguments', {command: 'run one', args: ['two words']}, 'run', ['one', 'two words']],
	['a home folder in a line', {command: '~/bin/run ~/x a~/b'}, '/home/me/bin/run', ['/home/me/x', 'a~/b']],
	['a home folder in a list', {command: ['~/bin/run', '~/x']}, '/home/me/bin/run', ['~/x']],
	['backslashes', {command: 'C:\\tools\\run.exe \\d'}, 'C:\\tools\\run.exe', ['\\d']],
])('%s is split into program and arguments', (_name, server, command, args) => {
	expect(firstOf(server, {HOME: '/home/me'})).toMatchObject({command, args});
});

test('a variable with spaces and quotes in it stays one argument', () => {
	const server = firstOf({command: 'run ${X} "${Y:-a b}"'}, {X: 'a "b c'});
	expect(server).toMatchObject({args: ['a "b c', 'a b'], misconfigured: null});
});

test.each([
	[undefined, '/srv/fleet'],
	['mcp', '/srv/fleet/mcp'],
	['/opt', '/opt'],
	['~', '/home/me'],
	['~/mcp', '/home/me/mcp'],
	['${DIR}/x', '/srv/fleet/d/x'],
])('the folder %s is %s', (cwd, expected) => {
	expect(firstOf({command: 'run', cwd}, {HOME: '/home/me', DIR: 'd'})).toMatchObject({cwd: expected});
});

test('an address alone is streamable HTTP, whatever it ends in', () => {
	expect(firstOf({url: 'https://a.example.com/sse'})).toMatchObject({transport: 'streamable_http'});
});

test('defaults reach every server, and its own keys come first', () => {
	const defaults = {
		tags: ['all'],
		project: 'core',
		used_by: ['agent'],
		interval_seconds: 60,
		timeout_seconds: 2.5,
		probe: 'on_demand',
		env: {A: '1', B: '2'},
		headers: {'X-Team': 'core', 'X-Other': 'o'},
		auth: {type: 'bearer', token: 'shared'},
	};
	const [a, b, c] = serversOf({
		defaults,
		monitoring: {interval_seconds: 10, timeout_seconds: 9, startup_timeout_seconds: 45},
		servers: [
			{name: 'a', command: 'run', env: {B: '3'}, tags: ['own']},
			{name: 'b', url: 'https://b.example.com', headers: {'x-team': 'web'}, interval_seconds: 5},
			{name: 'c', url: 'https://c.example.com', headers: {authorization: 'Own'}},
		],
	});
	expect(a).toMatchObject({tags: ['own'], project: 'core', usedBy: ['agent'], intervalMs: 60_000, timeoutMs: 2500});
	expect(a).toMatchObject({probe: 'on_demand', env: {A: '1', B: '3'}, startupTimeoutMs: 45_000});
	expect(b).toMatchObject({tags: ['all'], intervalMs: 5000});
	expect(b).toHaveProperty('headers', {'x-team': 'web', 'X-Other': 'o', Authorization: 'Bearer shared'});
	expect(c).toHaveProperty('headers', {'X-Team': 'core', 'X-Other': 'o', authorization: 'Own'});
});

test.each<[story: string, levels: [top?: object, defaults?: object, own?: object], warning: number, critical: number]>([
	['nothing is set', [], 3000, 10_000],
	['the nearest level wins', [{latency_warning_ms: 1}, {latency_warning_ms: 2}, {latency_warning_ms: 3}], 3, 10_000],
	['a high warning lifts the inherited critical limit', [{}, {}, {latency_warning_ms: 20_000}], 20_000, 20_000],
	['a low critical limit lowers the inherited warning', [{}, {}, {latency_critical_ms: 1000}], 1000, 1000],
	['levels are laid over each other', [{latency_warning_ms: 100}, {latency_critical_ms: 900}, {}], 100, 900],
])('limits: %s', (_story, [top, own, server], latencyWarningMs, latencyCriticalMs) => {
	const rest = {thresholds: top ?? {}, defaults: {thresholds: own ?? {}}};
	const first = firstOf({command: 'run', thresholds: server ?? {}}, {}, rest);
	expect(first?.limits).toMatchObject({latencyWarningMs, latencyCriticalMs});
});

test.each<
	[story: string, levels: [top?: object, defaults?: object, own?: object], transient: number, permanent: number]
>([
	['nothing is set', [], 0.02, 0.001],
	['a percentage, or a share', [{transient: '5%', permanent: 0.07}], 0.05, 0.07],
	['the nearest level wins, key by key', [{transient: '5%', permanent: '3%'}, {transient: '4%'}, {}], 0.04, 0.03],
	['a server has its own', [{}, {}, {transient: '0.25%', permanent: '0%'}], 0.0025, 0],
])('limits of the error rate: %s', (_story, [top, shared, own], transient, permanent) => {
	const thresholds = (errorRate: object | undefined) => ({error_rate: errorRate ?? {}});
	const rest = {thresholds: thresholds(top), defaults: {thresholds: thresholds(shared)}};
	const limits = firstOf({command: 'run', thresholds: thresholds(own)}, {}, rest)?.limits;
	expect(limits?.errorRate.transient).toBeCloseTo(transient, 8);
	expect(limits?.errorRate.permanent).toBeCloseTo(permanent, 8);
});

test.each([
	[{type: 'bearer', token: '${T}'}, {T: 'abc'}, 'Bearer abc'],
	[{type: 'basic', username: 'me', password: '${P}'}, {P: 'ü:x'}, `Basic ${Buffer.from('me:ü:x').toString('base64')}`],
])('credentials become a header', (auth, env, Authorization) => {
	expect(firstOf({url: 'https://a.example.com', auth}, env)).toHaveProperty('headers', {Authorization});
});

test.each([
	['an unset variable', {url: 'https://a.example.com', headers: {A: '${T}'}}, {}, 'environment variable T is not set'],
	['two of them', {command: 'run ${A}', env: {X: '${B}'}}, {}, 'environment variables A and B are not set'],
	[
		'one for the credentials',
		{url: 'https://a.example.com', auth: {type: 'bearer', token: '${T}'}},
		{},
		'environment variable T is not set',
	],
	[
		'no address',
		{url: '${U}'},
		{U: 'nowhere'},
		'the url must be an http:// or https:// address, without user name and password',
	],
	[
		'a line break in a header',
		{url: 'https://a.example.com', headers: {A: '${T}'}},
		{T: 'x\n'},
		'header A holds a line break or another character that HTTP does not allow',
	],
	['an empty program', {command: '${C}'}, {C: ''}, 'the command is empty'],
])('%s does not fail the load, only the server', (_name, server, env, misconfigured) => {
	expect(firstOf(server, env)).toMatchObject({name: 'a', misconfigured});
});

test('checks come out with their variables, deadlines and times, and without them there are none', () => {
	const checks = [
		{tool: 'list', arguments: {limit: 1, deep: [{token: '${T}'}]}, every: '5m', timeout_seconds: 2.5},
		{tool: 'ping', expect: {is_error: true, contains: 'a', matches: '^b+$'}},
	];
	expect(firstOf({command: 'run', timeout_seconds: 7, checks}, {T: 'abc'})?.checks).toEqual([
		{
			tool: 'list',
			arguments: {limit: 1, deep: [{token: 'abc'}]},
			expect: {isError: false, contains: null, matches: null},
			timeoutMs: 2500,
			everyMs: 300_000,
		},
		{
			tool: 'ping',
			arguments: {},
			expect: {isError: true, contains: 'a', matches: '^b+$'},
			timeoutMs: 7000,
			everyMs: null,
		},
	]);
	expect(firstOf({command: 'run', checks})?.misconfigured).toBe('environment variable T is not set');
	expect(firstOf({command: 'run'})).not.toHaveProperty('checks');
});

test.each([
	['30s', 30_000],
	['15m', 900_000],
	['4h', 14_400_000],
	['1d', 86_400_000],
])('a call every %s is one every %d ms', (every, everyMs) => {
	expect(firstOf({command: 'run', checks: [{tool: 'a', every}]})?.checks).toMatchObject([{everyMs}]);
});

test('the way to a server is what is configured of TLS, proxy and token, paths from the file’s folder', () => {
	const server = firstOf(
		{
			url: 'https://a.example.com',
			tls: {ca_file: 'ca.pem', cert_file: '~/c.pem', key_file: '/k.pem', server_name: 'b', insecure_skip_verify: true},
			proxy: 'http://me:${P}@proxy:3128',
			auth: {
				type: 'oauth_client_credentials',
				client_id: 'me',
				client_secret: '${S}',
				token_url: 'http://localhost:9/token',
				scope: 'mcp',
				audience: 'x',
				resource: 'y',
			},
		},
		{HOME: '/home/me', P: 'pw', S: 'hush'},
		{defaults: {headers: {authorization: 'Bearer other'}}},
	);
	const proxy = 'http://me:pw@proxy:3128';
	expect(server).toMatchObject({
		tls: {
			caFile: '/srv/fleet/ca.pem',
			certFile: '/home/me/c.pem',
			keyFile: '/k.pem',
			serverName: 'b',
			insecureSkipVerify: true,
		},
		proxy,
		oauth: {
			tokenUrl: 'http://localhost:9/token',
			clientId: 'me',
			clientSecret: 'hush',
			scope: 'mcp',
			audience: 'x',
			resource: 'y',
			proxy,
		},
		misconfigured: null,
	});
	expect(server).toHaveProperty('headers', {});
});

test('without any of it, a server is reached directly', () => {
	expect(firstOf({url: 'https://a.example.com'})).toMatchObject({tls: null, proxy: null, oauth: null});
});

test('the token is fetched on the way that its own address asks for', () => {
	const auth = {
		type: 'oauth_client_credentials',
		client_id: 'me',
		client_secret: 's',
		token_url: 'https://login.internal/token',
	};
	const env = {HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '.internal'};
	expect(firstOf({url: 'https://a.example.com', auth}, env)).toMatchObject({
		proxy: 'http://proxy:3128',
		oauth: {proxy: null, scope: null, audience: null, resource: null},
	});
});

test.each([
	['a proxy that is no address', {proxy: '${X}'}, {X: 'nowhere'}, 'the proxy must be none'],
	[
		'an unusable HTTPS_PROXY',
		{},
		{HTTPS_PROXY: 'socks5://a:pw@b'},
		'HTTPS_PROXY must be an http:// or https:// address',
	],
	['a key alone', {tls: {key_file: 'k.pem'}}, {}, 'tls.key_file needs the certificate that it belongs to'],
	[
		'a token endpoint that is no address',
		{auth: {type: 'oauth_client_credentials', client_id: 'a', client_secret: 'b', token_url: '${X}'}},
		{X: 'nowhere'},
		'auth.token_url must be an http:// or https:// address',
	],
])('%s fails the server alone', (_name, server, env, misconfigured) => {
	const found = firstOf({url: 'https://a.example.com', ...server}, env as unknown as Record<string, string>);
	expect(found?.misconfigured).toContain(misconfigured);
	expect(found?.misconfigured).not.toContain('pw');
});

test('a default for the other kind of server needs no variable of this one', () => {
	const rest = {defaults: {headers: {A: '${UNSET}'}}};
	expect(firstOf({command: 'run'}, {}, rest)).toMatchObject({misconfigured: null});
});

test('the engine’s settings have defaults, and a history folder beside the config', () => {
	const servers = [{name: 'a', command: 'run'}];
	expect(toSettings(configOf({servers}), {})).toEqual({
		intervalMs: 30_000,
		confirmIntervalMs: 1500,
		maxConcurrentChecks: 32,
		storagePath: null,
		removedAfterDays: null,
		folder: '/srv/fleet',
	});
	const own = {servers, storage: {path: '~/${D}', removed_after_days: 90}, monitoring: {interval_seconds: 1.5}};
	expect(toSettings(configOf(own), {HOME: '/home/me', D: 'd'})).toMatchObject({
		storagePath: '/home/me/d',
		removedAfterDays: 90,
		intervalMs: 1500,
	});
	expect(() => toSettings(configOf(own), {})).toThrow(UserError);
});
