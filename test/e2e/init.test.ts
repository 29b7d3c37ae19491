import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type HttpFixture, startHttpFixture} from '../../fixtures/http-server.mjs';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

let web: HttpFixture;
let place: Workplace;
beforeAll(async () => {
	web = await startHttpFixture();
});
afterAll(() => web.kill());

const stdio = (...args: readonly string[]) => ({command: 'node', args: [fixture('stdio-server.mjs'), ...args]});

const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';

/** Three clients with twelve entries that are nine servers. */
async function installClients(): Promise<void> {
	const put = async (name: string, content: unknown) => {
		const path = join(place.folder, name);
		await mkdir(dirname(path), {recursive: true});
		await writeFile(path, JSON.stringify(content));
	};
	const at = (path: string) => ({url: web.url(path)});
	await put('config/Claude/claude_desktop_config.json', {
		mcpServers: {
			'postgres-mcp': stdio(),
			'slack-mcp': stdio('pages=2'),
			'github-mcp': stdio('slow=1'),
			's3-mcp': stdio('slow=2'),
			'filesystem-mcp': {...stdio('slow=3'), env: {LOG_LEVEL: 'debug'}},
			'redis-mcp': stdio('slow=4'),
			'notion-mcp': stdio('slow=5'),
		},
	});
	await put('.cursor/mcp.json', {mcpServers: {pg: stdio(), 'jira-mcp': at('/sse'), 'slack-mcp': stdio('pages=2')}});
	await put('config/Code/User/mcp.json', {
		servers: {'github-mcp': {type: 'stdio', ...stdio('slow=1')}, 'analytics-mcp': {type: 'http', ...at('/streamable')}},
	});
	await put('.codeium/windsurf/mcp_config.json', ['broken']);
}

describe('from nothing to a watched fleet', () => {
	beforeAll(async () => {
		place = await makeWorkplace();
		await installClients();
	});
	afterAll(() => place.remove());

	const config = () => readFile(join(place.folder, '.langsight.yaml'), 'utf8');

	test('without a terminal nothing is chosen or started unasked; a dry run shows the file and writes none', async () => {
		const [unasked, bare, started, dry] = await Promise.all([
			place.run('init'),
			place.run(),
			place.run('--once', '--discover'),
			place.run('init', '--dry-run'),
		]);
		expect(unasked).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('--yes')});
		expect(bare).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('langsight init')});
		expect(started).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('--yes')});
		expect(dry.code).toBe(0);
		expect(dry.stdout).toMatch(/Claude Desktop +7 servers/);
		expect(dry.stdout).toMatch(/Cursor +3 servers/);
		expect(dry.stdout).toMatch(/VS Code +2 servers/);
		expect(dry.stdout).toContain('9 unique servers, found in 12 entries');
		expect(dry.stdout).toContain('+   - name: postgres-mcp');
		expect(dry.stderr).toMatch(/^warning: Windsurf: ~\/.codeium.*\n$/);
		await expect(config()).rejects.toThrow();
	});

	test('two commands: init --yes, and all nine are checked; a second init changes nothing', async () => {
		const first = await place.run('init', '--yes');
		expect(first).toMatchObject({code: 0, stdout: expect.stringContaining('Written to ~/.langsight.yaml: 9 servers')});
		expect((await stat(join(place.folder, '.langsight.yaml'))).mode & 0o777).toBe(0o600);
		const text = await config();
		expect(text).toContain('used_by: [claude-desktop, cursor]');
		const {code, stdout} = await place.run('--once', '--json');
		const {summary, servers} = JSON.parse(stdout);
		expect({code, summary}).toMatchObject({code: 0, summary: {total: 9, up: 9}});
		expect(servers[0]).toMatchObject({name: 'postgres-mcp', used_by: ['claude-desktop', 'cursor']});
		const second = await place.run('init', '--yes', '--json');
		expect(JSON.parse(second.stdout)).toMatchObject({written: false, added: []});
		expect(await config()).toBe(text);
	});

	test('one client alone, and a first check at once', async () => {
		const {code, stdout} = await place.run('init', '--yes', '--client', 'cursor', '--config', 'own.yaml', '--check');
		expect(code).toBe(0);
		expect(stdout).toContain('Written to ~/own.yaml: 3 servers');
		expect(stdout).toContain('│ jira-mcp');
	});
});

describe('langsight add', () => {
	beforeAll(async () => {
		place = await makeWorkplace();
	});
	afterAll(() => place.remove());

	test('tries a server, finds out its transport, and writes what keeps working', async () => {
		const runs = [
			await place.run(
				'add',
				'tool',
				'--tag',
				'critical',
				'--env',
				`TOKEN=${secret}`,
				'--',
				...Object.values(stdio()).flat(),
				'slow=1',
			),
			await place.run('add', 'web', '--url', web.url('/streamable'), '--header', `Authorization: Bearer ${secret}`),
			await place.run('add', 'events', '--url', web.url('/sse')),
		];
		expect(runs.map(({code}) => code)).toEqual([0, 0, 0]);
		expect(runs[0]?.stdout).toMatch(/tool answers: stdio-fixture 1\.2\.3, 2 tools in \S+ over stdio\n {2}echo, add\n/);
		expect(runs[2]?.stdout).toContain('over sse');
		const text = await readFile(join(place.folder, '.langsight.yaml'), 'utf8');
		expect(text).not.toContain(secret);
		expect(runs.map(({stdout, stderr}) => stdout + stderr).join('')).not.toContain(secret);
		expect(text).toContain('transport: sse');
		expect(text).toContain('tags: [critical]');
		Object.assign(place.env, {TOKEN: 'x', WEB_TOKEN: 'y'});
		expect((await place.run('--once')).code).toBe(0);
	});

	test('what does not answer is not written unless it is forced, and no name is taken twice', async () => {
		const bad = ['add', 'bad', '--url', web.url('/404')];
		const [refused, taken, again] = await Promise.all([
			place.run(...bad),
			place.run('add', 'web', '--url', web.url('/streamable?x=1')),
			place.run('add', 'again', '--url', web.url('/sse')),
		]);
		expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('(not_found)')});
		expect(taken).toMatchObject({code: 2, stderr: expect.stringContaining('web already')});
		expect(again).toMatchObject({code: 2, stderr: expect.stringContaining('as events')});
		const before = await readFile(join(place.folder, '.langsight.yaml'), 'utf8');
		expect((await place.run(...bad, '--force')).code).toBe(0);
		const after = await readFile(join(place.folder, '.langsight.yaml'), 'utf8');
		expect(after.startsWith(before) && after.includes('- name: bad')).toBe(true);
	});
});

describe('a first start on a terminal', () => {
	beforeAll(async () => {
		place = await makeWorkplace();
		await installClients();
	});
	afterAll(() => place.remove());

	const open = (...args: readonly string[]) =>
		openTerminal({
			command: nodePath,
			args: [programPath, ...args],
			cwd: place.folder,
			columns: 100,
			rows: 40,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
		});

	test('shows what there is, asks before it starts it, once, and then watches it', async () => {
		const first = open();
		await first.waitFor('What now? [w]');
		expect(first.screen.text()).toContain('9 unique servers, found in 12 entries');
		first.press('w\r');
		await first.waitFor('Start them? [y/N]');
		first.press('n\r');
		expect(await first.exited).toMatchObject({exitCode: 2});
		const second = open('--discover');
		await second.waitFor('Start them? [y/N]');
		second.press('y\r');
		await second.waitFor('● 9 up', 20_000);
		const [running, touched] = await Promise.all([
			place.run('status', '--discover'),
			place.run('impact', 'postgres-mcp', '--discover'),
		]);
		expect(running).toMatchObject({code: 0, stdout: expect.stringContaining('9 up')});
		expect(touched).toMatchObject({code: 0, stdout: expect.stringContaining('claude-desktop')});
		second.press('\x03');
		await second.exited;
		const {code, stdout} = await place.run('--once', '--discover', '--json');
		expect({code, summary: JSON.parse(stdout).summary}).toMatchObject({code: 0, summary: {up: 9}});
	});

	test('lets servers be chosen for a configuration, and opens the screen on it', async () => {
		const terminal = open();
		await terminal.waitFor('What now?');
		terminal.press('i\r');
		await terminal.waitFor('Which ones?');
		terminal.press('1, 4-5\r');
		await terminal.waitFor('Enter opens the screen');
		terminal.press('\r');
		await terminal.waitFor('● 3 up', 20_000);
		terminal.press('\x03');
		await terminal.exited;
		const text = await readFile(join(place.folder, '.langsight.yaml'), 'utf8');
		expect([...text.matchAll(/name: (\S+)/g)].map(([, name]) => name)).toEqual([
			'postgres-mcp',
			's3-mcp',
			'filesystem-mcp',
		]);
	});
});
