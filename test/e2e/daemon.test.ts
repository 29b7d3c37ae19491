import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type DaemonPlace, makeDaemonPlace} from '../helpers/daemon-place.ts';

describe('a monitor in the background', () => {
	let place: DaemonPlace;
	beforeEach(async () => {
		place = await makeDaemonPlace();
	});
	afterEach(() => place.remove());

	test('is started, asked, looked at, told of a changed configuration, and stopped; nothing is left', async () => {
		const started = await place.run('monitor', '--daemon');
		expect(started).toMatchObject({code: 0, stderr: ''});
		expect(started.stdout).toMatch(/^LangSight monitor started\n {2}Checking 1 server every second\n/);
		expect(started.stdout).toContain(place.inStore('monitor.pid'));
		const pid = await place.pidOf();
		for (const name of ['monitor.pid', 'monitor.log'])
			expect((await stat(place.inStore(name))).mode & 0o777).toBe(0o600);

		const [again, screen] = [place.run('monitor', '--daemon'), place.openScreen()];
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
			log: place.inStore('monitor.log'),
			summary: {total: 1, up: 1},
		});

		await place.configure(['well', 'other']);
		await screen.waitFor('configuration reloaded: 1 added (other)', 20_000);
		await screen.waitFor(/other +● up/, 20_000);
		await place.configure(['well', 'other'], '  - {name: third}\n');
		await screen.waitFor(/configuration refused.*:6 +servers\[2\]/);
		const refused = await place.run('reload');
		expect(refused).toMatchObject({code: 1, stdout: ''});
		expect(refused.stderr).toMatch(/refused.*\n\.langsight\.yaml:6 servers\[2\] needs a command or a url/);
		await screen.waitFor(/other +● up/);

		await place.configure(['other']);
		process.kill(pid, 'SIGHUP');
		await screen.waitFor('configuration reloaded: 1 removed (well)');
		expect(await place.readLog()).toMatch(/INFO {5}configuration reloaded: 1 removed \(well\)/);
		screen.press('q');
		await screen.exited;

		expect(await place.run('stop')).toEqual({code: 0, stdout: `stopped process ${pid}\n`, stderr: ''});
		expect(place.processes()).toEqual([]);
		expect(await readdir(join(place.folder, '.langsight'))).not.toContain('monitor.pid');
		expect(await place.run('status')).toMatchObject({code: 1, stdout: expect.stringContaining('no monitor runs')});
		expect(await place.run('stop')).toMatchObject({code: 0, stdout: expect.stringContaining('no monitor runs')});
	});

	test('that cannot start says why, with what it said last', async () => {
		await place.configure(['well']);
		await place.write('preload.cjs', "if (process.argv.includes('--headless')) throw new Error('no luck today');\n");
		place.env.NODE_OPTIONS = `--require ${join(place.folder, 'preload.cjs')}`;
		const {code, stdout, stderr} = await place.run('monitor', '--daemon');
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/did not start: it ended with exit code 1\n[\s\S]*no luck today/);
		delete place.env.NODE_OPTIONS;
		await place.configure(['well'], 'nonsense: 1\n');
		expect(await place.run('monitor', '--daemon')).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('nonsense'),
		});
		expect(await place.run('monitor', '--daemon', '--demo')).toMatchObject({code: 2, stdout: ''});
	});
});
