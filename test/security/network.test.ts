import {describe, expect, test} from 'vitest';
import type {TlsFacts} from '../../source/domain/tls-facts.ts';
import {checkAuthentication} from '../../source/security/check-authentication.ts';
import {checkTls} from '../../source/security/check-tls.ts';
import {reachOf} from '../../source/security/host-kind.ts';
import {httpServer, listingOf, tool} from '../helpers/fleet.ts';
import {contextOf, soon, started} from './rig.ts';

const listing = listingOf([tool('search')]);
const at = (url: string, headers: Record<string, string> = {}) => httpServer('it', {url, headers});
const withToken = {Authorization: 'Bearer abcdefgh'};
const noTls = {caFile: null, certFile: null, keyFile: null, serverName: null, insecureSkipVerify: false};

describe('whether a server wants to know who asks:', () => {
	test.each<[story: string, url: string, headers: Record<string, string>, result: string, severity: string | null]>([
		['it lists its tools to the internet', 'https://mcp.example.com/', {}, 'fail', 'high'],
		['to a private network', 'http://10.1.2.3/mcp', {}, 'fail', 'medium'],
		['to a name that only a network knows', 'https://mcp.internal/', {}, 'fail', 'medium'],
		['to this machine', 'http://127.0.0.1:3000/mcp', {}, 'fail', 'low'],
		['to us, who send a token', 'https://mcp.example.com/', withToken, 'pass', null],
		['to us, who send a key', 'https://mcp.example.com/', {'X-Api-Key': 'abcdefgh'}, 'pass', null],
		['to us, whose token is empty', 'https://mcp.example.com/', {Authorization: 'Bearer '}, 'fail', 'high'],
		['to us, who send only what everybody sends', 'https://mcp.example.com/', {Accept: 'a/b'}, 'fail', 'high'],
	])('%s', (_story, url, headers, result, severity) =>
		expect(checkAuthentication(contextOf(at(url, headers), {listing}))).toMatchObject({
			owasp: 'MCP07:2025',
			result,
			severity,
		}),
	);
	test('what a token was tried for is told, and the token is not', () => {
		const {evidence} = checkAuthentication(contextOf(at('https://mcp.example.com/', withToken), {listing}));
		expect(evidence).toBe('header Authorization is sent; whether it would answer without was not tried');
	});
	test('a refusal is the right answer to those without credentials', () =>
		expect(checkAuthentication(contextOf(at('https://mcp.example.com/'), {failure: 'auth_required'})).result).toBe(
			'pass',
		));
	test('silence says nothing', () =>
		expect(checkAuthentication(contextOf(at('https://mcp.example.com/'), {failure: 'timeout'})).result).toBe(
			'not_assessable',
		));
	test('a client certificate and an OAuth client are credentials', () => {
		const certificate = httpServer('it', {tls: {...noTls, certFile: '/a.pem'}});
		const oauth = {
			tokenUrl: 'https://a.example/t',
			clientId: 'a',
			clientSecret: 'b',
			scope: null,
			audience: null,
			resource: null,
			proxy: null,
		};
		expect(checkAuthentication(contextOf(certificate, {listing})).result).toBe('pass');
		expect(checkAuthentication(contextOf(httpServer('it', {oauth}), {listing})).result).toBe('pass');
	});
});

describe('whether the way is encrypted:', () => {
	const facts: TlsFacts = {issuer: 'a', subject: 'b', validFrom: 0, validTo: soon + 1, protocol: 'TLSv1.3'};
	test.each<
		[
			story: string,
			url: string,
			headers: Record<string, string>,
			tls: TlsFacts | null,
			result: string,
			severity: string | null,
		]
	>([
		['http over the internet', 'http://mcp.example.com/', {}, null, 'fail', 'high'],
		['a token in the clear', 'http://mcp.example.com/', withToken, null, 'fail', 'critical'],
		['http to this machine', 'http://localhost:3000/mcp', withToken, null, 'pass', null],
		['http to a neighbour', 'http://192.168.0.7/mcp', {}, null, 'fail', 'high'],
		['https', 'https://mcp.example.com/', {}, facts, 'pass', null],
		['https with an old protocol', 'https://mcp.example.com/', {}, {...facts, protocol: 'TLSv1.1'}, 'fail', 'medium'],
		['a certificate of the past', 'https://mcp.example.com/', {}, {...facts, validTo: soon}, 'fail', 'high'],
		['a certificate of the future', 'https://mcp.example.com/', {}, {...facts, validFrom: soon + 1}, 'fail', 'high'],
		['https that was never tried', 'https://mcp.example.com/', {}, null, 'not_assessable', null],
		['no address', 'nowhere', {}, null, 'not_assessable', null],
	])('%s', (_story, url, headers, tls, result, severity) =>
		expect(checkTls(contextOf(at(url, headers), {tls}))).toMatchObject({result, severity}),
	);
	test('a certificate of anybody', () =>
		expect(
			checkTls(contextOf(httpServer('it', {tls: {...noTls, insecureSkipVerify: true}}), {listing, tls: facts})),
		).toMatchObject({
			result: 'fail',
			severity: 'high',
		}));
});

test('neither is a question to a stdio server, and no environment is no missing login', () => {
	for (const check of [checkAuthentication, checkTls])
		expect(check(contextOf(started('node a.js'), {listing}))).toMatchObject({
			result: 'not_assessable',
			severity: null,
			reason: expect.stringContaining('not applicable'),
		});
});

test.each([
	['http://localhost/', 'loopback'],
	['http://api.localhost./', 'loopback'],
	['http://127.8.9.1/', 'loopback'],
	['http://[::1]:80/', 'loopback'],
	['http://[::ffff:127.0.0.1]/', 'loopback'],
	['http://0x7f.1/', 'loopback'],
	['http://172.16.0.1/', 'private'],
	['http://172.32.0.1/', 'public'],
	['http://[fd00::1]/', 'private'],
	['http://[fe80::1]/', 'private'],
	['http://mcp/', 'private'],
	['http://mcp.corp/', 'private'],
	['http://localhost.example.com/', 'public'],
	['http://127.0.0.1.example.com/', 'public'],
	['http://[2001:db8::1]/', 'public'],
	['', null],
])('%s reaches %s', (url, reach) => expect(reachOf(url)).toBe(reach));
