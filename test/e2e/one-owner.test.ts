import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {childrenOf} from '../helpers/processes.ts';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

describe('several of them on one store', () => {
	let place: Workplace;
	const screens: TerminalSession[] = [];
	const daemons: ChildProcess[] = [];

	beforeEach(async () => {
		place = await makeWorkplace();
		await place.write(
			'.langsight.yaml',
			`monitoring: {interval_seconds: 1}
metrics: {enabled: false}
servers:
  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"], tags: [calm]}
  - {name: broken, command: [node, -e, "process.exit(3)"], tags: [db]}
`,
		);
	});

	afterEach(async () => {
		for (const screen of screens.splice(0)) {
			screen.kill('SIGKILL');
			await screen.exited;
		}
		for (const daemon of daemons.splice(0)) if (daemon.exitCode === null) daemon.kill('SIGKILL');
		await place.remove();
	});

	function openScreen(): TerminalSession {
		const screen = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC', USER: 'tess'},
		});
		screens.push(screen);
		return screen;
	}

	async function startHeadless(): Promise<ChildProcess> {
		const daemon = place.start('monitor', '--headless');
		daemons.push(daemon);
		daemon.stderr?.setEncoding('utf8');
		daemon.stdout?.resume();
		await vi.waitFor(() => expect(daemon.stderr?.read() ?? '').toContain('watching'), {timeout: 20_000});
		daemon.stderr?.resume();
		return daemon;
	}

	const pastOf = async (name: string) =>
		JSON.parse((await place.run('history', name, '--window', '1h', '--json')).stdout);

	/** Everything is known: one is up, the other one down. */
	async function waitForFleet(screen: TerminalSession): Promise<void> {
		await screen.waitFor(/well +● up/, 20_000);
		await screen.waitFor(/broken +✖ down/, 20_000);
	}

	test('the second screen attaches to the first, probes nothing, and takes over when the first one quits', async () => {
		const first = openScreen();
		await waitForFleet(first);
		const second = openScreen();
		await second.waitFor(`attached to ${first.pid}`, 20_000);
		await waitForFleet(second);
		expect(childrenOf(second.pid)).toEqual([]);
		first.press('\x03');
		await first.exited;
		await second.waitFor(text => !text.includes('attached to'), 20_000);
		await vi.waitFor(() => expect(childrenOf(second.pid).length).toBeGreaterThan(0), {timeout: 20_000});
		await waitForFleet(second);
	});

	test('it takes over from one that is killed, too', async () => {
		const first = openScreen();
		await waitForFleet(first);
		const second = openScreen();
		await second.waitFor(`attached to ${first.pid}`, 20_000);
		first.kill('SIGKILL');
		await second.waitFor(text => !text.includes('attached to'), 20_000);
		await vi.waitFor(() => expect(childrenOf(second.pid).length).toBeGreaterThan(0), {timeout: 20_000});
		await waitForFleet(second);
	});

	test('an acknowledgement from a screen or the command line reaches two screens and a monitor without one', async () => {
		const daemon = await startHeadless();
		const [one, two] = [openScreen(), openScreen()];
		for (const screen of [one, two]) {
			await screen.waitFor(`attached to ${daemon.pid}`, 20_000);
			await waitForFleet(screen);
		}
		const acknowledged = await place.run('ack', 'broken', '--reason', 'on it');
		expect(acknowledged).toMatchObject({code: 0, stdout: expect.stringContaining('broken')});
		for (const screen of [one, two]) {
			screen.press('\r');
			await screen.waitFor(/taken on .*on it/);
		}
		expect((await place.run('ack', 'broken', '--undo')).code).toBe(0);
		for (const screen of [one, two]) await screen.waitFor(text => !/taken on .*on it/.test(text));
		expect(await place.run('ack', 'nobody')).toMatchObject({code: 2, stderr: expect.stringContaining('nobody')});
		daemon.kill('SIGTERM');
		await once(daemon, 'exit');
		expect(daemon.exitCode).toBe(0);
	});

	test('a second monitor without a screen says who watches already', async () => {
		const daemon = await startHeadless();
		const {code, stderr} = await place.run('monitor', '--headless');
		expect(code).toBe(2);
		expect(stderr).toContain(`process ${daemon.pid}`);
	});

	test('a single check beside a monitor is a whole one that leaves its history alone', async () => {
		await startHeadless();
		const {code, stdout, stderr} = await place.run('--once');
		expect(code).toBe(1);
		expect(stdout).toMatch(/well .*UP/);
		expect(stdout).toMatch(/broken .*DOWN/);
		expect(stderr).toContain('only reads it');
	});

	test('a silence is set, listed and ended while a monitor runs, and without one', async () => {
		for (const isWatched of [true, false]) {
			const daemon = isWatched ? await startHeadless() : null;
			const set = await place.run('silence', 'tag:db', '--for', '2h', '--reason', 'upgrade');
			expect(set).toMatchObject({code: 0, stderr: ''});
			const listed = await place.run('silence', '--list');
			expect(listed.stdout).toMatch(/tag:db .*by .*: upgrade/);
			const [id = ''] = listed.stdout.split(' ');
			expect((await place.run('silence', '--end', id)).code).toBe(0);
			expect((await place.run('silence', '--list')).stdout).toBe('no silences\n');
			daemon?.kill('SIGTERM');
			if (daemon) await once(daemon, 'exit');
		}
		expect(await place.run('silence', 'tag:', '--for', '2h')).toMatchObject({code: 1, stdout: ''});
		expect(await place.run('silence', 'tag:db', '--for', 'ever')).toMatchObject({code: 2, stdout: ''});
		expect(await place.run('silence', 'tag:db')).toMatchObject({code: 2, stdout: ''});
	});

	test('what a monitor has seen is told afterwards, and its absence is a gap', async () => {
		const daemon = await startHeadless();
		await vi.waitFor(async () => expect(await pastOf('broken')).toMatchObject({uptime: 0}), {timeout: 20_000});
		daemon.kill('SIGTERM');
		await once(daemon, 'exit');
		const told = await place.run('history', 'broken', '--window', '1h');
		expect(told).toMatchObject({code: 0, stderr: ''});
		expect(told.stdout).toMatch(/broken, the last 1h/);
		expect(told.stdout).toMatch(/down +for .*exited with code 3/);
		const parsed = await pastOf('broken');
		expect(parsed).toMatchObject({version: 1, server: 'broken', uptime: 0});
		expect(parsed.incidents[0]).toMatchObject({kind: 'down', category: 'process_exited'});
		expect(parsed.timeline[0].uptime).toBeNull();
		const sizes = await place.run('store');
		expect(sizes.stdout).toMatch(/well/);
	});
});
