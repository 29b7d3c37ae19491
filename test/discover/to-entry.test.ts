import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mergeEntries} from '../../source/config/merge-entries.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toServers} from '../../source/config/to-servers.ts';
import type {FoundTarget} from '../../source/discover/found.ts';
import type {Place} from '../../source/discover/place.ts';
import {createSecretVariables} from '../../source/discover/secret-variables.ts';
import {toEntry} from '../../source/discover/to-entry.ts';
import {freeName, unify} from '../../source/discover/unify.ts';
import {literal, type RemarkedEntry} from '../../source/domain/server-entry.ts';
import {findSecrets} from '../../source/security/secrets.ts';
import {hash, lookAt} from './fixture-home.ts';

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */
const looksSecret = (text: Parameters<typeof findSecrets>[0][number]) => findSecrets([text]).length > 0;

function hide(
	target: Partial<FoundTarget> & Pick<FoundTarget, 'transport'>,
): [entry: object, set: Record<string, string>] {
	const whole = {
		args: [],
		env: {},
		hiddenEnv: [],
		cwd: null,
		headers: {},
		isCertain: true,
		...target,
	} as unknown as FoundTarget;
	const variables = createSecretVariables();
	const {entry} = toEntry({name: 'my-srv', target: whole, usedBy: [], notes: []}, {looksSecret, variables});
	const {name: _name, transport: _transport, ...rest} = entry;
	return [rest, Object.fromEntries(variables.list().map(({name, value}) => [name, value]))];
}

const token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';

describe('secrets stay out of the file, and what is none stays in:', () => {
	test.each<[env: Record<string, string>, written: Record<string, string>]>([
		[{NODE_ENV: 'production'}, {NODE_ENV: 'production'}],
		[
			{DATA: '/srv/data', WIN: 'C:\\data', HOME_DIR: '~/x'},
			{DATA: '/srv/data', WIN: 'C:\\data', HOME_DIR: '~/x'},
		],
		[
			{REGION: 'eu-central-1', PORT: '5432', LEVEL: 'ERROR', ON: 'true'},
			{REGION: 'eu-central-1', PORT: '5432', LEVEL: 'ERROR', ON: 'true'},
		],
		[{URL: 'http://localhost:8080/api'}, {URL: 'http://localhost:8080/api'}],
		[{GITHUB_TOKEN: token}, {GITHUB_TOKEN: '${GITHUB_TOKEN}'}],
		[{ANYTHING: token}, {ANYTHING: '${ANYTHING}'}],
		[{DATABASE_URL: 'postgres://a:b@c/d'}, {DATABASE_URL: '${DATABASE_URL}'}],
		[{HOOK: 'https://x.example.com/h?sig=abc'}, {HOOK: '${HOOK}'}],
		[{DB_PASS: 'apple'}, {DB_PASS: '${DB_PASS}'}],
		[{BLOB: 'x7Kq9Zp2Lm4Rt8'}, {BLOB: '${BLOB}'}],
		[
			{A: '${A}', B: 'Bearer ${B}'},
			{A: '${A}', B: 'Bearer ${B}'},
		],
		[{'odd-name.key': 'v4lu3s3cr3t'}, {'odd-name.key': '${ODD_NAME_KEY}'}],
	])('%j', (env, written) => {
		const [entry, set] = hide({transport: 'stdio', command: 'x', env});
		expect(entry).toEqual({command: ['x'], env: written});
		for (const [name, value] of Object.entries(env))
			if (written[name] !== value) expect(Object.values(set)).toContain(value);
	});

	test.each<[args: string[], written: string[]]>([
		[
			['-y', '@scope/server@1.2.3', '/srv/docs'],
			['-y', '@scope/server@1.2.3', '/srv/docs'],
		],
		[
			['--token', 'abc123def', '--port', '80'],
			['--token', '${MY_SRV_TOKEN}', '--port', '80'],
		],
		[['--api-key=abc123def'], ['--api-key=${MY_SRV_API_KEY}']],
		[
			['run', '-e', `GITHUB_TOKEN=${token}`, 'image'],
			['run', '-e', 'GITHUB_TOKEN=${GITHUB_TOKEN}', 'image'],
		],
		[['postgresql://app:geheim@db/x'], ['${MY_SRV_SECRET}']],
		[['postgresql://localhost/x'], ['postgresql://localhost/x']],
		[
			['https://x.example.com/sse', '--header', `Authorization: Bearer ${token}`],
			['https://x.example.com/sse', '--header', 'Authorization: Bearer ${MY_SRV_TOKEN}'],
		],
		[
			['--header', 'Authorization:$${AUTH}'],
			['--header', 'Authorization:$${AUTH}'],
		],
	])('%j', (args, written) => {
		const [entry] = hide({transport: 'stdio', command: 'x', args});
		expect(entry).toEqual({command: ['x', ...written]});
	});

	test.each<[url: string, headers: Record<string, string>, written: object]>([
		['https://mcp.example.com/v1/mcp', {}, {url: 'https://mcp.example.com/v1/mcp'}],
		[
			'https://m.example.com/mcp?apiKey=a1b2c3d4e5&mode=fast',
			{},
			{url: 'https://m.example.com/mcp?apiKey=${MY_SRV_API_KEY}&mode=fast'},
		],
		['https://m.example.com/s/x7Kq9Zp2Lm4Rt8/mcp', {}, {url: 'https://m.example.com/s/${MY_SRV_URL_KEY}/mcp'}],
		[
			'https://u:p%40ss@m.example.com/mcp',
			{},
			{url: 'https://m.example.com/mcp', auth: {type: 'basic', username: 'u', password: '${MY_SRV_PASSWORD}'}},
		],
		[
			'https://m.example.com/mcp',
			{Authorization: `Bearer ${token}`, 'X-Team': 'shop'},
			{url: 'https://m.example.com/mcp', headers: {Authorization: 'Bearer ${MY_SRV_TOKEN}', 'X-Team': 'shop'}},
		],
		[
			'https://m.example.com/mcp',
			{'X-Api-Key': 'abc'},
			{url: 'https://m.example.com/mcp', headers: {'X-Api-Key': '${MY_SRV_X_API_KEY}'}},
		],
	])('%s %j', (url, headers, written) => {
		const [entry] = hide({transport: 'streamable_http', url, headers});
		expect(entry).toEqual(written);
	});

	test('one name stands for one value: another value gets another name', () => {
		const variables = createSecretVariables();
		const names = [
			variables.hide('TOKEN', 'one', 'a'),
			variables.hide('TOKEN', 'two', 'b'),
			variables.hide('TOKEN', 'one', 'c'),
		];
		expect(names).toEqual(['${TOKEN}', '${B_TOKEN}', '${TOKEN}']);
	});
});

const rename = ({name, used_by: [client = 'other'] = []}: RemarkedEntry['entry'], isTaken: (name: string) => boolean) =>
	freeName(name, client, isTaken);

async function entries(platform: Place['platform'], copies: boolean): Promise<readonly RemarkedEntry[]> {
	const files = await lookAt(platform);
	const known = unify(
		files.flatMap(({servers}) => servers),
		hash,
	);
	const variables = copies ? null : createSecretVariables();
	return known.map(server => toEntry(server, {looksSecret, variables}));
}

describe.each(['linux', 'macos', 'windows'] as const)('what was found on %s', platform => {
	test('is a configuration without mistakes and without a secret', async () => {
		const {text, refused} = mergeEntries(null, '/c/.langsight.yaml', await entries(platform, false), {
			heading: ['x'],
			rename,
		});
		expect(refused).toEqual([]);
		expect(parseConfig(text, '/c/.langsight.yaml')).toHaveProperty('config');
		for (const secret of ['hunter22', 'other333', 'geheim']) expect(text).not.toContain(secret);
		expect(text).toContain('DATABASE_URL: ${DATABASE_URL}');
		expect(text).toContain('DATABASE_URL: ${POSTGRES_CURSOR_DATABASE_URL}');
		expect(text).toContain('LOG_LEVEL: info');
	});

	test('gives the servers what their clients give them when secrets are copied', async () => {
		const {text} = mergeEntries(null, '/c/.langsight.yaml', await entries(platform, true), {heading: [], rename});
		const parsed = parseConfig(text, '/c/.langsight.yaml');
		const [postgres, , plain] = 'config' in parsed ? toServers(parsed.config, {}) : [];
		expect(postgres).toMatchObject({
			env: {DATABASE_URL: 'postgres://app:hunter22@db.example.com/shop', LOG_LEVEL: 'info'},
		});
		expect(plain).toMatchObject({
			args: ['/opt/mcp/literal.py', '${HOME}'],
			env: {MODE: '${MODE}'},
			misconfigured: null,
		});
	});
});

test('put in by halves, in any order, is the same as at once; a second time changes nothing', async () => {
	const all = await entries('linux', false);
	await fc.assert(
		fc.property(fc.subarray([...all.keys()]), picked => {
			const first = mergeEntries(
				null,
				'/c/x.yaml',
				picked.map(at => all[at]!),
				{heading: ['x'], rename},
			);
			const old = picked.length === 0 ? null : first.text;
			const whole = mergeEntries(old, '/c/x.yaml', all, {heading: ['x'], rename});
			expect(whole.added).toHaveLength(all.length - picked.length);
			expect(whole.text.startsWith(old?.trimEnd() ?? '')).toBe(true);
			const again = mergeEntries(whole.text, '/c/x.yaml', all, {heading: ['x'], rename});
			expect(again.text).toBe(whole.text);
			expect(again.added).toEqual([]);
		}),
		{numRuns: 4},
	);
});

test('any text of a client comes back as it was', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.oneof(
					fc.string({unit: 'grapheme', maxLength: 30}),
					fc.constantFrom('a\nb', '\n\n x\n', '\t', '- x: #', '${', '$${A}', '~', 'null', ' lead'),
				),
				{maxLength: 4},
			),
			args => {
				const clean = args.filter(arg => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(arg));
				const target: FoundTarget = {
					transport: 'stdio',
					command: 'x',
					args: clean.map(literal),
					env: Object.fromEntries(clean.map((arg, at) => [`A${at}`, literal(arg)])),
					hiddenEnv: [],
					cwd: null,
				};
				const one = toEntry({name: 'a', target, usedBy: ['cursor'], notes: []}, {looksSecret, variables: null});
				const {text} = mergeEntries(null, '/c/x.yaml', [one], {heading: [], rename});
				const parsed = parseConfig(text, '/c/x.yaml');
				expect('config' in parsed && toServers(parsed.config, {})[0]).toMatchObject({
					args: clean,
					env: Object.fromEntries(clean.map((arg, at) => [`A${at}`, arg])),
				});
			},
		),
		{numRuns: 40},
	);
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */
