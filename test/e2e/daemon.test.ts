import {randomUUID} from 'node:crypto';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {processesWith} from '../helpers/processes.ts';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

describe('a monitor in the background', () => {
	let place: Workplace;
	let mark: string;
	const screens: TerminalSession[] = [];

	beforeEach(async () => {
		place = await makeWorkplace();
		mark = randomUUID();
		place.env.TEST_MARK = mark;
		await configure(['well']);
	});

	afterEach(async () => {
		for (const screen of screens.splice(0)) {
			screen.kill('SIGKILL');
			await screen.exited;
		}
		for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
		await place.remove();
	});

	const serverOf = (name: string) =>
		`  - {name: ${name}, command: [node, "${fixture('stdio-server.mjs')}"], env: {TEST_MARK: "${mark}"}}\n`;

	const configure = (names: readonly string[], more = '') =>
		place.write(
			'.langsight.yaml',
			`monitoring: {interval_seconds: 1}\nservers:\n${names.map(serverOf).join('')}${more}`,
		);

	const inStore = (name: string) => join(place.folder, '.langsight', name);
	const readLog = () => readFile(inStore('monitor.log'), 'utf8');
	const pidOf = async () => Number(await readFile(inStore('monitor.pid'), 'utf8'));

	function openScreen(): TerminalSession {
		const screen = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color'},
		});
		screens.push(screen);
		return screen;
	}

	test('is started, asked, looked at, told of a changed configuration, and stopped; nothing is left', async () => {
		const started = await place.run('monitor', '--daemon');
		expect(started).toMatchObject({code: 0, stderr: ''});
		expect(started.stdout).toMatch(/^LangSight monitor started\n {2}Checking 1 server every second\n/);
		expect(started.stdout).toContain(inStore('monitor.pid'));
		const pid = await pidOf();
		for (const name of ['monitor.pid', 'monitor.log']) expect((await stat(inStore(name))).mode & 0o777).toBe(0o600);

		const [again, screen] = [place.run('monitor', '--daemon'), openScreen()];
		await screen.waitFor(`attached to ${pid}`, 20_000);
		await screen.waitFor(/well +● up/, 20_000);
		expect(await again).toMatchObject({code: 2, stdout: ''});
		expect((await again).stderr).toMatch(new RegExp(`watched already, by process ${pid}, since \\d{4}-`));

		const told = await place.run('status', '--json');
		expect(told.code).toBe(0);
		expect(JSON.parse(told.stdout)).toMatchObject({
			running: true,
			pid,
			headless: true,
			screens: 1,
			config: join(place.folder, '.langsight.yaml'),
			log: inStore('monitor.log'),
			summary: {total: 1, up: 1},
		});

		await configure(['well', 'other']);
		await screen.waitFor(/other +● up/, 20_000);
		await screen.waitFor('configuration reloaded: 1 added (other)');
		await configure(['well', 'other'], '  - {name: third}\n');
		await screen.waitFor(/configuration refused.*:5 +servers\[2\]/);
		const refused = await place.run('reload');
		expect(refused).toMatchObject({code: 1, stdout: ''});
		expect(refused.stderr).toMatch(/refused.*\n\.langsight\.yaml:5 servers\[2\] needs a command or a url/);
		await screen.waitFor(/other +● up/);

		await configure(['other']);
		process.kill(pid, 'SIGHUP');
		await screen.waitFor('configuration reloaded: 1 removed (well)');
		expect(await readLog()).toMatch(/INFO {5}configuration reloaded: 1 removed \(well\)/);
		screen.press('q');
		await screen.exited;

		expect(await place.run('stop')).toEqual({code: 0, stdout: `stopped process ${pid}\n`, stderr: ''});
		expect(processesWith(mark)).toEqual([]);
		expect(await readdir(join(place.folder, '.langsight'))).not.toContain('monitor.pid');
		expect(await place.run('status')).toMatchObject({code: 1, stdout: expect.stringContaining('no monitor runs')});
		expect(await place.run('stop')).toMatchObject({code: 0, stdout: expect.stringContaining('no monitor runs')});
	});

	test('that cannot start says why, with what it said last', async () => {
		await configure(['well']);
		await place.write('preload.cjs', "if (process.argv.includes('--headless')) throw new Error('no luck today');\n");
		place.env.NODE_OPTIONS = `--require ${join(place.folder, 'preload.cjs')}`;
		const {code, stdout, stderr} = await place.run('monitor', '--daemon');
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/did not start: it ended with exit code 1\n[\s\S]*no luck today/);
		delete place.env.NODE_OPTIONS;
		await configure(['well'], 'nonsense: 1\n');
		expect(await place.run('monitor', '--daemon')).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('nonsense'),
		});
		expect(await place.run('monitor', '--daemon', '--demo')).toMatchObject({code: 2, stdout: ''});
	});

	test('is stopped although its configuration is broken meanwhile; a screen that looks at it watches on', async () => {
		await place.run('monitor', '--daemon', '--json');
		const pid = await pidOf();
		const screen = openScreen();
		await screen.waitFor(`attached to ${pid}`, 20_000);
		await configure(['well'], 'nonsense: 1\n');
		const {code, stdout} = await place.run('stop');
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: `stopped process ${pid}; 1 screen that looked at it watches on\n`,
		});
		await screen.waitFor(text => !text.includes('attached to') && /well +● up/.test(text), 20_000);
		await screen.waitFor(/configuration refused.*nonsense/);
		const refused = await place.run('stop');
		expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('with q')});
		await configure(['well']);
		await screen.waitFor(text => !text.includes('refused'));
		for (const line of (await readLog()).trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
		await vi.waitFor(() => expect(processesWith(mark)).not.toContain(pid));
	});
});
