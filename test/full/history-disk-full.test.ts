import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import type {Kept} from '../../source/domain/ports.ts';
import {createJsonHistory, type JsonHistory} from '../../source/history/json-history.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {alertOf, healthOf, openIncident, stdioServer} from '../helpers/fleet.ts';

/** A disk of 512 KiB, where this may be mounted. */
const disk = await mkdtemp(join(tmpdir(), 'langsight-disk-'));
const isMounted = mount();
afterAll(async () => {
	if (isMounted) execFileSync('umount', [disk]);
	await rm(disk, {recursive: true});
});

test.skipIf(!isMounted)(
	'a disk that is full is a warning, tears no file, and is written again once it has room',
	async () => {
		const clock = createFakeClock();
		const folder = join(disk, 'store');
		const servers = Array.from({length: 20}, (_none, index) => stdioServer(`server-${index}`));
		const history = createJsonHistory({folder, clock, isOwner: true});
		await history.open(servers);
		const check = (keeps: Kept | null) => {
			for (const {name} of servers) {
				history.append(name, {at: clock.now(), latencyMs: 20, category: null, counted: true});
				if (keeps) history.keep(name, keeps, true);
			}
		};
		check({health: healthOf('up'), schema: null, incidents: []});
		await pass(history, clock);
		const before = await wholeFiles(folder);
		expect(before.length).toBe(20);

		await fill();
		const down: Kept = {health: healthOf('down'), schema: null, incidents: [openIncident()]};
		check(down);
		history.addAlert(alertOf('a'));
		await pass(history, clock);
		expect(history.problem.getSnapshot()).toBe('history cannot be written (ENOSPC): monitoring goes on without it');
		expect(await wholeFiles(folder)).toEqual(before);
		expect(history.stats('server-0', clock.now())['1h'].checks).toBe(2);

		await rm(join(disk, 'filler'));
		await pass(history, clock);
		expect(history.problem.getSnapshot()).toBeNull();
		await history.close();
		const reader = createJsonHistory({folder, clock, isOwner: false});
		const pasts = await reader.open(servers);
		for (const {name} of servers) expect(pasts.get(name)).toMatchObject({kept: down, samples: [{}, {}]});
		expect(reader.alerts()).toHaveLength(1);
	},
);

async function pass(history: JsonHistory, clock: ReturnType<typeof createFakeClock>): Promise<void> {
	for (let second = 0; second < 60; second++) {
		await clock.advance(1000);
		await history.saved();
	}
}

async function fill(): Promise<void> {
	await expect(writeFile(join(disk, 'filler'), Buffer.alloc(1024 * 1024))).rejects.toThrow('ENOSPC');
}

/** The files of the store with their content, each of which must be whole. */
async function wholeFiles(folder: string): Promise<readonly (readonly [string, string])[]> {
	const names = (await readdir(folder, {recursive: true})).sort();
	expect(names.filter(name => name.endsWith('.tmp') || name.includes('corrupt'))).toEqual([]);
	return Promise.all(
		names
			.filter(name => name.endsWith('.json'))
			.map(async name => {
				const text = await readFile(join(folder, name), 'utf8');
				expect(() => JSON.parse(text), name).not.toThrow();
				return [name, text] as const;
			}),
	);
}

function mount(): boolean {
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}
