import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {hideInArguments, hideInText} from '../../source/domain/hide-secrets.ts';
import type {HttpServer, Server, StdioServer} from '../../source/domain/server.ts';
import {describeTarget, shareable} from '../../source/domain/shareable.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';

/** Planted everywhere, so nothing but its place can give it away. */
const secret = 'plantedvalue';

const stdio = (changes: Partial<StdioServer>): Server => stdioServer('x', changes);
const http = (changes: Partial<HttpServer>): Server => httpServer('x', changes);
const tls = {caFile: null, certFile: null, keyFile: null, serverName: null, insecureSkipVerify: false};
const oauth = {
	tokenUrl: 'https://id.example.com/token',
	clientId: 'me',
	clientSecret: 'x',
	scope: null,
	audience: null,
	resource: null,
	proxy: null,
};
const check = {
	tool: 'search',
	arguments: {},
	expect: {isError: false, contains: null, matches: null},
	timeoutMs: 1000,
	everyMs: null,
};

const planted: readonly (readonly [place: string, server: Server])[] = [
	['a variable of the environment', stdio({env: {PLAIN: secret}})],
	['a variable that is put into an argument, too', stdio({env: {API_KEY: secret}, args: ['-x', `a${secret}b`]})],
	['a variable that is put into the folder, too', stdio({env: {DB_PASSWORD: secret}, cwd: `/data/${secret}`})],
	['a variable that a mistake quotes', stdio({env: {TOKEN: secret}, misconfigured: `no folder ${secret}`})],
	['an argument after an option', stdio({args: ['--api-key', secret]})],
	['an argument with an option', stdio({args: [`--token=${secret}`]})],
	['an assignment', stdio({args: ['-e', `GITHUB_TOKEN=${secret}`]})],
	['a header as an argument', stdio({args: ['--header', `Authorization: Bearer ${secret}`]})],
	['a header within an argument', stdio({args: [`--header=Authorization: Bearer ${secret}`]})],
	['a quoted value in a shell script', stdio({args: ['-c', `export TOKEN="a ${secret}" && node server.js`]})],
	['a value in a shell script', stdio({args: ['-c', `cd /srv; DB_PASSWORD=a,${secret} node server.js`]})],
	['an option in a shell script', stdio({args: ['-c', `node server.js --access-token ${secret} --port 80`]})],
	['JSON in an argument', stdio({args: [`{"url": "x", "apiKey": "${secret}"}`]})],
	['a connection string', stdio({args: [`postgres://app:${secret}@db/prod`]})],
	['a password with signs in it', stdio({args: [`postgres://app:p@${secret}/x@db/prod`]})],
	['a password with a slash in it', stdio({args: [`postgres://app:p/${secret}@db/prod`]})],
	['a query in an argument', stdio({args: [`https://mcp.example.com/sse?x=${secret}`]})],
	['a well-known form', stdio({args: [`ghp_${secret}`]})],
	['the command itself', stdio({command: `TOKEN=${secret} node`})],
	['a header', http({headers: {'X-Plain': secret}})],
	['a header that is put into the path, too', http({headers: {'X-Api-Key': secret}, url: `https://h/${secret}/mcp`})],
	['a token that is put into the path, too', http({headers: {A: `Bearer ${secret}`}, url: `https://h/${secret}/mcp`})],
	['the user of the address', http({url: `https://${secret}@h/mcp`})],
	['the password of the address', http({url: `https://u:${secret}@h/mcp`})],
	['the query of the address', http({url: `https://h/mcp?key=${secret}`})],
	['the fragment of the address', http({url: `https://h/mcp#${secret}`})],
	['an assignment in the path', http({url: `https://h/token=${secret}/mcp`})],
	['an address that is none', http({url: secret})],
	['the proxy', http({proxy: `http://u:${secret}@proxy:3128`})],
	['a proxy that is none', http({proxy: secret})],
	['the certificates', http({tls: {...tls, caFile: `/${secret}`, certFile: `/${secret}`, keyFile: `/${secret}`}})],
	['client credentials', http({oauth: {...oauth, clientId: secret, clientSecret: secret, audience: secret}})],
	['the address of the tokens', http({oauth: {...oauth, tokenUrl: `https://u:${secret}@id/token?x=${secret}`}})],
	[
		'the proxy to the tokens',
		http({oauth: {...oauth, proxy: `http://u:${secret}@proxy`, resource: `https://h?${secret}`}}),
	],
	['arguments of a tool call', http({checks: [{...check, arguments: {deep: [{a: secret}]}}]})],
	[
		'what a tool has to answer',
		http({checks: [{...check, expect: {isError: false, contains: secret, matches: secret}}]}),
	],
	['the runbook', http({runbookUrl: `https://u:${secret}@wiki/page?page=3&access_token=${secret}`})],
	['a field that nobody knows', {...stdioServer('x'), later: secret} as Server],
];

describe('a server is shared without what is secret in', () => {
	test.each(planted)('%s', (_place, server) => {
		expect(JSON.stringify(server)).toContain(secret);
		expect(JSON.stringify(shareable(server))).not.toContain(secret);
		expect(describeTarget(server)).not.toContain(secret);
	});

	test.each([
		'3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c',
		'6f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b',
		'q7Wz2Lk9Xv4Bn8Rt1Yp6Mc3Hd5Fg',
	])('a key that only looks like one: %s', key => {
		expect(JSON.stringify(shareable(stdio({args: [key]})))).not.toContain(key);
		expect(JSON.stringify(shareable(http({url: `https://mcp.example.com/s/${key}/mcp`})))).not.toContain(key);
	});
});

describe('what is not secret stays', () => {
	test.each<[args: readonly string[]]>([
		[['-y', '@modelcontextprotocol/server-filesystem@2026.8.31', '/data', '--mode=ro']],
		[['run', '-i', '--rm', 'ghcr.io/example/mcp-server:1.2.3-alpine3.20']],
		[['--directory', '/home/me/projects/2026-04-02-some-long-name', 'run', 'server.py']],
		[['https://registry.example.com:4873/@scope/package']],
	])('of the arguments %j', args => expect(hideInArguments(args)).toEqual(args));

	test('of everything else', () => {
		const server = httpServer('payments', {
			url: 'https://mcp.example.com:8443/v1/mcp',
			tags: ['critical', 'team:pay'],
			headers: {Authorization: 'Bearer abc'},
			tls: {...tls, serverName: 'inner.example.com', insecureSkipVerify: true},
			proxy: 'http://proxy.example.com:3128',
			oauth: null,
			checks: [check],
			runbookUrl: 'https://wiki.example.com/page?id=3#top',
		});
		expect(shareable(server)).toEqual({
			...server,
			proxy: 'http://proxy.example.com:3128/',
			headers: {Authorization: '***'},
		});
	});

	test('of a server on this machine', () => {
		const server = stdioServer('files', {env: {MODE: 'ro'}, cwd: '/srv/files', project: 'core'});
		expect(shareable(server)).toEqual({...server, env: {MODE: '***'}});
	});
});

describe('for any server', () => {
	const text = fc.string({unit: 'binary', maxLength: 80});
	const pairs = fc.dictionary(text, text, {maxKeys: 4});
	const servers = fc.oneof(
		fc
			.record({command: text, args: fc.array(text, {maxLength: 6}), env: pairs, cwd: fc.option(text)})
			.map(changes => stdioServer('x', changes)),
		fc
			.record({url: fc.oneof(text, fc.webUrl({withQueryParameters: true})), headers: pairs, proxy: fc.option(text)})
			.map(changes => httpServer('x', changes)),
	);

	test('sharing it twice is sharing it once', () =>
		fc.assert(
			fc.property(servers, server => {
				const once = shareable(server);
				expect(shareable(once)).toEqual(once);
				expect(describeTarget(once)).toBe(describeTarget(server));
			}),
		));

	test('no value of its environment or headers is on it', () =>
		fc.assert(
			fc.property(servers, server => {
				const shared = shareable(server);
				const values = Object.values(shared.transport === 'stdio' ? shared.env : shared.headers);
				expect(values.every(value => value === '***')).toBe(true);
			}),
		));
});

test('a long text takes no more than a moment to clean', () => {
	for (const unit of ['a', 'a://', 'a:b@', '-', 'token', 'token=', "'", 'bearer ', 'a1', '?', '"token": ']) {
		const cleaned = hideInText(unit.repeat(32_768 / unit.length));
		expect(cleaned.length).toBeLessThanOrEqual(200_000);
	}
});
