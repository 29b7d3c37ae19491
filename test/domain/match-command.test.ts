import {describe, expect, test} from 'vitest';
import {createMatcher, type ServerCommand} from '../../source/domain/match-command.ts';

const home = '/home/ana/project';

/** A configured server from its words. */
function server(name: string, words: readonly string[], cwd: string | null = null): ServerCommand {
	const [command = '', ...args] = words;
	return {name, command, args, cwd};
}

function roleOf(
	configured: readonly string[],
	argv: readonly string[],
	cwd: string | null = home,
	own: string | null = null,
) {
	return createMatcher([server('one', configured, own)], home)({argv, cwd}).get('one') ?? null;
}

const everything = ['npx', '-y', '@modelcontextprotocol/server-everything', 'stdio'];
const bins = '/home/ana/.npm/_npx/ab12/node_modules';

describe('an agent starts a configured server and it is found:', () => {
	test.each<[story: string, configured: string[], argv: string[]]>([
		['word for word', ['mcp-git', '--repo', '.'], ['mcp-git', '--repo', '.']],
		['by its path instead of its name', ['mcp-git'], ['/usr/local/bin/mcp-git']],
		['by its name instead of its path', ['/usr/local/bin/mcp-git'], ['mcp-git']],
		['a script with "#!" shows its interpreter', ['/opt/run.mjs', 'a'], ['node', '/opt/run.mjs', 'a']],
		['with options in its "#!"', ['/opt/run.mjs', 'a'], ['node', '--no-warnings', '/opt/run.mjs', 'a']],
		['a wrapper in shell', ['./run.sh', 'a'], ['/bin/sh', './run.sh', 'a']],
		['a console script of Python', ['mcp-git'], ['/venv/bin/python3.11', '/venv/bin/mcp-git']],
		['node from elsewhere', ['node', '/opt/a.js'], ['/home/ana/.nvm/versions/node/v22/bin/node', '/opt/a.js']],
		['a relative script in the same folder', ['node', 'dist/a.js'], ['node', 'dist/a.js']],
		['a relative script as an absolute one', ['node', './dist/../a.js'], ['node', `${home}/a.js`]],
		['a module of Python', ['python', '-m', 'mcp_git', '-v'], ['/usr/bin/python3', '-m', 'mcp_git', '-v']],
		['options of the interpreter', ['node', '--import', 'x', 'a.js'], ['node', '--import', 'x', 'a.js']],
		['code on the command line', ['python3', '-c', 'import a; a.run()'], ['/bin/python3', '-c', 'import a; a.run()']],
		['through env', ['env', '-u', 'B', 'A=1', 'node', 'a.js'], ['node', 'a.js']],
		['through env -S', ['env', '-S', 'A=1 node', 'a.js'], ['node', 'a.js']],
		['through a shell', ['bash', '-lc', "A=1 exec node a.js 'b c'"], ['node', 'a.js', 'b c']],
		['through timeout', ['timeout', '-k', '5', '60', 'node', 'a.js'], ['node', 'a.js']],
		['deno run', ['deno', 'run', '-A', 'a.ts'], ['/opt/deno', 'run', '-A', 'a.ts']],
		['a package by the name of its program', ['npx', 'mcp-git@1.2', '.'], ['node', `${bins}/.bin/mcp-git`, '.']],
		[
			'a package by its files',
			everything,
			['node', `${bins}/@modelcontextprotocol/server-everything/dist/index.js`, 'stdio'],
		],
		['a program of a package', ['npx', '-p', '@a/b', 'c', 'd'], ['node', `${bins}/.bin/c`, 'd']],
		['a package in the other long form', ['npx', '--package=@a/b@2', '--', 'c', 'd'], ['node', `${bins}/.bin/c`, 'd']],
		['a native program of a package', ['bunx', 'fast-mcp'], [`${bins}/.bin/fast-mcp`]],
		['a tool of Python', ['uvx', 'mcp_server_git[x]==1.0', '.'], ['/c/bin/python', '/c/bin/mcp-server-git', '.']],
		[
			'a tool from elsewhere',
			['uvx', '--python', '3.12', '--from', 'git+https://h/r', 'my_tool'],
			['/c/bin/python', '/c/bin/my_tool'],
		],
		['pipx', ['pipx', 'run', '--spec', 'a==1', 'tool'], ['/c/bin/python3', '/c/bin/tool']],
		['a program without arguments', ['cat'], ['/bin/cat']],
	])('%s', (_story, configured, argv) => expect(roleOf(configured, argv)).toBe('server'));
});

describe('what only starts it is known as such:', () => {
	test.each<[story: string, configured: string[], argv: string[]]>([
		['npx before it has read its arguments', everything, ['node', '/usr/bin/npx', ...everything.slice(1)]],
		['npx with its title', everything, ['npm exec @modelcontextprotocol/server-everything stdio']],
		['npm exec', ['npm', 'exec', '--', 'mcp-git', 'a b'], ['npm exec mcp-git a b']],
		[
			'npx where its title hides a password',
			['npx', '-y', '@mcp/postgres', 'postgresql://ana:geheim@db/x', '--ro'],
			['npm exec @mcp/postgres postgresql://ana:***@db/x --ro'],
		],
		['the shell of npx', ['npx', 'mcp-git', 'a b'], ['sh', '-c', "'mcp-git' 'a b'"]],
		['uvx', ['uvx', 'mcp-git', '.'], ['/home/ana/.local/bin/uv', 'tool', 'uvx', 'mcp-git', '.']],
		['a shell around a plain command', ['node', 'a.js'], ['sh', '-c', 'node a.js']],
		['a shell with more than that', ['sh', '-c', 'cd /x && node a.js'], ['/bin/sh', '-c', 'cd /x && node a.js']],
		['a login shell with more than that', ['bash', '-lc', 'cd /x && node a.js'], ['bash', '-lc', 'cd /x && node a.js']],
		['timeout', ['timeout', '60', 'node', 'a.js'], ['timeout', '60', 'node', 'a.js']],
		['uv run', ['uv', '--directory', '/x', 'run', 'a.py'], ['/opt/uv', '--directory', '/x', 'run', 'a.py']],
		['npm run', ['npm', 'run', 'mcp'], ['npm run mcp']],
	])('%s', (_story, configured, argv) => expect(roleOf(configured, argv)).toBe('launcher'));
});

describe('what is not the server is left alone:', () => {
	test.each<[story: string, configured: string[], argv: string[]]>([
		['other arguments', ['node', 'a.js', '--ro'], ['node', 'a.js', '--rw']],
		['fewer arguments', ['node', 'a.js', '--ro'], ['node', 'a.js']],
		['more arguments', ['node', 'a.js'], ['node', 'a.js', '--ro']],
		['another program', ['mcp-git'], ['mcp-gitlab']],
		['a program of the same name elsewhere', ['/opt/a/run', 'x'], ['/opt/b/run', 'x']],
		['a script of the same name elsewhere', ['node', '/opt/a/server.js'], ['node', '/opt/b/server.js']],
		['an editor that has it open', ['/opt/run.mjs'], ['vim', '/opt/run.mjs']],
		['another interpreter', ['node', 'a.js'], ['bun', 'a.js']],
		['other options of the interpreter', ['node', '--inspect', 'a.js'], ['node', 'a.js']],
		['another module', ['python', '-m', 'mcp_git'], ['python3', '-m', 'mcp_time']],
		['another package', everything, ['node', `${bins}/@other/server-everything-else/dist/index.js`, 'stdio']],
		['another package with its title', everything, ['npm exec @modelcontextprotocol/server-memory stdio']],
		[
			'another user of the same database',
			['npx', 'pg', 'postgresql://a:x@db/x'],
			['npm exec pg postgresql://b:***@db/x'],
		],
		['another command in a shell', ['node', 'a.js'], ['sh', '-c', 'node a.js; node b.js']],
		['another line in a shell', ['node', 'a.js', 'node', 'b.js'], ['sh', '-c', 'node a.js\nnode b.js']],
		['a script that happens to have -c', ['node', 'a.js'], ['bash', 'all.sh', '-c', 'node a.js']],
		['no arguments at all', ['node', 'a.js'], ['']],
		['nothing', ['node', 'a.js'], []],
	])('%s', (_story, configured, argv) => expect(roleOf(configured, argv)).toBe(null));

	test('a relative script in another folder is another script', () => {
		expect(roleOf(['node', 'server.js'], ['node', 'server.js'], '/srv/web')).toBe(null);
		expect(roleOf(['node', 'server.js'], ['node', 'server.js'], '/srv/web', '/srv/web')).toBe('server');
		expect(roleOf(['node', 'server.js'], ['node', '/srv/web/server.js'], '/', '/srv/web/')).toBe('server');
	});

	test('where the folder may not be read, a relative script must be written alike', () => {
		expect(roleOf(['node', 'server.js'], ['node', 'server.js'], null)).toBe('server');
		expect(roleOf(['node', 'server.js'], ['node', './server.js'], null)).toBe(null);
	});
});

describe('of two servers with the same program', () => {
	const namesOf = (servers: readonly ServerCommand[], argv: readonly string[], cwd: string | null = home) => [
		...createMatcher(servers, home)({argv, cwd}).keys(),
	];

	test('arguments tell whose process it is', () => {
		const pair = [server('ro', ['node', 'a.js', '--ro']), server('rw', ['node', 'a.js', '--rw'])];
		expect(namesOf(pair, ['node', 'a.js', '--rw'])).toEqual(['rw']);
	});

	test('that differ only in their environment, it belongs to both', () => {
		const pair = [server('test', ['node', 'a.js']), server('live', ['node', 'a.js'])];
		expect(namesOf(pair, ['node', 'a.js'])).toEqual(['test', 'live']);
	});

	test('the working folder decides where it was configured', () => {
		const words = ['mcp-git'];
		const pair = [server('a', words, '/src/a'), server('b', words, '/src/b'), server('any', words)];
		expect(namesOf(pair, words, '/src/b')).toEqual(['b']);
		expect(namesOf(pair, words, '/src/c')).toEqual(['any']);
		expect(namesOf(pair, words, null)).toEqual(['a', 'b', 'any']);
		expect(namesOf(pair.slice(0, 2), words, '/src/c')).toEqual(['a', 'b']);
	});

	test('the version tells launchers apart', () => {
		const pair = [server('old', ['npx', 'a@1']), server('new', ['npx', 'a@2'])];
		expect(namesOf(pair, ['npm exec a@2'])).toEqual(['new']);
		expect(namesOf(pair, ['node', `${bins}/.bin/a`])).toEqual(['old', 'new']);
	});
});

test('whatever a command line holds, reading it ends and does not throw', () => {
	const match = createMatcher([server('one', ['node', 'a.js'])], home);
	const odd = [
		'sh',
		'-c',
		`"${'\\'.repeat(20_000)}`,
		`'${'('.repeat(20_000)}`,
		'\0',
		'***'.repeat(10_000),
		'env',
		'-S',
	];
	for (let at = 0; at < odd.length; at++) {
		expect(match({argv: odd.slice(at), cwd: null}).size).toBe(0);
	}
	const nested = Array.from({length: 10_000}, () => 'env');
	expect(match({argv: [...nested, 'node', 'a.js'], cwd: home}).size).toBe(0);
});
