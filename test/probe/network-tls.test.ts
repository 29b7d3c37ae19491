import {copyFile, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import type {TlsOptions} from '../../source/domain/server.ts';
import {endAfterTest, startFixture, watch} from './http-harness.ts';

/** What is loaded when it is first needed is here before the first deadline runs. */
beforeAll(async () => void (await import('../../source/probe/tls-route.ts')));

const file = (name: string) => fileURLToPath(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url));

const tls = (changes: Partial<TlsOptions> = {}): {tls: TlsOptions; timeoutMs: number} => ({
	timeoutMs: 10_000,
	tls: {caFile: null, certFile: null, keyFile: null, serverName: null, insecureSkipVerify: false, ...changes},
});
const client = {certFile: file('client'), keyFile: file('key')};

async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'langsight-tls-'));
	endAfterTest(() => rm(folder, {recursive: true, force: true}));
	return folder;
}

test('a server of the company’s own authority is trusted with its CA file, over both transports', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	await watch(fixture.url('/streamable'), tls({caFile: file('ca')})).good();
	const {notes} = await watch(fixture.url('/sse'), {transport: 'sse', ...tls({caFile: file('ca')})}).good();
	expect(notes).toEqual([]);
});

test.each<[story: string, changes: Partial<TlsOptions>]>([
	['without a CA file', {}],
	['with that of another authority', {caFile: file('self-signed')}],
])('%s it is not', async (_story, changes) => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const failure = await watch(fixture.url('/streamable'), tls(changes)).failing();
	expect(failure).toMatchObject({category: 'tls', transient: false, phase: 'connect'});
	expect(failure.message).toContain('unknown authority');
	expect(failure.hint).toContain('tls.ca_file');
});

test('a certificate for another name is refused, unless that name is expected', async () => {
	const fixture = await startFixture({tls: 'ca-signed-elsewhere'});
	const strict = await watch(fixture.url('/streamable'), tls({caFile: file('ca')})).failing();
	expect(strict).toMatchObject({category: 'tls', message: 'the TLS certificate is for another host name'});
	expect(strict.hint).toContain('tls.server_name');
	await watch(fixture.url('/streamable'), tls({caFile: file('ca'), serverName: 'elsewhere.example'})).good();
	const right = await startFixture({tls: 'ca-signed'});
	const wrong = tls({caFile: file('ca'), serverName: 'elsewhere.example'});
	expect(await watch(right.url('/streamable'), wrong).failing()).toMatchObject({category: 'tls', phase: 'connect'});
});

test('a server that asks for a client certificate gets the configured one', async () => {
	const fixture = await startFixture({tls: 'ca-signed', wantsClient: true});
	await watch(fixture.url('/streamable'), tls({caFile: file('ca'), ...client})).good();
	await watch(fixture.url('/sse'), {transport: 'sse', ...tls({caFile: file('ca'), ...client})}).good();
});

test('certificate and key can be in one file', async () => {
	const fixture = await startFixture({tls: 'ca-signed', wantsClient: true});
	const both = join(await temporaryFolder(), 'both.pem');
	await writeFile(both, (await readFile(file('client'), 'utf8')) + (await readFile(file('key'), 'utf8')));
	await watch(fixture.url('/streamable'), tls({caFile: file('ca'), certFile: both})).good();
});

test('any certificate is taken where that is asked for, and each check says so', async () => {
	const fixture = await startFixture({tls: 'expired'});
	const {prober, good} = watch(fixture.url('/streamable'), tls({insecureSkipVerify: true}));
	const note = 'the TLS certificate is not verified (insecure_skip_verify)';
	expect((await good()).notes).toEqual([note]);
	expect((await good()).notes).toEqual([note]);
	expect(prober.isOpen).toBe(true);
});

test('over plain HTTP there is nothing to verify', async () => {
	const fixture = await startFixture();
	expect((await watch(fixture.url('/streamable'), tls({insecureSkipVerify: true})).good()).notes).toEqual([]);
});

test('an expired certificate is told with its age', async () => {
	const fixture = await startFixture({tls: 'expired'});
	const failure = await watch(fixture.url('/streamable')).failing();
	expect(failure).toMatchObject({category: 'tls', transient: false, phase: 'connect'});
	expect(failure.message).toMatch(/^the TLS certificate expired \d{4} days ago$/);
	expect(failure.hint).toContain('renew');
});

test.each<[story: string, changes: Partial<TlsOptions>, key: string, problem: string]>([
	['a missing authority', {caFile: '/nowhere/ca.pem'}, 'tls.ca_file', 'does not exist: /nowhere/ca.pem'],
	['a folder', {caFile: '/'}, 'tls.ca_file', 'is no regular file: /'],
	['a device without end', {caFile: '/dev/zero'}, 'tls.ca_file', 'is no regular file: /dev/zero'],
	['no certificate', {caFile: file('key')}, 'tls.ca_file', `holds no certificate in PEM form: ${file('key')}`],
	['a missing certificate', {certFile: '/nowhere/c.pem'}, 'tls.cert_file', 'does not exist'],
	['a missing key', {certFile: file('client'), keyFile: '/nowhere/k.pem'}, 'tls.key_file', 'does not exist'],
	['no key', {certFile: file('client'), keyFile: file('ca')}, 'tls.key_file', 'holds no private key in PEM form'],
	['no key beside it', {certFile: file('client')}, 'tls.cert_file', 'holds no private key in PEM form'],
	[
		'the key of another',
		{certFile: file('ca'), keyFile: file('key')},
		'tls.key_file',
		'holds a key that does not belong',
	],
])('%s is a mistake in the configuration, named with its key', async (_story, changes, key, problem) => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const failure = await watch(fixture.url('/streamable'), tls(changes)).failing();
	expect(failure).toMatchObject({category: 'bad_config', transient: false, phase: 'connect'});
	expect(failure.message).toContain(`the file in ${key} ${problem}`);
	expect(failure.hint).toContain(key);
	expect(fixture.requests).toEqual([]);
});

test.each([
	['over the bound', 'x'.repeat(1024 * 1024 + 1), 'is over 1 MiB'],
	['broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'holds a certificate that cannot be read'],
	['empty', '', 'holds no certificate in PEM form'],
])('so is a file that is %s', async (_story, text, problem) => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const caFile = join(await temporaryFolder(), 'ca.pem');
	await writeFile(caFile, text);
	for (const transport of ['streamable_http', 'sse'] as const) {
		const failure = await watch(fixture.url('/mcp'), {transport, ...tls({caFile})}).failing();
		expect(failure).toMatchObject({
			category: 'bad_config',
			phase: 'connect',
			message: `the file in tls.ca_file ${problem}: ${caFile}`,
		});
	}
});

test('a file that is corrected is taken up with the next connection', async () => {
	const fixture = await startFixture({tls: 'ca-signed'});
	const caFile = join(await temporaryFolder(), 'ca.pem');
	await copyFile(file('unknown-ca'), caFile);
	const {good, failing} = watch(fixture.url('/streamable'), tls({caFile}));
	expect(await failing()).toMatchObject({category: 'tls'});
	await copyFile(file('ca'), caFile);
	await good();
});
