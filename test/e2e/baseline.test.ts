import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {finish, fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';

const lockFile = 'langsight.lock.json';

let place: Workplace;
beforeEach(async () => {
	place = await makeWorkplace();
	await place.write(
		'.langsight.yaml',
		`monitoring: {interval_seconds: 1}
servers:
  - name: changing
    command: [node, "${fixture('stdio-server.mjs')}", "drift-while=${join(place.folder, 'deployed')}"]
    env: {API_TOKEN: very-secret-value}
  - {name: steady, command: [node, "${fixture('stdio-server.mjs')}"], tags: [calm]}
`,
	);
});
afterEach(() => place.remove());

const deploy = () => writeFile(join(place.folder, 'deployed'), '');
const rollBack = () => rm(join(place.folder, 'deployed'));
const lockText = () => readFile(join(place.folder, lockFile), 'utf8');

describe('tools under version control', () => {
	test('a CI job writes the lock file, sees a change, and passes once it is accepted', async () => {
		const folder = join(place.folder, 'job');
		await mkdir(folder);
		const script = spawn('sh', [fixture('ci/lock-file.sh'), folder, nodePath, programPath], {
			cwd: place.folder,
			env: {...place.env, PATH: `${join(nodePath, '..')}:${place.env.PATH}`},
		});
		const {code, stdout, stderr} = await finish(script);
		expect(stderr).toBe('');
		expect(code).toBe(0);
		expect(stdout).toContain('Compared with langsight.lock.json: 1 drifted, 1 unchanged');
		expect(stdout).toMatch(/BREAKING +add removed/);
	});

	test('the file holds the tools of every server and nothing of how they are reached', async () => {
		expect(await place.run('baseline', '--write', lockFile)).toMatchObject({
			code: 0,
			stdout: 'langsight.lock.json written: 2 servers, 4 tools\n',
			stderr: '',
		});
		const text = await lockText();
		expect(JSON.parse(text).servers.map(({name}: {name: string}) => name)).toEqual(['changing', 'steady']);
		for (const secret of ['very-secret', 'API_TOKEN', 'stdio-server.mjs', place.folder])
			expect(text).not.toContain(secret);
	});

	test('a server that cannot be listed is named, and the file stays as it was until it is left out', async () => {
		await place.run('baseline', '--write', lockFile);
		const before = await lockText();
		await deploy();
		const config = await readFile(join(place.folder, '.langsight.yaml'), 'utf8');
		await place.write('.langsight.yaml', `${config}  - {name: broken, command: [node, -e, "process.exit(3)"]}\n`);
		const failed = await place.run('baseline', '--write', lockFile);
		expect(failed).toMatchObject({code: 1, stdout: ''});
		expect(failed.stderr).toMatch(/broken could not be listed: .*code 3/);
		expect(failed.stderr).toContain('langsight.lock.json is left as it was');
		expect(await lockText()).toBe(before);

		expect((await place.run('baseline', '--write', lockFile, '--tag', 'calm')).code).toBe(0);
		expect(await lockText()).toBe(before);
		expect((await place.run('baseline', '--write', lockFile, '--server', 'changing')).code).toBe(0);
		const after = JSON.parse(await lockText()).servers;
		expect(after[0].tools.map(({name}: {name: string}) => name)).toEqual(['echo', 'subtract']);
		expect(after[1]).toEqual(JSON.parse(before).servers[1]);
	});

	test('JSON for programs is as always, and says how each server stands', async () => {
		await place.run('baseline', '--write', lockFile, '--server', 'changing');
		await deploy();
		const {code, stdout, stderr} = await place.run('--once', '--json', '--baseline', lockFile, '--fail-on', 'breaking');
		expect(code).toBe(1);
		expect(stderr).toContain('note: not in langsight.lock.json: steady\n');
		const report = JSON.parse(stdout);
		const schema = JSON.parse(readFileSync(new URL('../../schemas/fleet.v1.schema.json', import.meta.url), 'utf8'));
		const validate = new Ajv2020({strict: false, validateFormats: false}).compile(schema);
		expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
		expect(report.servers.map((one: {schema: {state: string}}) => one.schema.state)).toEqual(['drifted', 'new']);
	});

	test('what is in the file but gone from the configuration, or down, is told', async () => {
		await place.run('baseline', '--write', lockFile);
		await place.write('.langsight.yaml', 'servers:\n  - {name: changing, command: [node, -e, "process.exit(3)"]}\n');
		const {code, stderr} = await place.run('--once', '--baseline', lockFile, '--fail-on', 'drift');
		expect(code).toBe(0);
		expect(stderr).toContain('note: in langsight.lock.json, but not configured: steady\n');
		expect(stderr).toContain('note: not compared with langsight.lock.json, because not listed: changing\n');
	});

	test.each([
		['a file that is not there', null, /no lock file langsight\.lock\.json\nWrite one with: langsight baseline/],
		['one that is broken', '{"version": 1', /langsight\.lock\.json cannot be used: it is not JSON/],
		['one of a newer version', '{"version": 9, "servers": []}', /langsight\.lock\.json cannot be used: .*version 9/],
		['a file of something else', '{"lockfileVersion": 3}', /langsight\.lock\.json cannot be used: it is no lock file/],
	])('%s is a usage error before anything is reported', async (_what, text, words) => {
		if (text !== null) await place.write(lockFile, text);
		const {code, stdout, stderr} = await place.run('--once', '--baseline', lockFile);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toMatch(words);
	});

	test('without a file to write, and with a place that cannot be written, it says so', async () => {
		expect(await place.run('baseline')).toMatchObject({code: 2, stderr: expect.stringContaining('Into which file?')});
		expect(await place.run('baseline', '--write', 'absent/lock.json')).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('cannot be written: ENOENT'),
		});
	});
});

describe('what changed', () => {
	test('diff tells what was and what is, until that is accepted, and looks back after that', async () => {
		expect(await place.run('diff', 'changing')).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('its tools have not been seen yet'),
		});
		await place.run('--once');
		const same = await place.run('diff', 'changing');
		expect(same).toMatchObject({code: 0, stdout: expect.stringContaining('no difference'), stderr: ''});
		await deploy();
		await place.run('--once');
		const changed = await place.run('diff', 'changing');
		expect(changed).toMatchObject({code: 1, stderr: ''});
		expect(changed.stdout).toMatch(/^changing: 3 changes: 1 breaking/);
		expect(changed.stdout).toMatch(/BREAKING {4}add removed[\s\S]*\n {4}- .*"name": "add"/);
		const json = JSON.parse((await place.run('diff', 'changing', '--json')).stdout);
		expect(json).toMatchObject({version: 1, server: 'changing', class: 'breaking', from: {}, to: {}});
		expect(json.changes).toHaveLength(3);
		await place.run('accept', 'changing');
		expect((await place.run('diff', 'changing')).code).toBe(0);
		const past = await place.run('diff', 'changing', '--from', '2d');
		expect(past).toMatchObject({code: 1, stdout: changed.stdout});
		expect((await place.run('diff', 'changing', '--from', '2d', '--to', '1d')).code).toBe(0);
	});

	test('diff reads beside a monitor, and says when a server went back by itself', async () => {
		const daemon = place.start('monitor', '--headless');
		try {
			daemon.stdout?.resume();
			daemon.stderr?.resume();
			const seen = (words: RegExp) =>
				vi.waitFor(async () => expect((await place.run('diff', 'changing')).stdout).toMatch(words), {timeout: 20_000});
			await seen(/no difference/);
			await deploy();
			await seen(/add removed/);
			await rollBack();
			await seen(/as before again since .* nobody has accepted/);
		} finally {
			daemon.kill('SIGTERM');
			await new Promise(resolve => daemon.once('exit', resolve));
		}
	});

	test.each([
		[['diff'], /Which server\?/],
		[['diff', 'nobody'], /no server "nobody"/],
		[['diff', 'steady', '--from', 'yesterday'], /--from does not know "yesterday"/],
		[['diff', 'steady', '--from', '1d', '--to', '2d'], /--from is later than --to/],
	])('%j is a usage error', async (args, words) => {
		expect(await place.run(...args)).toMatchObject({code: 2, stdout: '', stderr: expect.stringMatching(words)});
	});
});
