import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {shippedAdvisories} from '../../source/security/advisories.ts';
import {checkKnownAdvisory} from '../../source/security/check-known-advisory.ts';
import {checkUnpinnedPackage} from '../../source/security/check-unpinned-package.ts';
import {compareVersions} from '../../source/security/compare-versions.ts';
import {findPackages} from '../../source/security/package-facts.ts';
import {packagesToAsk} from '../../source/security/packages-to-ask.ts';
import {installed} from '../helpers/program.ts';
import {contextOf, soon, started} from './rig.ts';

const dayMs = 86_400_000;

describe('a package is pinned or not:', () => {
	test.each<[line: string, result: string, severity: string | null]>([
		['npx -y @modelcontextprotocol/server-memory@2026.8.31', 'pass', null],
		['npx -y @modelcontextprotocol/server-memory', 'fail', 'medium'],
		['npx -y @modelcontextprotocol/server-memory@latest', 'fail', 'medium'],
		['npx some-mcp@^1.2.3', 'fail', 'medium'],
		['npx some-mcp@1', 'fail', 'medium'],
		['npx.cmd -y some-mcp@1.2.3-beta.1', 'pass', null],
		['cmd /c npx -y some-mcp', 'fail', 'medium'],
		['npx -y github:someone/some-mcp', 'fail', 'high'],
		['npx -y git+https://git.example/a.git#main', 'fail', 'high'],
		[`npx -y git+https://git.example/a.git#${'0a'.repeat(20)}`, 'pass', null],
		['pnpm dlx some-mcp', 'fail', 'medium'],
		['uvx mcp-server-git', 'fail', 'medium'],
		['uvx mcp-server-git==2026.1.14', 'pass', null],
		['uvx mcp-server-git@2026.1.14', 'pass', null],
		['uvx mcp-server-git@latest', 'fail', 'medium'],
		['uvx --from mcp-server-git>=2026 mcp-server-git', 'fail', 'medium'],
		['uvx --from git+https://git.example/a some-mcp', 'fail', 'high'],
		['docker run -i --rm mcp/fetch', 'fail', 'medium'],
		['docker run -i --rm -e KEY=value mcp/fetch:latest', 'fail', 'medium'],
		['docker run -i --rm registry.example:5000/mcp/fetch', 'fail', 'medium'],
		['docker run -i --rm mcp/fetch:1.4.2', 'fail', 'low'],
		[`docker run -i mcp/fetch:1.4.2@sha256:${'ab'.repeat(32)}`, 'pass', null],
		['node /opt/mcp/server.js', 'pass', null],
		['/usr/local/bin/mcp-server', 'pass', null],
	])('%s → %s', (line, result, severity) =>
		expect(checkUnpinnedPackage(contextOf(started(line)))).toMatchObject({owasp: 'MCP04:2025', result, severity}),
	);
	test('the remedy names the version that is installed', () =>
		expect(
			checkUnpinnedPackage(
				contextOf(started('npx some-mcp'), {
					packages: {server: {ecosystem: 'npm', name: 'some-mcp', version: '3.1.4'}, libraries: []},
				}),
			).remedy,
		).toBe('name one version, such as some-mcp@3.1.4'));
});

describe('versions are in order:', () => {
	const inOrder = [
		'0.0.5',
		'0.1.15',
		'0.1.16',
		'1.0.0-alpha',
		'1.0.0-alpha.1',
		'1.0.0-beta.2',
		'1.0.0-beta.11',
		'1.0.0-rc.1',
		'1.0.0',
		'1.2',
		'1.10',
		'1.23.0rc1',
		'1.23',
		'2025.7.1',
		'2025.12.18',
		'2026.1.14',
	];
	test('each is below the next', () => {
		for (const [at, one] of inOrder.entries()) {
			for (const [other, two] of inOrder.entries())
				expect(Math.sign(compareVersions(one, two) ?? Number.NaN), `${one} and ${two}`).toBe(Math.sign(at - other));
		}
	});
	test.each([
		['2025.7.01', '2025.7.1'],
		['v1.2.0', '1.2'],
		['1.0.0+build', '1.0.0'],
	])('%s is %s', (one, other) => expect(compareVersions(one, other)).toBe(0));
	test('what is no version is above and below nothing', () => {
		for (const text of ['', 'latest', 'v', '1.2.3 || 2', '^1.2.3', '1'.repeat(300)])
			expect(compareVersions(text, '1.0.0')).toBeNull();
	});
	test('a later patch is always above, whatever the numbers', () =>
		fc.assert(
			fc.property(fc.nat(), fc.nat(), fc.nat({max: 1e9}), (major, minor, patch) => {
				expect(compareVersions(`${major}.${minor}.${patch + 1}`, `${major}.${minor}.${patch}`)).toBeGreaterThan(0);
			}),
		));
});

describe('known vulnerabilities:', () => {
	test.each<[line: string, severity: string, words: string, remedy: string]>([
		[
			'npx -y mcp-remote@0.1.15 https://a.example/mcp',
			'critical',
			'GHSA-6xpm-ggf7-wc3p, CVE-2025-6514',
			'update to 0.1.16 or later',
		],
		[
			'npx -y @modelcontextprotocol/server-filesystem@2025.3.28 /srv',
			'high',
			'CVE-2025-53109',
			'update to 2025.7.1 or later',
		],
		['uvx mcp-server-git==2025.9.25', 'medium', 'CVE-2025-68144', 'update to 2025.12.18 or later'],
		[
			'npx postmark-mcp@1.0.16',
			'critical',
			'MAL-2025-47604',
			'remove it and replace every secret it could read: the package is malicious',
		],
	])('%s', (line, severity, words, remedy) => {
		const finding = checkKnownAdvisory(contextOf(started(line)));
		expect(finding).toMatchObject({result: 'fail', severity, remedy});
		expect(finding.evidence).toContain(words);
	});

	test('a version that is mended is none of those that are known, and no more is said', () =>
		expect(checkKnownAdvisory(contextOf(started('npx mcp-remote@0.1.16')))).toMatchObject({
			result: 'pass',
			evidence: `mcp-remote 0.1.16: none of ${shippedAdvisories.advisories.length} known advisories (list of 2026-11-25)`,
		}));
	test('so is one of before the flaw came in', () =>
		expect(checkKnownAdvisory(contextOf(started('npx mcp-remote@0.0.4'))).result).toBe('pass'));
	test('a version that is not known is not judged, and what older ones have is told', () => {
		const {result, reason} = checkKnownAdvisory(contextOf(started('npx mcp-remote')));
		expect(result).toBe('not_assessable');
		expect(reason).toContain('older versions have GHSA-6xpm-ggf7-wc3p');
	});
	test('one that is not pinned is judged by what is installed', () =>
		expect(
			checkKnownAdvisory(
				contextOf(started('npx mcp-remote'), {
					packages: {server: {ecosystem: 'npm', name: 'mcp-remote', version: '0.1.2'}, libraries: []},
				}),
			).severity,
		).toBe('critical'));
	test('a flaw of HTTP servers in a library is none of a stdio server', () => {
		const library = (version: string) =>
			contextOf(started('node /opt/a/server.js'), {
				packages: {
					server: {ecosystem: 'npm', name: 'a', version: '1.0.0'},
					libraries: [{ecosystem: 'npm', name: '@modelcontextprotocol/sdk', version}],
				},
			});
		expect(checkKnownAdvisory(library('1.25.2')).result).toBe('pass');
		expect(checkKnownAdvisory(library('1.25.1')).evidence).toContain('CVE-2026-0621');
	});
	test('an old list clears nothing, and still accuses', () => {
		const later = soon + 60 * dayMs;
		expect(checkKnownAdvisory(contextOf(started('npx mcp-remote@0.1.16'), {now: later}))).toMatchObject({
			result: 'not_assessable',
			reason: 'the list of 2026-11-25 is older than 60 days',
		});
		expect(checkKnownAdvisory(contextOf(started('npx mcp-remote@0.1.0'), {now: later})).result).toBe('fail');
		const online = contextOf(started('npx mcp-remote@0.1.16'), {now: later, osv: {ok: true, found: []}});
		expect(checkKnownAdvisory(online).evidence).toMatch(/and none that OSV knows$/);
	});
	test('what OSV adds counts once, and its silence is told', () => {
		const of = {ecosystem: 'npm', name: 'mcp-remote', version: '0.1.15'} as const;
		const hit = {of, aliases: [], summary: 'Something\u001b[31m new', severity: 'high'} as const;
		const known = {...hit, id: 'CVE-2025-6514'};
		const both = checkKnownAdvisory(
			contextOf(started('npx mcp-remote@0.1.15'), {
				osv: {ok: true, found: [known, {...hit, id: 'GHSA-new0-new0-new0'}]},
			}),
		);
		expect(both.evidence?.match(/CVE-2025-6514/g)).toHaveLength(1);
		expect(both.evidence).toContain('GHSA-new0-new0-new0: Something new');
		const silent = checkKnownAdvisory(
			contextOf(started('npx mcp-remote@0.1.16'), {osv: {ok: false, reason: 'OSV did not answer within 5 s'}}),
		);
		expect(silent).toMatchObject({result: 'pass', evidence: expect.stringContaining('OSV did not answer within 5 s')});
	});
	test.each(['docker run mcp/fetch:1', 'python -m some_server', '/usr/bin/server', 'npx github:a/b'])(
		'%s is not judged',
		line => expect(checkKnownAdvisory(contextOf(started(line))).result).toBe('not_assessable'),
	);
});

describe('the list that ships', () => {
	test('names for each entry its source, the day it was checked, and versions that compare', () => {
		for (const {id, affected, references, database_specific} of shippedAdvisories.advisories) {
			expect(id).toMatch(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$|^MAL-\d{4}-\d+$/);
			expect(references[0]?.url).toContain(id);
			expect(database_specific.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
			for (const event of affected.flatMap(({ranges}) => ranges.flatMap(({events}) => events)))
				expect(compareVersions(Object.values(event)[0] as string, '0')).not.toBeNull();
		}
		const ids = shippedAdvisories.advisories.flatMap(({id, aliases}) => [id, ...aliases]);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe('what is installed is found', () => {
	test('behind the program that a package put into node_modules/.bin', async () => {
		const {server, libraries} = await findPackages(started(installed('mcp-server-memory')), {
			folder: '/',
			npmCache: null,
		});
		expect(server).toMatchObject({ecosystem: 'npm', name: '@modelcontextprotocol/server-memory'});
		expect(libraries).toEqual([
			{ecosystem: 'npm', name: '@modelcontextprotocol/sdk', version: expect.stringMatching(/^\d+\.\d+\.\d+$/)},
		]);
	});
	test('in the project that npx is run in', async () => {
		const folder = join(import.meta.dirname, '../..');
		const found = await findPackages(started('npx -y @modelcontextprotocol/server-memory'), {folder, npmCache: null});
		expect(found.server?.name).toBe('@modelcontextprotocol/server-memory');
		expect(packagesToAsk([{server: started('npx -y @modelcontextprotocol/server-memory'), packages: found}])).toEqual([
			found.server,
		]);
	});
	test('in the cache of npx, by the very specification', async () => {
		const npmCache = await mkdtemp(join(tmpdir(), 'langsight-npm-'));
		onTestFinished(() => rm(npmCache, {recursive: true}));
		const put = async (name: string, spec: string, version: string) => {
			const own = join(npmCache, '_npx', name, 'node_modules', 'some-mcp');
			await mkdir(own, {recursive: true});
			await writeFile(join(npmCache, '_npx', name, 'package.json'), JSON.stringify({_npx: {packages: [spec]}}));
			await writeFile(join(own, 'package.json'), JSON.stringify({name: 'some-mcp', version}));
		};
		await put('aaaa', 'some-mcp@1', '1.9.0');
		await put('bbbb', 'some-mcp', '2.0.1');
		await mkdir(join(npmCache, '_npx', 'cccc'));
		const found = await findPackages(started('npx -y some-mcp'), {folder: npmCache, npmCache});
		expect(found.server).toEqual({ecosystem: 'npm', name: 'some-mcp', version: '2.0.1'});
	});
	test('nowhere, where there is nothing, and broken or huge manifests are passed over', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'langsight-facts-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		await mkdir(join(folder, 'deep'));
		await writeFile(join(folder, 'deep', 'package.json'), '{"name": "half');
		await writeFile(
			join(folder, 'package.json'),
			JSON.stringify({name: 'huge', version: '1.0.0', pad: 'x'.repeat(300_000)}),
		);
		await writeFile(join(folder, 'deep', 'server.js'), '');
		const nothing = {server: null, libraries: []};
		expect(await findPackages(started(`node ${join(folder, 'deep', 'server.js')}`), {folder, npmCache: null})).toEqual(
			nothing,
		);
		expect(await findPackages(started('node missing/server.js'), {folder, npmCache: join(folder, 'none')})).toEqual(
			nothing,
		);
		expect(await findPackages(started('docker run a'), {folder, npmCache: null})).toEqual(nothing);
	});
});
