import {fileURLToPath} from 'node:url';
import {expect, test, vi} from 'vitest';
import {startProxy} from '../../fixtures/proxy.mjs';
import {daysLeft} from '../../source/domain/tls-facts.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createTlsFacts} from '../../source/probe/tls-facts.ts';
import {stdioServer} from '../helpers/fleet.ts';
import {endAfterTest, serverAt, startFixture} from './http-harness.ts';
import {createMovableClock} from './movable-clock.ts';

const file = (name: string) => fileURLToPath(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url));
const facts = createTlsFacts({clock: systemClock});

test('a certificate is told with its issuer, its subject, its end and the protocol', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	expect(await facts.lookUp(serverAt(fixture.url('/mcp')))).toEqual({
		issuer: 'Fixture CA, LangSight Fixtures',
		subject: 'localhost, LangSight Fixtures',
		validFrom: Date.UTC(2020, 0, 1),
		validTo: Date.UTC(2120, 0, 1),
		protocol: 'TLSv1.3',
	});
	expect(fixture.requests).toEqual([]);
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});

test('one that has expired is told all the same', async () => {
	const fixture = await startFixture({tls: 'expired'});
	const found = await facts.lookUp(serverAt(fixture.url('/mcp')));
	expect(found?.validTo).toBe(Date.UTC(2020, 1, 1));
	expect(daysLeft(found!, Date.UTC(2020, 1, 4))).toBe(-3);
});

test('it is looked at once an hour, however often that is asked for', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const clock = createMovableClock();
	const hourly = createTlsFacts({clock});
	const server = serverAt(fixture.url('/mcp'));
	const [first, second] = await Promise.all([hourly.lookUp(server), hourly.lookUp(server)]);
	expect(second).toBe(first);
	await fixture.kill();
	clock.pass(3_599_000);
	expect(await hourly.lookUp(server)).toBe(first);
	clock.pass(2000);
	expect(await hourly.lookUp(server)).toBeNull();
});

test('a server that shows its certificate to known clients only is looked at as one', async () => {
	const fixture = await startFixture({tls: 'ca-signed', wantsClient: true});
	const tls = {
		caFile: file('ca'),
		certFile: file('client'),
		keyFile: file('key'),
		serverName: null,
		insecureSkipVerify: false,
	};
	expect(await facts.lookUp(serverAt(fixture.url('/mcp'), {tls}))).toMatchObject({protocol: 'TLSv1.3'});
	expect(await facts.lookUp(serverAt(fixture.url('/mcp'), {tls: {...tls, caFile: '/nowhere'}}))).toBeNull();
});

test('a server behind a proxy is looked at through it', async () => {
	const fixture = await startFixture({tls: 'ca-signed-elsewhere'});
	const proxy = await startProxy({hosts: {'elsewhere.example': fixture.port}});
	endAfterTest(() => proxy.kill());
	const found = await facts.lookUp(serverAt('https://elsewhere.example/mcp', {proxy: proxy.url()}));
	expect(found?.subject).toBe('elsewhere.example, LangSight Fixtures');
	await vi.waitFor(() => expect(proxy.openSockets()).toBe(0));
});

test.each([
	['a command', stdioServer('a')],
	['plain HTTP', serverAt('http://127.0.0.1:1/mcp')],
	['an address that is none', serverAt('nowhere', {misconfigured: 'the url is none'})],
	['a closed port', serverAt('https://127.0.0.1:1/mcp')],
])('there is nothing to be known of %s', async (_story, server) => expect(await facts.lookUp(server)).toBeNull());

test('a server that never shakes hands is given up', async () => {
	const fixture = await startProxy({hangs: true});
	endAfterTest(() => fixture.kill());
	const server = serverAt('https://localhost/mcp', {proxy: fixture.url()});
	expect(await facts.lookUp(server, 200)).toBeNull();
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});
