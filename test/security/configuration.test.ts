import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {checkBroadAccess} from '../../source/security/check-broad-access.ts';
import {checkFileMode} from '../../source/security/check-file-mode.ts';
import {checkLiteralSecret} from '../../source/security/check-literal-secret.ts';
import {readFileFact} from '../../source/security/file-fact.ts';
import {httpServer} from '../helpers/fleet.ts';
import {contextOf, started} from './rig.ts';

const token = `ghp_${'a1B2c3D4'.repeat(4)}abcd`;

describe('a secret in the configuration is found and not repeated:', () => {
	test.each<[where: string, server: ReturnType<typeof started> | ReturnType<typeof httpServer>, evidence: string]>([
		['in a variable', started('node a.js', {GITHUB_TOKEN: token}), 'ghp_…(40 characters) in env GITHUB_TOKEN'],
		['under a harmless name', started('node a.js', {THING: token}), 'ghp_…(40 characters) in env THING'],
		['of no known kind', started('node a.js', {API_KEY: 'correct-horse-battery'}), '…(21 characters) in env API_KEY'],
		['after an option', started(`node a.js --api-key ${token}`), 'ghp_…(40 characters) in args'],
		['glued to an option', started('node a.js --password=hunter2hunter2'), '…(14 characters) in args'],
		[
			'in an address among the arguments',
			started('npx pg-mcp@1.0.0 postgres://app:s3cr3tpw@db/app'),
			'a password…(8 characters) within an address in args',
		],
		[
			'in a header',
			httpServer('it', {headers: {Authorization: `Bearer ${token}`}}),
			'ghp_…(40 characters) in header Authorization',
		],
		[
			'in the address',
			httpServer('it', {url: 'https://it.example.com/mcp?api_key=0123456789abcdef'}),
			'…(16 characters) as a parameter of an address in url',
		],
	])('%s', (_where, server, evidence) => {
		const finding = checkLiteralSecret(contextOf(server));
		expect(finding).toMatchObject({owasp: 'MCP01:2025', result: 'fail', severity: 'high', evidence});
		expect(JSON.stringify(finding)).not.toMatch(/a1B2c3|horse|hunter2|s3cr3tpw|0123456789/);
	});

	test.each<[what: string, env: Record<string, string>]>([
		['a placeholder', {API_KEY: 'your-api-key-here', TOKEN: '<token>', SECRET: 'changeme', PASSWORD: 'xxxxxxxxxxxx'}],
		['what a variable left behind', {API_KEY: '', AUTHORIZATION: 'Bearer '}],
		[
			'where the secret is',
			{TOKEN_FILE: '/run/secrets/token', SECRET: '/run/secrets/a', TOKEN_URL: 'https://x.example/t'},
		],
		['what kind it is', {AUTH_TYPE: 'oauth2-something', AUTH_ENABLED: 'true-ish-value', MAX_TOKENS_LIMIT: '1234567'}],
		['an ordinary setting', {LOG_LEVEL: 'debug', REGION: 'eu-central-1', COMMIT: 'a3f5'.repeat(10)}],
	])('%s is none', (_what, env) =>
		expect(checkLiteralSecret(contextOf(started('node server.js', env)))).toMatchObject({result: 'pass'}),
	);
});

describe('who may read and change the file:', () => {
	const withSecret = started('node a.js', {GITHUB_TOKEN: token});
	test.each<
		[story: string, mode: number | null, server: ReturnType<typeof started>, result: string, severity: string | null]
	>([
		['its owner alone', 0o600, withSecret, 'pass', null],
		['all may read it, and nothing secret is in it', 0o644, started('node a.js'), 'pass', null],
		['all may read the secret', 0o644, withSecret, 'fail', 'high'],
		['a group may change what is started', 0o660, started('node a.js'), 'fail', 'critical'],
		['a system without such bits', null, withSecret, 'not_assessable', null],
	])('%s', (_story, mode, server, result, severity) =>
		expect(checkFileMode(contextOf(server, {file: {path: '/w/.langsight.yaml', mode}}))).toMatchObject({
			result,
			severity,
		}),
	);
	test.skipIf(process.platform === 'win32')('the bits are those of the file itself', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'langsight-mode-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const path = join(folder, 'a.yaml');
		await writeFile(path, 'servers: []');
		await chmod(path, 0o640);
		expect(await readFileFact(path)).toEqual({path, mode: 0o640});
		expect(await readFileFact(join(folder, 'none'))).toBeNull();
	});
	test('a file that is not known is not judged', () =>
		expect(checkFileMode(contextOf(withSecret)).result).toBe('not_assessable'));
});

describe('access to everything is found:', () => {
	test.each([
		['the whole disk', 'npx @modelcontextprotocol/server-filesystem@2026.8.31 /', 'the whole disk'],
		['a home folder', 'mcp-server-filesystem /home/ann/', 'a whole home folder'],
		['its short form', 'mcp-server-filesystem ~', 'a whole home folder'],
		['a Windows disk', 'npx.cmd -y @modelcontextprotocol/server-filesystem C:\\', 'the whole disk'],
		['keys', 'mcp-server-filesystem /home/ann/.ssh', 'a folder of credentials'],
		['an option’s value', 'serve --root=/', 'the whole disk'],
		['a mounted disk', 'docker run -i --rm -v /:/host mcp/fs:1', 'the whole disk'],
		['the keys to all containers', 'docker run -v /var/run/docker.sock:/s img:1', 'control over all containers'],
		['a mount in long form', 'podman run --mount type=bind,src=/home/ann,dst=/h img:1', 'a whole home folder'],
		['no container at all', 'docker run --privileged img:1', '--privileged'],
		['the host’s network', 'docker run --network host img:1', '--network host'],
	])('%s', (_what, line, words) => {
		const finding = checkBroadAccess(contextOf(started(line)));
		expect(finding).toMatchObject({owasp: 'MCP02:2025', result: 'fail', severity: 'high'});
		expect(finding.evidence).toContain(words);
	});
	test.each([
		'npx @modelcontextprotocol/server-filesystem@2026.8.31 /home/ann/projects/shop',
		'docker run -i --rm -e TOKEN -v /srv/data:/data:ro mcp/fs:1 /',
		'node /opt/mcp/server.js',
		'/usr/bin/python3 -m server',
	])('%s is fine', line => expect(checkBroadAccess(contextOf(started(line))).result).toBe('pass'));
	test('a remote server is not judged by its address', () =>
		expect(checkBroadAccess(contextOf(httpServer('it')))).toMatchObject({
			result: 'not_assessable',
			reason: expect.stringContaining('not applicable'),
		}));
});
