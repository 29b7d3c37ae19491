import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {expect, test} from 'vitest';
import type {HttpFixtureOptions} from '../../fixtures/http-server.mjs';
import {endAfterTest, serverAt, startFixture, watch} from './http-harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test.each<[tls: NonNullable<HttpFixtureOptions['tls']>, message: string, hint: string]>([
	['self-signed', 'the TLS certificate is self-signed', 'NODE_EXTRA_CA_CERTS'],
	['expired', 'the TLS certificate expired', 'renew'],
	['unknown-ca', 'the TLS certificate is from an unknown authority', 'intermediate'],
])('a certificate that is %s is named', async (tls, message, hint) => {
	const fixture = await startFixture({tls});
	for (const transport of ['streamable_http', 'sse'] as const) {
		const failure = await watch(fixture.url('/mcp'), {transport}).failing();
		expect(failure).toMatchObject({category: 'tls', transient: false, phase: 'connect'});
		expect(failure.message).toContain(message);
		expect(failure.hint).toContain(hint);
	}
});

test('https:// to a plain port says so', async () => {
	const fixture = await startFixture();
	const failure = await watch(fixture.url('/streamable').replace('http:', 'https:')).failing();
	expect(failure).toMatchObject({category: 'tls', message: 'the server does not speak TLS on this port'});
	expect(failure.hint).toContain('http://');
});

test('http:// to a TLS port says so', async () => {
	const fixture = await startFixture({tls: 'self-signed'});
	for (const transport of ['streamable_http', 'sse'] as const) {
		const failure = await watch(fixture.url('/mcp').replace('https:', 'http:'), {transport}).failing();
		expect(failure).toMatchObject({category: 'tls', message: 'this port expects TLS, the URL says http://'});
	}
});

/** Node reads the certificates to trust when it starts, so this one needs a process of its own. */
async function checkTrusting(certificate: string, url: string): Promise<unknown> {
	const folder = await mkdtemp(join(tmpdir(), 'langsight-tls-'));
	endAfterTest(() => rm(folder, {recursive: true, force: true}));
	const script = join(folder, 'check.cjs');
	const contents = `
		import {openStreamableLink} from './source/probe/streamable-link.ts';
		import {systemClock} from './source/monitor/system-clock.ts';
		const link = openStreamableLink(${JSON.stringify(serverAt(url))}, {clock: systemClock});
		const message = {jsonrpc: '2.0', id: 1, method: 'initialize', params: {}};
		link.transport.start()
			.then(() => link.transport.send(message))
			.then(() => console.log('"good"'), error => console.log(JSON.stringify(link.explain(error, 'initialize'))))
			.then(() => link.close());
	`;
	await build({
		stdin: {contents, resolveDir: root, loader: 'ts'},
		outfile: script,
		bundle: true,
		platform: 'node',
		logLevel: 'error',
	});
	const env = {...process.env, NODE_EXTRA_CA_CERTS: join(root, 'fixtures', 'tls', `${certificate}.pem`)};
	const {stdout} = await promisify(execFile)(process.execPath, [script], {env});
	return JSON.parse(stdout);
}

test('a certificate for another host name is named, and one that is trusted is fine', async () => {
	const wrong = await startFixture({tls: 'wrong-host'});
	expect(await checkTrusting('wrong-host', wrong.url('/streamable'))).toMatchObject({
		category: 'tls',
		phase: 'connect',
		message: 'the TLS certificate is for another host name',
	});
	const right = await startFixture({tls: 'self-signed'});
	expect(await checkTrusting('self-signed', right.url('/streamable'))).toBe('good');
});
