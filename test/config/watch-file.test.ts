import {chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {watchFile} from '../../source/config/watch-file.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';

describe('a file that is watched', () => {
	let folder: string;
	let path: string;
	let clock: FakeClock;
	let changes: number;
	let stop: () => void;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'langsight-watch-'));
		path = join(folder, 'config.yaml');
		clock = createFakeClock();
		changes = 0;
		stop = () => {};
	});
	afterEach(async () => {
		stop();
		await rm(folder, {recursive: true, force: true});
	});

	/** Watches, and waits until it has looked once. */
	async function watch(): Promise<void> {
		stop = watchFile(path, clock, () => changes++);
		await vi.waitFor(() => expect(clock.pending()).toBe(1), {interval: 2});
	}

	/** Lets time pass, no more than so much, until it was told so often. */
	async function expectChanges(count: number, withinMs: number): Promise<void> {
		const until = clock.ticks() + withinMs;
		await vi.waitFor(
			async () => {
				if (clock.ticks() < until) await clock.advance(100);
				expect(changes).toBe(count);
			},
			{timeout: 5000, interval: 10},
		);
	}

	/** Lets a minute pass, with real time for each look. */
	async function waitMinute(): Promise<void> {
		for (let second = 0; second < 60; second += 5) {
			await clock.advance(5000);
			await vi.waitFor(() => expect(clock.pending()).toBe(1), {interval: 2});
		}
	}

	test('is told of when it is written in place, and not while nothing changes', async () => {
		await writeFile(path, 'a');
		await watch();
		await waitMinute();
		expect(changes).toBe(0);
		await writeFile(path, 'b');
		await expectChanges(1, 4000);
		await waitMinute();
		expect(changes).toBe(1);
	});

	test('is told of when an editor renames a new one over it, or takes the old one away first', async () => {
		await writeFile(path, 'a');
		await watch();
		await writeFile(`${path}.new`, 'b');
		await rename(`${path}.new`, path);
		await expectChanges(1, 4000);
		await rename(path, `${path}~`);
		await waitMinute();
		expect(changes).toBe(1);
		await writeFile(path, 'c');
		await expectChanges(2, 4000);
	});

	test('is told of when a link on the way to it is changed, as Kubernetes does, and when what it leads to is', async () => {
		for (const name of ['one', 'two']) {
			await mkdir(join(folder, name));
			await writeFile(join(folder, name, 'config.yaml'), name);
		}
		await symlink('one', join(folder, '..data'));
		await symlink(join('..data', 'config.yaml'), path);
		await watch();
		await symlink('two', join(folder, '..data_tmp'));
		await rename(join(folder, '..data_tmp'), join(folder, '..data'));
		await expectChanges(1, 4000);
		await writeFile(join(folder, 'two', 'config.yaml'), 'other');
		await expectChanges(2, 4000);
	});

	test('is told of when its mode changes: it may have been refused for that', async () => {
		await writeFile(path, 'a', {mode: 0o666});
		await watch();
		await chmod(path, 0o600);
		await expectChanges(1, 4000);
	});

	test('is looked after in a folder that never comes to rest', async () => {
		await writeFile(path, 'a');
		await watch();
		await writeFile(path, 'b');
		await vi.waitFor(
			async () => {
				await writeFile(join(folder, 'log'), String(clock.ticks()));
				await clock.advance(200);
				expect(changes).toBe(1);
			},
			{timeout: 5000, interval: 5},
		);
		expect(clock.ticks()).toBeLessThan(4800);
	});

	test('is looked at from time to time where nobody tells', async () => {
		path = join(folder, 'away', 'config.yaml');
		await watch();
		await mkdir(join(folder, 'away'));
		await writeFile(path, 'a');
		await waitMinute();
		await writeFile(path, 'b');
		await expectChanges(1, 6000);
	});

	test('is left alone in the end', async () => {
		await writeFile(path, 'a');
		await watch();
		stop();
		await writeFile(path, 'b');
		await clock.advance(60_000);
		expect(changes).toBe(0);
		expect(clock.pending()).toBe(0);
	});
});
