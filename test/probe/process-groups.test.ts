import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {type Group, spawnGroup} from '../../source/probe/process-groups.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {reapOrphans} from '../../source/probe/process-orphans.ts';
import {readGroup, readPlace, readProcess} from '../../source/probe/process-table.ts';
import {serverScript, temporaryFolder, wrapperScript} from './stdio-fixture.ts';

const waitUntil = {timeout: 15_000, interval: 10};
const groups: Group[] = [];
const owners: ChildProcess[] = [];

afterEach(async () => {
	for (const owner of owners.splice(0)) owner.kill('SIGKILL');
	await Promise.all(groups.splice(0).map(group => group.end()));
});

async function start(folder: string | null, ...faults: string[]): Promise<{group: Group; pgid: number}> {
	const ledger = createLedger(folder);
	const program = {command: wrapperScript, args: faults, env: {PATH: process.env.PATH ?? ''}, cwd: null};
	const group = await spawnGroup(program, systemClock, ledger);
	groups.push(group);
	const pgid = group.child.pid!;
	await vi.waitFor(() => expect(readGroup(pgid)).toHaveLength(2), waitUntil);
	return {group, pgid};
}

const isGone = (pgid: number) => vi.waitFor(() => expect(readGroup(pgid)).toEqual([]), waitUntil);

test('a group that runs is written down for us alone, and struck out when it is gone', async () => {
	const folder = join(temporaryFolder(), 'processes');
	const {group, pgid} = await start(folder);
	const path = join(folder, `${process.pid}.json`);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
		version: 1,
		pid: process.pid,
		startTime: readProcess(process.pid)?.startTime,
		place: readPlace(),
		children: [{pgid, startTime: readProcess(pgid)?.startTime, command: wrapperScript}],
	});
	await group.end();
	await group.exited;
	expect(existsSync(path)).toBe(false);
	expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written is a problem to tell, not an error', async () => {
	const file = join(temporaryFolder(), 'file');
	writeFileSync(file, '');
	const ledger = createLedger(join(file, 'processes'));
	ledger.add(process.pid, 'ourselves');
	expect(ledger.problem).toContain('cannot be written down');
	ledger.remove(process.pid);
});

test('the groups of a monitor that lives are left alone', async () => {
	const folder = temporaryFolder();
	const {pgid} = await start(folder);
	expect(await reapOrphans(folder)).toBe(0);
	expect(readGroup(pgid)).toHaveLength(2);
	expect(readdirSync(folder)).toEqual([`${process.pid}.json`]);
});

test('there is nothing to reap where nothing was ever written', async () => {
	expect(await reapOrphans(join(temporaryFolder(), 'nowhere'))).toBe(0);
});

/** Writes the ledger that a dead monitor would have left. */
function leaveLedger(folder: string, children: object[], more: object = {}): string {
	const path = join(folder, '4194303.json');
	mkdirSync(folder, {recursive: true});
	const ledger = {version: 1, pid: 4_194_303, startTime: 1, place: readPlace(), children, ...more};
	writeFileSync(path, JSON.stringify(ledger), {mode: 0o600});
	return path;
}

test('a group that only has the number of a recorded one is left alone', async () => {
	const folder = temporaryFolder();
	const {pgid} = await start(null);
	const startTime = readProcess(pgid)!.startTime;
	const path = leaveLedger(folder, [{pgid, startTime: startTime - 1, command: 'other'}]);
	expect(await reapOrphans(folder)).toBe(0);
	expect(readGroup(pgid)).toHaveLength(2);
	expect(existsSync(path)).toBe(false);
});

test.each<[story: string, ledger: (pgid: number, startTime: number) => [children: object[], more?: object]]>([
	['of another boot or container', (pgid, startTime) => [[{pgid, startTime, command: 'x'}], {place: 'elsewhere'}]],
	['of a newer version', (pgid, startTime) => [[{pgid, startTime, command: 'x'}], {version: 2}]],
	['that names no group', (_pgid, startTime) => [[{pgid: 1, startTime, command: 'x'}]]],
])('a ledger %s kills nothing', async (_story, make) => {
	const folder = temporaryFolder();
	const {pgid} = await start(null);
	leaveLedger(folder, ...make(pgid, readProcess(pgid)!.startTime));
	expect(await reapOrphans(folder)).toBe(0);
	expect(readGroup(pgid)).toHaveLength(2);
});

test('a recorded group is killed though its leader is gone', async () => {
	const folder = temporaryFolder();
	const owner = spawn(wrapperScript, ['ignore-term'], {detached: true, stdio: ['pipe', 'ignore', 'ignore']});
	owners.push(owner);
	const pgid = owner.pid!;
	await vi.waitFor(() => expect(readGroup(pgid)).toHaveLength(2), waitUntil);
	leaveLedger(folder, [{pgid, startTime: readProcess(pgid)!.startTime, command: wrapperScript}]);
	process.kill(pgid, 'SIGKILL');
	await vi.waitFor(() => expect(readGroup(pgid)).toHaveLength(1), waitUntil);
	expect(await reapOrphans(folder)).toBe(1);
	await isGone(pgid);
});

/** A program of its own that starts the fixture through the ledger and says which group that became. */
const ownerSource = `
import {systemClock} from './source/monitor/system-clock.ts';
import {spawnGroup} from './source/probe/process-groups.ts';
import {createLedger} from './source/probe/process-ledger.ts';
const [folder, command, ...args] = process.argv.slice(2);
const ledger = createLedger(folder);
const group = await spawnGroup({command, args, env: {PATH: process.env.PATH}, cwd: null}, systemClock, ledger);
group.child.stdout.on('data', () => {});
console.log(group.child.pid);
process.stdin.on('data', () => process.exit(0));
`;
let ownerFolder = '';
let ownerScript = '';

beforeAll(async () => {
	ownerFolder = mkdtempSync(join(tmpdir(), 'langsight-test-'));
	ownerScript = join(ownerFolder, 'owner.mjs');
	await build({
		stdin: {contents: ownerSource, loader: 'ts', resolveDir: fileURLToPath(new URL('../../', import.meta.url))},
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile: ownerScript,
		logLevel: 'error',
	});
});

afterAll(() => rmSync(ownerFolder, {recursive: true, force: true}));

async function startOwner(folder: string): Promise<{owner: ChildProcess; pgid: number}> {
	const owner = spawn(process.execPath, [ownerScript, folder, wrapperScript, 'ignore-term']);
	owners.push(owner);
	let said = '';
	owner.stdout.on('data', chunk => {
		said += chunk;
	});
	await vi.waitFor(() => expect(said).toMatch(/^\d+\n/), waitUntil);
	const pgid = Number(said);
	await vi.waitFor(() => expect(readGroup(pgid)).toHaveLength(2), waitUntil);
	return {owner, pgid};
}

test('what a monitor that was killed left running is reaped at the next start', async () => {
	const folder = join(temporaryFolder(), 'processes');
	const {owner, pgid} = await startOwner(folder);
	owner.kill('SIGKILL');
	await vi.waitFor(() => expect(owner.signalCode).toBe('SIGKILL'), waitUntil);
	expect(readGroup(pgid)).toHaveLength(2);

	expect(await reapOrphans(folder)).toBe(1);
	await isGone(pgid);
	expect(readdirSync(folder)).toEqual([]);
});

test('a monitor that exits takes its groups with it, also those that ignore SIGTERM', async () => {
	const folder = join(temporaryFolder(), 'processes');
	const {owner, pgid} = await startOwner(folder);
	owner.stdin?.write('exit\n');
	await vi.waitFor(() => expect(owner.exitCode).toBe(0), waitUntil);
	await isGone(pgid);
	expect(readdirSync(folder)).toEqual([]);
});

test("a command that cannot be started is the system's error, and is not written down", async () => {
	const folder = temporaryFolder();
	const program = {command: 'langsight-no-such-command', args: [], env: {}, cwd: null};
	await expect(spawnGroup(program, systemClock, createLedger(folder))).rejects.toMatchObject({code: 'ENOENT'});
	expect(readdirSync(folder)).toEqual([]);
});

test('a well program ends as soon as its stdin does', async () => {
	const program = {command: process.execPath, args: [serverScript], env: {}, cwd: null};
	const group = await spawnGroup(program, systemClock, createLedger(null));
	await group.end();
	expect(await group.exited).toEqual({code: 0, signal: null});
});
