import {describe, expect, test} from 'vitest';
import {
	isSuspected,
	learnSign,
	type NetworkState,
	type Sign,
	signOfFailure,
	wellConnected,
} from '../../source/domain/monitor-offline.ts';
import {isLoopback, remoteHostOf} from '../../source/domain/remote-host.ts';
import {failure, httpServer, stdioServer} from '../helpers/fleet.ts';

/** `a- b! c+ d?` : local, cut, alive, unclear; one sign of a host after the other. */
const signs: Readonly<Record<string, Sign>> = {'-': 'local', '!': 'cut', '+': 'alive', '?': 'unclear'};
const live = (story: string, hosts: number): NetworkState =>
	story
		.split(' ')
		.reduce(
			(state, word, at) =>
				learnSign(
					state,
					{host: word.slice(0, -1), sign: signs[word.at(-1) ?? ''] ?? 'unclear', at, message: word},
					hosts,
				),
			wellConnected,
		);

describe('whose network it is', () => {
	test.each<[story: string, signs: string, hosts: number, isOffline: boolean]>([
		['all of two hosts have no DNS', 'a- b- a- a-', 2, true],
		['one failure of each is not yet enough', 'a- b-', 2, false],
		['half of many is enough where the fault is near', 'a- b- a- c- a-', 6, true],
		['less than half is not', 'a- b- a- a-', 6, false],
		['somebody answers', 'a- b- c+ a- a- a-', 4, false],
		['five hosts speak for a hundred', 'a- b- c- d- e- a- a-', 100, true],
		['where nothing shows that the fault is near all have to fail', 'a! b! a! a!', 3, false],
		['and they do', 'a! b! c! a! a!', 3, true],
		['two of two may have one provider', 'a! b! a! a! a! b!', 2, false],
		['a single host without a route', 'a- a- a-', 1, true],
		['a single host that is silent', 'a! a! a! a!', 1, false],
		['or silent now and without a route then', 'a- a! a- a-', 1, false],
		['what can be either says nothing', 'a? b? a? a? b?', 2, false],
		['once lost it is so until somebody answers', 'a- b- a- a- a- c?', 3, true],
		['which ends it', 'a- b- a- a- b+', 2, false],
	])('%s: %s', (_story, words, hosts, isOffline) => expect(live(words, hosts).isOffline).toBe(isOffline));

	test('is in doubt while too few were asked, and never where asking more cannot help', () => {
		expect(isSuspected(live('a-', 3), 3)).toBe(true);
		expect(isSuspected(live('a- b+', 3), 3)).toBe(false);
		expect(isSuspected(live('a!', 1), 1)).toBe(false);
		expect(isSuspected(live('a!', 2), 2)).toBe(false);
		expect(isSuspected(live('a- b- a- a-', 2), 2)).toBe(false);
		expect(isSuspected(wellConnected, 3)).toBe(false);
	});
});

test.each([
	[{category: 'network' as const}, 'local'],
	[{category: 'dns' as const, transient: true}, 'local'],
	[{category: 'dns' as const, transient: false}, 'cut'],
	[{category: 'timeout' as const, phase: 'connect' as const}, 'cut'],
	[{category: 'timeout' as const, phase: 'list_tools' as const}, 'unclear'],
	[{category: 'stream_dropped' as const}, 'unclear'],
	[{category: 'bad_config' as const}, 'unclear'],
	[{category: 'connection_refused' as const}, 'alive'],
	[{category: 'tls' as const}, 'alive'],
	[{category: 'server_error' as const}, 'alive'],
])('a failure such as %j is %s', (changes, sign) => expect(signOfFailure(failure(changes))).toBe(sign));

test('this machine is not remote, in whatever way it is written', () => {
	for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.8.8.8', '[::1]', '0.0.0.0'])
		expect(isLoopback(host), host).toBe(true);
	for (const host of ['127.example.com', 'localhost.example.com', '10.0.0.1'])
		expect(isLoopback(host), host).toBe(false);
	expect(remoteHostOf(httpServer('a', {url: 'https://User@MCP.Internal:8443/x'}))).toBe('mcp.internal');
	expect(remoteHostOf(httpServer('a', {url: 'not an address'}))).toBeNull();
	expect(remoteHostOf(stdioServer('a'))).toBeNull();
});
