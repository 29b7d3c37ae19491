import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {clients} from '../../source/discover/clients.ts';
import {discover} from '../../source/discover/discover.ts';
import type {Place} from '../../source/discover/place.ts';
import {readDocument} from '../../source/discover/read-document.ts';
import {type Files, realFiles} from '../../source/discover/read-file.ts';
import {unify} from '../../source/discover/unify.ts';
import {hash} from './fixture-home.ts';

let home: string;
let place: Place;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'langsight-discover-'));
	place = {platform: 'linux', home, env: {}, folders: [join(home, 'project')]};
	await put('.cursor/mcp.json', '{"mcpServers": {"well": {"command": "well"}}}');
});
afterEach(() => rm(home, {recursive: true, force: true}));

const windsurf = '.codeium/windsurf/mcp_config.json';

async function put(name: string, content: string | Buffer): Promise<string> {
	const path = join(home, name);
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, content);
	return path;
}

/** The troubles there are, with the names of the servers that were found all the same. */
async function look(
	files: Files = realFiles,
): Promise<readonly [names: readonly string[], troubles: readonly string[]]> {
	const found = await discover(place, files);
	return [
		found.flatMap(({servers}) => servers.map(({name}) => name)),
		found.flatMap(({trouble}) => (trouble === null ? [] : [trouble])),
	];
}

describe('a broken file is one warning and keeps nothing else from being found:', () => {
	test.each<[what: string, content: string | Buffer, trouble: string]>([
		['no JSON', '{"mcpServers": {', 'is not JSON: close brace expected in line 1'],
		['brackets without end', `// deep\n${'['.repeat(100_000)}`, 'is nested too deeply'],
		['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), 'is not a text file'],
		[
			'another character set',
			Buffer.from('{"mcpServers": {"caf\xe9": {"command": "x"}}}', 'latin1'),
			'is not UTF-8 text',
		],
		['UTF-16', Buffer.from('\uFEFF{"mcpServers": {}}', 'utf16le'), 'is not a text file'],
		['a list at the top', '[{"mcpServers": {}}]', 'is not a group of settings'],
		['a word', '"mcpServers"', 'is not a group of settings'],
		['a list of servers that is none', '{"mcpServers": ["a", "b"]}', 'has a list of servers that is none'],
	])('%s', async (_what, content, trouble) => {
		await put(windsurf, content);
		expect(await look()).toEqual([['well'], [trouble]]);
	});

	test('a huge one', async () => {
		await truncate(await put(windsurf, '{}'), 2 ** 40);
		expect(await look()).toEqual([['well'], ['is larger than 16 MiB']]);
	});

	test('a link that leads to itself', async () => {
		const path = join(home, windsurf);
		await mkdir(dirname(path), {recursive: true});
		await symlink(path, path);
		expect(await look()).toEqual([['well'], ['is a link that leads to itself']]);
	});

	test('a pipe that nobody writes to, and a folder', async () => {
		const path = join(home, windsurf);
		await mkdir(dirname(path), {recursive: true});
		execFileSync('mkfifo', [path]);
		await mkdir(join(home, '.kiro/settings/mcp.json'), {recursive: true});
		expect(await look()).toEqual([['well'], ['is not a regular file', 'is a folder']]);
	});

	test('one that may not be read', async () => {
		await put(windsurf, '{}');
		const files: Files = {
			...realFiles,
			read: async path => (path.includes('windsurf/') ? {why: 'may not be read'} : realFiles.read(path)),
		};
		expect(await look(files)).toEqual([['well'], ['may not be read']]);
	});

	test('TOML and YAML that are none', async () => {
		await put('.codex/config.toml', '[mcp_servers.x\ncommand = "sk-secret"');
		await put('.config/goose/config.yaml', 'extensions:\n  a: {cmd: [sk-secret\n');
		const [names, troubles] = await look();
		expect(names).toEqual(['well']);
		expect(troubles).toEqual([
			expect.stringMatching(/^is not TOML: see line \d+$/),
			expect.stringMatching(/^is not YAML/),
		]);
		expect(troubles.join()).not.toContain('sk-secret');
	});

	test('YAML whose aliases grow without bound, and TOML that nests without end', async () => {
		const bomb = Array.from({length: 12}, (_none, at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(9)}]`);
		await put('.config/goose/config.yaml', ['a-1: &a-1 x', ...bomb].join('\n'));
		await put('.codex/config.toml', `x = ${'['.repeat(5000)}`);
		const [names, troubles] = await look();
		expect(names).toEqual(['well']);
		expect(troubles).toHaveLength(2);
	});
});

describe('what is odd is read as it is meant:', () => {
	test.each<[what: string, content: string, names: readonly string[]]>([
		['a mark at the start and CRLF', '\uFEFF{\r\n// x\r\n"mcpServers": {"a": {"command": "x"},}\r\n}', ['a']],
		['an empty file', '', []],
		['no list', '{"other": 1}', []],
		[
			'names of the language itself',
			'{"mcpServers": {"constructor": {"command": "x"}, "__proto__": {"command": "y"}}}',
			['constructor', '__proto__'],
		],
		['a list by inheritance only', '{"__proto__": {"mcpServers": {"a": {"command": "x"}}}}', []],
		['the same with a comment', '// x\n{"__proto__": {"mcpServers": {"a": {"command": "x"}}}}', []],
		['control sequences in a name', '{"mcpServers": {"\\u001b[31mred\\u0007": {"command": "x"}}}', ['red']],
	])('%s', async (_what, content, names) => {
		await put(windsurf, content);
		expect(await look()).toEqual([['well', ...names], []]);
	});

	test.each<[entry: string, why: string]>([
		['5', 'is no group of settings'],
		['{}', 'has neither a command nor an address'],
		['{"command": {"a": 1}}', 'has no command that is text'],
		['{"command": "x", "args": [{"a": 1}]}', 'has no command that is text'],
		['{"url": "file:///etc/passwd"}', 'has an address that is not http:// or https://'],
		['{"type": "carrier-pigeon", "url": "http://x"}', 'is of a kind that is not known: carrier-pigeon'],
	])('an entry such as %s is named with the reason', async (entry, why) => {
		await put(windsurf, `{"mcpServers": {"odd": ${entry}}}`);
		const found = await discover(place, realFiles);
		expect(found.flatMap(({unusable}) => unusable)).toEqual([{name: 'odd', why}]);
	});
});

test('no content makes a reader throw, and whatever is found can be joined', async () => {
	const json = fc.oneof(
		fc.string(),
		fc.json(),
		fc
			.dictionary(fc.string(), fc.jsonValue())
			.map(servers => JSON.stringify({mcpServers: servers, servers, mcp: servers})),
	);
	await fc.assert(
		fc.asyncProperty(json, fc.constantFrom('json', 'toml', 'yaml'), async (text, format) => {
			expect(readDocument(text, format as 'json')).toBeTypeOf('object');
			const files: Files = {read: async () => ({text}), list: async () => ['one']};
			const found = await discover({...place, platform: 'macos'}, files, clients);
			unify(
				found.flatMap(({servers}) => servers),
				hash,
			);
		}),
		{numRuns: 30},
	);
});
