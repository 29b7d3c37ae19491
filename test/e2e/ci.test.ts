import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {fixture, makeWorkplace, type Workplace} from '../helpers/program.ts';

let place: Workplace;
beforeEach(async () => {
	place = await makeWorkplace();
	await place.write(
		'.langsight.yaml',
		`servers:\n  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}\n  - {name: broken, command: [node, -e, "process.exit(3)"]}\n`,
	);
});
afterEach(() => place.remove());

test('a check in a GitHub workflow leaves a JUnit report, annotations and a summary; stdout has the report alone', async () => {
	const summary = join(place.folder, 'summary.md');
	await writeFile(summary, 'before\n');
	Object.assign(place.env, {GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary});
	const {code, stdout, stderr} = await place.run('--once', '--json', '--junit', 'report.xml', '--fail-on', 'down');
	expect(code).toBe(1);
	expect(JSON.parse(stdout).summary).toMatchObject({up: 1, down: 1});
	expect(stderr).toContain('::error title=broken down::exited with code 3\n');
	expect(await readFile(summary, 'utf8')).toMatch(/^before\n### MCP servers of .*: 1 up, 1 down\n/);
	const xml = await readFile(join(place.folder, 'report.xml'), 'utf8');
	expect(xml).toMatch(/<testcase [^>]*name="broken"[^>]*>\n +<failure message="down: exited with code 3"/);
	expect((await readdir(place.folder)).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('a JUnit report that cannot be written is told before anything is checked', async () => {
	const {code, stdout, stderr} = await place.run('--junit', 'no/such/report.xml');
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toContain('ENOENT');
});

test('a shift is handed over from what is kept, without a monitor', async () => {
	const {code, stdout, stderr} = await place.run('alerts', '--since', '8h', '--markdown');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^# Hand-over: .*\n[\s\S]*## Open now\n\nNothing is wrong\./);
	expect(stderr).toContain('no monitor runs now');
});
