import {readdir} from 'node:fs/promises';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {type DaemonPlace, makeDaemonPlace} from '../helpers/daemon-place.ts';

/** A busy machine takes its time. */
const soon = {timeout: 30_000};

describe('a monitor in the background', () => {
	let place: DaemonPlace;
	beforeEach(async () => {
		place = await makeDaemonPlace();
	});
	afterEach(() => place.remove());

	test('is stopped although its configuration is broken meanwhile; a screen that looks at it watches on', async () => {
		await place.run('monitor', '--daemon', '--json');
		const pid = await place.pidOf();
		const screen = place.openScreen();
		await screen.waitFor(`attached to ${pid}`, 20_000);
		await place.configure(['well'], 'nonsense: 1\n');
		const {code, stdout} = await place.run('stop');
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: `stopped process ${pid}; 1 screen that looked at it watches on\n`,
		});
		await screen.waitFor(text => !text.includes('attached to') && /well +● up/.test(text), 20_000);
		await screen.waitFor(/configuration refused.*nonsense/);
		const refused = await place.run('stop');
		expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('with q')});
		await place.configure(['well']);
		await screen.waitFor(text => !text.includes('refused'));
		for (const line of (await place.readLog()).trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
		await vi.waitFor(() => expect(place.processes()).not.toContain(pid), soon);
	});

	test('that was killed leaves nothing that hinders the next one', async () => {
		await place.run('monitor', '--daemon');
		const pid = await place.pidOf();
		process.kill(pid, 'SIGKILL');
		await vi.waitFor(async () => expect(await place.run('status')).toMatchObject({code: 1}), soon);
		expect(await place.pidOf()).toBe(pid);
		expect(await place.run('monitor', '--daemon')).toMatchObject({code: 0, stderr: ''});
		expect(await place.pidOf()).not.toBe(pid);
		expect(await place.run('stop')).toMatchObject({code: 0});
		expect(place.processes()).toEqual([]);
	});

	test('of several that are started at once there is one, and the others say so', async () => {
		const all = await Promise.all([1, 2, 3, 4].map(() => place.run('monitor', '--daemon')));
		expect(all.map(({code}) => code).sort()).toEqual([0, 2, 2, 2]);
		for (const {code, stderr} of all) if (code === 2) expect(stderr).toMatch(/watched already/);
		const status = JSON.parse((await place.run('status', '--json')).stdout);
		expect(status.pid).toBe(await place.pidOf());
		expect(await place.run('stop')).toMatchObject({code: 0});
		expect(place.processes()).toEqual([]);
	});

	test('that hangs is not waited for without end, and not taken for one that is gone', async () => {
		await place.run('monitor', '--daemon');
		const pid = await place.pidOf();
		process.kill(pid, 'SIGSTOP');
		expect(await place.run('stop')).toMatchObject({code: 1, stderr: expect.stringContaining('end it by hand')});
		expect(await place.run('monitor', '--daemon')).toMatchObject({code: 2});
		process.kill(pid, 'SIGCONT');
		expect(await place.run('stop')).toMatchObject({code: 0});
	});

	test('a hundred reloads leave as many processes and open files as one', async () => {
		await place.run('monitor', '--daemon');
		const pid = await place.pidOf();
		const reload = async (names: readonly string[]) => {
			await place.configure(names);
			expect((await place.run('reload')).code).toBe(0);
		};
		const openFiles = () => readdir(`/proc/${pid}/fd`);
		await reload(['well', 'other']);
		await reload(['well']);
		const before = (await openFiles()).length;
		for (let round = 0; round < 50; round++) await reload(round % 2 === 0 ? ['well', 'other', 'third'] : ['well']);
		await vi.waitFor(async () => expect((await openFiles()).length).toBeLessThanOrEqual(before + 2), {timeout: 10_000});
		expect(place.processes()).toHaveLength(2);
		expect(await place.run('stop')).toMatchObject({code: 0});
	});
});
