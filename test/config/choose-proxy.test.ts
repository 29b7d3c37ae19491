import {expect, test} from 'vitest';
import {chooseProxy} from '../../source/config/choose-proxy.ts';

const proxy = 'http://proxy.example.com:3128';
const none = {own: undefined, shared: undefined};
const forTarget = (target: string, env: Record<string, string>) => chooseProxy(target, none, env).proxy;

test.each<[story: string, target: string, env: Record<string, string>, chosen: string | null]>([
	['nothing is set', 'https://a.example.com', {}, null],
	['one for https is set', 'https://a.example.com', {HTTPS_PROXY: proxy}, proxy],
	['one for https does not hold for http', 'http://a.example.com', {HTTPS_PROXY: proxy}, null],
	['one for http is set', 'http://a.example.com', {HTTP_PROXY: proxy}, proxy],
	['small letters count, too', 'https://a.example.com', {https_proxy: proxy}, proxy],
	['small letters come first', 'https://a.example.com', {https_proxy: proxy, HTTPS_PROXY: 'http://other'}, proxy],
	['an empty one is none', 'https://a.example.com', {HTTPS_PROXY: ''}, null],
	['a bare host and port is http', 'https://a.example.com', {HTTPS_PROXY: 'proxy.example.com:3128'}, proxy],
	['this machine is never behind one', 'http://localhost:3000', {HTTP_PROXY: proxy}, null],
	['nor by its number', 'https://127.0.0.9', {HTTPS_PROXY: proxy}, null],
	['nor by that of IPv6', 'http://[::1]:80', {HTTP_PROXY: proxy}, null],
	['an exception holds', 'https://a.example.com', {HTTPS_PROXY: proxy, NO_PROXY: 'example.com'}, null],
	['in small letters, too', 'https://a.example.com', {HTTPS_PROXY: proxy, no_proxy: '.example.com'}, null],
])('of the environment: %s', (_story, target, env, chosen) => expect(forTarget(target, env)).toBe(chosen));

test.each<[list: string, target: string, isExempt: boolean]>([
	['*', 'https://a.example.com', true],
	['example.com', 'https://example.com', true],
	['example.com', 'https://notexample.com', false],
	['.example.com', 'https://example.com', true],
	['*.example.com', 'https://a.b.example.com', true],
	['EXAMPLE.com.', 'https://a.example.com', true],
	['example.com', 'https://a.example.com.', true],
	['one, two  example.com', 'https://example.com', true],
	['one,,', 'https://example.com', false],
	['example.com:8443', 'https://example.com', false],
	['example.com:8443', 'https://example.com:8443', true],
	['example.com:443', 'https://example.com', true],
	['10.0.0.0/8', 'https://10.255.1.2', true],
	['10.0.0.0/8', 'https://11.0.0.1', false],
	['192.168.1.0/28', 'https://192.168.1.15', true],
	['192.168.1.0/28', 'https://192.168.1.16', false],
	['10.0.0.0/99', 'https://10.0.0.1', false],
	['10.0.0.0/', 'https://10.0.0.1', false],
	['10.0.0.1', 'https://10.0.0.1', true],
	['0.0.1', 'https://10.0.0.1', false],
	['fd00::/8', 'https://[fd12::1]', true],
	['[fd12::1]:443', 'https://[fd12::1]', true],
	['fd12::1', 'https://[fd12::2]', false],
])('NO_PROXY %j and %s', (list, target, isExempt) => {
	expect(forTarget(target, {HTTPS_PROXY: proxy, NO_PROXY: list})).toBe(isExempt ? null : proxy);
});

test('a server’s own proxy comes before all else, and is used for this machine, too', () => {
	const env = {HTTP_PROXY: 'http://other', NO_PROXY: '*'};
	expect(chooseProxy('http://localhost:3000', {own: proxy, shared: undefined}, env).proxy).toBe(proxy);
	expect(chooseProxy('http://a.example.com', {own: 'none', shared: proxy}, {HTTP_PROXY: proxy}).proxy).toBeNull();
});

test('one for all servers is not asked for this machine', () => {
	expect(chooseProxy('http://a.example.com', {own: undefined, shared: proxy}, {}).proxy).toBe(proxy);
	expect(chooseProxy('http://localhost:3000', {own: undefined, shared: proxy}, {}).proxy).toBeNull();
});

test.each<[story: string, own: string | undefined, env: Record<string, string>, problem: string]>([
	['configured', 'socks5://user:hunter2@a', {}, 'the proxy must be none, or an http:// or https:// address'],
	[
		'of the environment',
		undefined,
		{https_proxy: 'socks5://user:hunter2@a'},
		'HTTPS_PROXY must be an http:// or https:// address',
	],
])('a proxy of another kind, %s, is a problem and not ignored', (_story, own, env, problem) => {
	expect(chooseProxy('https://a.example.com', {own, shared: undefined}, env)).toEqual({proxy: null, problem});
});
