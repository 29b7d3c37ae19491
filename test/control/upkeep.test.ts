import {closeSync, writeSync} from 'node:fs';
import {mkdtemp, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {askStatus, askUpkeep} from '../../source/control/ask-owner.ts';
import {keepLogSmall, openLog, readLogEnd} from '../../source/control/daemon-log.ts';
import {findOwner} from '../../source/control/find-owner.ts';
import {isRunning} from '../../source/control/is-running.ts';
import {pidFilePath, writePidFile} from '../../source/control/pid-file.ts';
import type {MonitorStatus, Upkeep} from '../../source/domain/upkeep.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {fleetOf, noon, upState} from '../helpers/fleet.ts';
import {createStage, greetingOf} from './stage.ts';

const stage = createStage();
afterEach(stage.clear);

const us = {clock: systemClock, version: '0.2.0'};
const fleet = fleetOf([upState('a')]);

const status: MonitorStatus = {
	pid: process.pid,
	version: '0.2.0',
	startedAt: noon,
	isHeadless: true,
	screens: 0,
	config: '/etc/langsight.yaml',
	store: '/store',
	log: null,
	intervalMs: 30_000,
	counts: {total: 1, up: 0, degraded: 0, down: 1, stale: 0, unknown: 0, disabled: 0},
	issues: [{severity: 'critical', server: 'a', status: 'down', message: 'timeout'}],
	warnings: [],
	pause: {from: noon, until: noon + 1000, by: 'me'},
};

function createUpkeep(changes: Partial<Upkeep> = {}) {
	const asked: string[] = [];
	const upkeep: Upkeep = {
		status: () => status,
		async reload() {
			asked.push('reload');
			return {ok: false, message: 'refused', details: ['x.yaml:1  a', 'x.yaml:2  b']};
		},
		stop() {
			asked.push('stop');
			return {ok: true, message: 'stopping', details: []};
		},
		...changes,
	};
	return {upkeep, asked};
}

describe('the process that owns a store', () => {
	test('tells how it is, reads its configuration again, and ends, when it is asked to', async () => {
		const store = await stage.store();
		const {upkeep, asked} = createUpkeep();
		await stage.own(store, fleet, {upkeep});
		expect(await findOwner(store)).toEqual({pid: process.pid});
		expect(await askStatus(store, us)).toEqual(status);
		const details = ['x.yaml:1 a', 'x.yaml:2 b'];
		expect(await askUpkeep(store, 'reload', us)).toEqual({ok: false, message: 'refused', details});
		expect(await askUpkeep(store, 'stop', us)).toMatchObject({ok: true});
		expect(asked).toEqual(['reload', 'stop']);
	});

	test('answers an order to end before it does', async () => {
		const store = await stage.store();
		const {upkeep} = createUpkeep({
			stop() {
				void owner.end();
				return {ok: true, message: 'stopping', details: []};
			},
		});
		const owner = await stage.own(store, fleet, {upkeep});
		expect(await askUpkeep(store, 'stop', us)).toMatchObject({ok: true, message: 'stopping'});
	});

	test('says nothing that could steer a terminal', async () => {
		const store = await stage.store();
		const nasty = '\x1b[2Jgone\nnew line';
		const {upkeep} = createUpkeep({status: () => ({...status, warnings: [nasty], version: nasty})});
		await stage.own(store, fleet, {upkeep});
		expect(await askStatus(store, us)).toMatchObject({warnings: ['gone new line'], version: 'gone new line'});
	});

	test('is nobody where no monitor runs, and says so where it takes no orders', async () => {
		const store = await stage.store();
		expect(await findOwner(store)).toBeNull();
		expect(await askStatus(store, us)).toBeNull();
		expect(await askUpkeep(store, 'stop', us)).toBeNull();
		await stage.own(store, fleet);
		expect(await askUpkeep(store, 'stop', us)).toEqual({refused: 'the running monitor takes no such orders'});
	});

	test('is found by its process even where its version does not fit', async () => {
		const store = await stage.store();
		await stage.own(store, fleet, {upkeep: createUpkeep().upkeep});
		const visitor = await stage.knock(store);
		visitor.say(greetingOf({protocol: 999}));
		await visitor.hear('refused');
		expect(await findOwner(store)).toEqual({pid: process.pid});
	});

	test.each(['everything', '', 5, null])('does not know the order %j', async order => {
		const store = await stage.store();
		const {upkeep, asked} = createUpkeep();
		await stage.own(store, fleet, {upkeep});
		const visitor = await stage.knock(store);
		visitor.say(greetingOf({wants: 'actions'}));
		visitor.say({id: 1, upkeep: order});
		expect(await visitor.hear('"id":1')).toContain('does not understand');
		expect(asked).toEqual([]);
	});
});

describe('beside the store', () => {
	let folder = '';
	afterEach(() => rm(folder, {recursive: true, force: true}));
	const makeFolder = async () => {
		folder = await mkdtemp(join(tmpdir(), 'langsight-daemon-'));
		return folder;
	};

	test('the pid file names the process, for its owner only, and goes with it', async () => {
		const store = await makeFolder();
		const path = pidFilePath(store);
		await writeFile(path, 'left behind\n');
		const remove = await writePidFile(store, 4242);
		expect(await readFile(path, 'utf8')).toBe('4242\n');
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		await remove();
		await expect(stat(path)).rejects.toThrow();
	});

	test('the pid file of another process is left alone', async () => {
		const store = await makeFolder();
		const remove = await writePidFile(store, 4242);
		await writePidFile(store, 4343);
		await remove();
		expect(await readFile(pidFilePath(store), 'utf8')).toBe('4343\n');
	});

	test('the log is for its owner only, and is no link to elsewhere', async () => {
		const store = join(await makeFolder(), 'store');
		const {fd, path} = await openLog(store);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		expect((await stat(store)).mode & 0o777).toBe(0o700);
		closeSync(fd);
		await rm(path);
		await symlink(join(folder, 'elsewhere'), path);
		await expect(openLog(store)).rejects.toThrow('ELOOP');
	});

	test('the log is bounded: what is too large goes aside, and what comes then is not lost', async () => {
		const {fd, path} = await openLog(await makeFolder());
		const clock = createFakeClock();
		const stop = keepLogSmall(path, clock, 1000, fd);
		const write = (text: string) => void writeSync(fd, text);
		for (const round of [1, 2, 3]) {
			write(`${round}${'x'.repeat(1200)}\n`);
			await clock.advance(10_000);
			expect((await stat(path)).size).toBe(0);
			expect(await readFile(`${path}.1`, 'utf8')).toMatch(new RegExp(`^${round}x+\n$`));
			expect((await stat(`${path}.1`)).mode & 0o777).toBe(0o600);
		}
		write('after\n');
		await clock.advance(10_000);
		expect(await readFile(path, 'utf8')).toBe('after\n');
		stop();
		expect(clock.pending()).toBe(0);
		closeSync(fd);
	});

	test('the end of the log is read from where a start began', async () => {
		const path = join(await makeFolder(), 'log');
		await writeFile(path, `${'old\n'.repeat(10)}one\ntwo\nthree\n`);
		expect(readLogEnd(path, 40, 10)).toEqual(['one', 'two', 'three']);
		expect(readLogEnd(path, 40, 2)).toEqual(['two', 'three']);
		expect(readLogEnd(path, 1000, 1)).toEqual(['three']);
		expect(readLogEnd(join(folder, 'none'), 0, 10)).toEqual([]);
	});
});

test('a process runs until it has ended', async () => {
	expect(isRunning(process.pid)).toBe(true);
	expect(isRunning(2 ** 30)).toBe(false);
	expect(isRunning(1)).toBe(true);
});
