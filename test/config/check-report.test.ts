import {chmodSync, copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {checkConfig, formatCheckJson, formatCheckText} from '../../source/config/check-report.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

/** Files of a checkout may be writable by a group, which a config must not be. */
function copy(name: string): string {
	const path = join(folder, name);
	copyFileSync(fileURLToPath(new URL(`../../fixtures/config/${name}`, import.meta.url)), path);
	chmodSync(path, 0o600);
	return path;
}

test('a good config is told with its servers, and what is not set', async () => {
	const path = copy('guide.yaml');
	const text = formatCheckText(await checkConfig(path, {}));
	expect(text.split('\n')).toEqual([
		`${path} is fine: 3 servers (1 stdio, 1 sse, 1 streamable_http)`,
		'',
		`${path}:30  alerts.channels[0] is not configured: environment variable LANGSIGHT_SLACK_WEBHOOK is not set`,
		'',
	]);
});

test('mistakes are told line by line, and counted', async () => {
	const path = copy('five-mistakes.yaml');
	const lines = formatCheckText(await checkConfig(path, {}))
		.trimEnd()
		.split('\n');
	expect(lines).toHaveLength(7);
	expect(lines[0]).toContain(`${path}:2  monitoring.intervalSeconds`);
	expect(lines.at(-1)).toBe('5 mistakes');
});

test('programs get the same as JSON', async () => {
	const good = JSON.parse(formatCheckJson(await checkConfig(copy('guide.yaml'), {LANGSIGHT_SLACK_WEBHOOK: 'x'})));
	expect(good).toMatchObject({version: 1, ok: true, mistakes: []});
	expect(good.servers[1]).toEqual({name: 'slack-mcp', transport: 'sse', enabled: true});
	expect(good.notes).toEqual([
		{
			path: 'alerts.channels[0]',
			line: 30,
			message: 'is not configured: the address must be an http:// or https:// address',
		},
	]);
	const bad = JSON.parse(formatCheckJson(await checkConfig(copy('five-mistakes.yaml'), {})));
	expect(bad).toMatchObject({version: 1, ok: false, servers: [], notes: []});
	expect(bad.mistakes[4]).toEqual({
		line: 10,
		column: 10,
		path: 'servers[1].url',
		message: 'must be an http:// or https:// address',
		hint: null,
	});
});

test('a file that is not there is a value too', async () => {
	const path = join(folder, 'none.yaml');
	const check = await checkConfig(path, {});
	expect(formatCheckText(check)).toBe(
		`there is no config file ${path}\n  write one (.langsight.example.yaml shows how), or name another with --config\n`,
	);
	expect(JSON.parse(formatCheckJson(check))).toMatchObject({
		ok: false,
		file: path,
		mistakes: [{line: null, path: '', message: `there is no config file ${path}`}],
	});
});
