import {expect, describe as group, test} from 'vitest';
import {clients} from '../../source/discover/clients.ts';
import {unify} from '../../source/discover/unify.ts';
import {describe, hash, lookAt, places} from './fixture-home.ts';

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */
/** What stands in the files of each computer: name, target, clients. A question mark: the client does not say. */
const expected: readonly (readonly [name: string, target: string, usedBy: string])[] = [
	[
		'postgres',
		'npx -y @acme/postgres-mcp@1.2.0 DATABASE_URL=postgres://app:hunter22@db.example.com/shop LOG_LEVEL=info',
		'claude-desktop',
	],
	['files', 'npx -y @modelcontextprotocol/server-filesystem /srv/docs', 'claude-desktop claude-code'],
	['literal', 'python3 /opt/mcp/literal.py $${HOME} MODE=$${MODE}', 'claude-desktop'],
	['wiki', 'streamable_http https://wiki.example.com/mcp', 'claude-code vscode'],
	[
		'github',
		'streamable_http https://api.githubcopilot.com/mcp/ Authorization=Bearer ${GITHUB_TOKEN}',
		'claude-code cursor',
	],
	['shop-tools', 'node ./tools/server.js in ~/code/shop PORT=${PORT:-7000}', 'claude-code'],
	['events', 'sse https://Events.example.com:443/sse/', 'claude-code'],
	[
		'postgres-cursor',
		'npx -y @acme/postgres-mcp@1.2.0 DATABASE_URL=postgres://app:other333@db.example.com/shop LOG_LEVEL=info',
		'cursor',
	],
	['search', 'sse? https://search.example.com/sse X-Api-Key=${SEARCH_KEY}', 'cursor'],
	['browser', 'npx @playwright/mcp@0.0.30 --output-dir ~/code/shop/out', 'cursor'],
	['perplexity', 'npx -y server-perplexity-ask --region ${REGION:-eu} PERPLEXITY_API_KEY=${PERPLEXITY_KEY}', 'vscode'],
	['metrics', 'sse http://localhost:8931/sse', 'vscode'],
	['git', 'uvx mcp-server-git --repository ~/code/shop', 'vscode'],
	['insider', 'insider-mcp', 'vscode'],
	['codium', 'streamable_http https://codium.example.com/mcp', 'vscode'],
	['mailer', 'python -m mailer_mcp MAIL_PASSWORD=geheim 123 MAIL_FROM=shop@example.com', 'vscode'],
	[
		'docs',
		'streamable_http? https://docs.example.com/mcp X-Team=shop X-Key=${DOCS_KEY} Authorization=Bearer ${DOCS_TOKEN}',
		'codex',
	],
	['sql', 'uvx --from sql-mcp==0.3 sql-mcp in ~/data SQL_DIALECT=postgres SQL_PASSWORD=${SQL_PASSWORD}', 'codex'],
	['nightly', 'nightly-mcp', 'codex'],
	['deep', 'streamable_http? https://deep.example.com/mcp Authorization=Bearer ${DEEP_TOKEN}', 'windsurf'],
	['zed-tool', 'zed-tool serve', 'zed'],
	['zed-older', '/opt/zed/older --stdio ZED_MODE=fast', 'zed'],
	['zed-remote', 'streamable_http? https://zed.example.com/mcp', 'zed'],
	['cline-http', 'streamable_http https://cline.example.com/mcp', 'cline'],
	['roo-http', 'streamable_http https://roo.example.com/mcp', 'roo'],
	['roo-tool', 'roo-tool in ~/code/shop/tools', 'roo'],
	['gemini-sse', 'sse https://gemini.example.com/events', 'gemini'],
	['gemini-http', 'streamable_http https://gemini.example.com/mcp', 'gemini'],
	['gemini-tool', 'gemini-tool ${GEMINI_REGION} ${GEMINI_ZONE} ${GEMINI_HOST} in ~/here', 'gemini'],
	['junie-tool', 'junie-tool JUNIE_PORT=8080', 'junie'],
	['goose-tool', 'goose-tool --fast GOOSE_LEVEL=debug GOOSE_KEY=${GOOSE_KEY}', 'goose'],
	['goose-stream', 'streamable_http https://goose.example.com/mcp', 'goose'],
	['lm-remote', 'streamable_http? https://lm.example.com/mcp', 'lm-studio'],
	['open-local', 'bun x open-mcp OPEN_KEY=${OPEN_KEY}', 'opencode'],
	['open-remote', 'streamable_http? https://open.example.com/mcp', 'opencode'],
	['kiro-tool', 'uvx kiro-mcp@latest KIRO_TOKEN=${KIRO_TOKEN}', 'kiro'],
	['aws-docs', 'uvx awslabs.aws-documentation-mcp-server@latest FASTMCP_LOG_LEVEL=ERROR', 'amazon-q'],
];
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */

group.each(['linux', 'macos', 'windows'] as const)('on a computer with every client, %s', platform => {
	const place = places[platform];

	test('exactly the servers that are there are found, and the same ones are joined', async () => {
		const files = await lookAt(platform);
		const known = unify(
			files.flatMap(({servers}) => servers),
			hash,
		);
		const lines = known.map(({name, target, usedBy}) => [
			name,
			describe(target, place).replace(/^cmd \/c npx/, 'npx'),
			usedBy.join(' '),
		]);
		expect(lines).toEqual(expected);
		const [first] = known;
		const isShell = first?.target.transport === 'stdio' && first.target.command === 'cmd';
		expect(isShell).toBe(platform === 'windows');
	});

	test('every client has a file, none is broken, and what is switched off is listed', async () => {
		const files = await lookAt(platform);
		expect([...new Set(files.map(({client}) => client.id))]).toEqual(clients.map(({id}) => id));
		expect(files.filter(({trouble, unusable}) => trouble !== null || unusable.length > 0)).toEqual([]);
		const off = files.flatMap(({servers}) => servers.filter(({isEnabled}) => !isEnabled).map(({name}) => name));
		expect(off).toEqual(['gone', 'zed-off', 'cline-off', 'gemini-off', 'goose-off', 'open-off']);
	});

	test('what is nearly the same stays apart, with the reason; what is asked for is named', async () => {
		const files = await lookAt(platform);
		const known = unify(
			files.flatMap(({servers}) => servers),
			hash,
		);
		expect(known.flatMap(({name, notes}) => notes.map(note => `${name}: ${note}`))).toEqual([
			'postgres-cursor: kept apart from postgres: another DATABASE_URL',
			'perplexity: needs input: set PERPLEXITY_KEY (Key of Perplexity)',
		]);
	});
});

test('variables of the environment move the lists, as they move them for the clients', () => {
	const env = {CLAUDE_CONFIG_DIR: '/cc', CODEX_HOME: '/cx', XDG_CONFIG_HOME: '/xdg', OPENCODE_CONFIG: '/oc.json'};
	const place = {...places.linux, env};
	const paths = clients.flatMap(client => client.files(place).map(({path}) => path));
	for (const path of [
		'/cc/.claude.json',
		'/cx/config.toml',
		'/xdg/Claude/claude_desktop_config.json',
		'/xdg/zed/settings.json',
		'/oc.json',
	])
		expect(paths).toContain(path);
	expect(paths).not.toContain('/home/ada/.claude.json');
});

test('without the package, Claude Desktop on Windows has its usual file', async () => {
	const files = await lookAt('windows');
	expect(JSON.stringify(files)).not.toContain('before-the-package');
	const usual = clients[0]?.files({...places.windows, env: {}}).at(-1);
	expect(usual).toMatchObject({
		path: 'C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
		isFallback: true,
	});
});
