import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {makeWorkplace, type Workplace} from '../helpers/program.ts';

describe('what a user gets wrong', () => {
	let place: Workplace;
	beforeAll(async () => {
		place = await makeWorkplace();
	});
	afterAll(() => place.remove());

	test('five mistakes in a configuration are five lines with their line numbers', async () => {
		const path = await place.write(
			'five.yaml',
			`monitoring:
  intervall_seconds: 30
servers:
  - name: one
    transport: stdoi
    command: node server.js
  - name: two
    url: ftp://example.com/mcp
  - name: three
    command: node server.js
    timeout_seconds: soon
  - name: one
    command: node other.js
`,
		);
		const {code, stdout, stderr} = await place.run('--once', '--config', path);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		const places = stderr.split('\n').flatMap(line => /five\.yaml:(\d+) /.exec(line)?.[1] ?? []);
		expect(places).toEqual(['2', '5', '8', '11', '12']);
		expect(stderr).toContain('interval_seconds');
	});

	test.each<[story: string, text: string | null, words: RegExp]>([
		['an empty configuration', '', /empty/],
		['a missing file', null, /no config file .*missing\.yaml/],
		['what is no YAML', 'servers: [}', /yaml/i],
		['two servers of one name', 'servers:\n  - {name: a, command: x}\n  - {name: a, command: y}\n', /a/],
		['no servers', 'servers: []\n', /server/],
	])('%s is one clear sentence, exit code 2 and no stack', async (_story, text, words) => {
		if (text !== null) await place.write('case.yaml', text);
		const name = text === null ? 'missing.yaml' : 'case.yaml';
		const {code, stdout, stderr} = await place.run('--once', '--config', name);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(words);
		expect(stderr).not.toMatch(/\n\s+at /);
	});

	test('no configuration and no terminal is told with what to do about it', async () => {
		const empty = join(place.folder, 'empty');
		await mkdir(empty);
		const {code, stdout, stderr} = await place.run();
		expect(code).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toContain('langsight --demo');
		expect(stderr).not.toMatch(/\n\s+at /);
	});

	test.each([
		[['--bogus'], /bogus/],
		[['nonsense'], /no command "nonsense"/],
		[['--once', '--demo', '--fail-on', 'rain'], /does not know "rain"/],
		[['--once', '--demo', '--filter', 'status=upp'], /status is one of/],
		[['--once', '--demo', '--retries', '-1'], /retries/],
		[['--once', '--demo', '--group-by', 'colour'], /does not know "colour"/],
	])('%j is a usage error', async (args, words) => {
		const {code, stdout, stderr} = await place.run(...args);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(words);
	});

	test('--version and --help print and end well', async () => {
		expect(await place.run('--version')).toMatchObject({code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/)});
		const {code, stdout} = await place.run('--help');
		expect(code).toBe(0);
		expect(stdout).toContain('Examples');
	});
});
