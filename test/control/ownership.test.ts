import {type ChildProcess, spawn} from 'node:child_process';
import {mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile} from 'node:fs/promises';
import {createConnection} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import {type Claim, claimStore} from '../../source/control/ownership.ts';

/** Claims a store, says so in one line, and stays until its standard input ends. */
const claimant = `
	import {claimStore} from './source/control/ownership.ts';
	const claim = await claimStore(process.argv[2]);
	process.stdout.write(JSON.stringify(claim) + '\\n');
	process.stdin.on('end', async () => {
		if (claim.isOwner) await claim.release();
		process.exit();
	}).resume();
`;

let workshop: string;
let program: string;
let folder: string;
const claims: Claim[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
	workshop = await realpath(await mkdtemp(join(tmpdir(), 'langsight-own-')));
	program = join(workshop, 'claimant.mjs');
	await build({
		stdin: {contents: claimant, resolveDir: fileURLToPath(new URL('../../', import.meta.url)), loader: 'ts'},
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile: program,
	});
});
beforeEach(async () => {
	folder = join(await mkdtemp(join(workshop, 's')), 'store');
});
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const child of children.splice(0)) child.kill('SIGKILL');
	for (const claim of claims.splice(0)) if (claim.isOwner) await claim.release();
});
afterAll(() => rm(workshop, {recursive: true, force: true}));

async function claim(inFolder = folder): Promise<Claim> {
	const made = await claimStore(inFolder);
	claims.push(made);
	return made;
}

/** Claims in a process of its own. */
function claimElsewhere(inFolder = folder): Promise<{child: ChildProcess; isOwner: boolean; pid: number | null}> {
	const child = spawn(process.execPath, [program, inFolder], {stdio: ['pipe', 'pipe', 'inherit']});
	children.push(child);
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.stdout?.setEncoding('utf8').once('data', line => {
			const {isOwner, pid = null} = JSON.parse(line);
			resolve({child, isOwner, pid});
		});
	});
}

const ended = (child: ChildProcess) => new Promise(resolve => child.on('close', resolve));
const sockets = async (inFolder = folder) => (await readdir(inFolder)).filter(name => name.endsWith('.sock'));

describe('a store has one owner', () => {
	test('the first who claims it; others learn its process', async () => {
		expect((await claim()).isOwner).toBe(true);
		expect(await claim()).toEqual({isOwner: false, pid: process.pid});
		expect(await claimElsewhere()).toMatchObject({isOwner: false, pid: process.pid});
	});

	test('after a release it can be claimed again, any number of times', async () => {
		for (let round = 0; round < 5; round++) {
			const owner = await claim();
			if (!owner.isOwner) throw new Error('not released');
			await owner.release();
			await owner.release();
		}
		expect((await sockets()).length).toBeLessThanOrEqual(2);
	});

	test('after a kill it can be claimed at once', async () => {
		for (let round = 0; round < 2; round++) {
			const {child, isOwner} = await claimElsewhere();
			expect(isOwner).toBe(true);
			child.kill('SIGKILL');
			await ended(child);
		}
		expect((await claim()).isOwner).toBe(true);
		expect(await sockets()).toHaveLength(1);
	});

	test('of many who claim at once exactly one gets it, even over what a killed one left', async () => {
		for (let round = 0; round < 2; round++) {
			const before = await claimElsewhere();
			before.child.kill('SIGKILL');
			await ended(before.child);
			const all = await Promise.all(Array.from({length: 6}, () => claimElsewhere()));
			const owners = all.filter(({isOwner}) => isOwner);
			expect(owners).toHaveLength(1);
			for (const {isOwner, pid} of all) if (!isOwner) expect(pid).toBe(owners[0]?.child.pid);
			for (const {child} of all) child.kill('SIGKILL');
			await Promise.all(all.map(({child}) => ended(child)));
		}
	});

	test('of many within one process too', async () => {
		const all = await Promise.all(Array.from({length: 40}, () => claim()));
		expect(all.filter(({isOwner}) => isOwner)).toHaveLength(1);
		expect(await sockets()).toHaveLength(1);
	});

	test('a process that hangs still owns it', async () => {
		const {child} = await claimElsewhere();
		child.kill('SIGSTOP');
		expect(await claim()).toEqual({isOwner: false, pid: null});
	});

	test('two stores have an owner each', async () => {
		expect((await claim()).isOwner).toBe(true);
		expect((await claim(`${folder}-2`)).isOwner).toBe(true);
	});
});

describe('the socket', () => {
	test('is for its owner only, in a folder that is made', async () => {
		await claim();
		const [name = ''] = await sockets();
		expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
	});

	test('works for a folder whose path is longer than a socket may have', async () => {
		vi.stubEnv('TMPDIR', workshop);
		const long = join(folder, 'x'.repeat(90), 'y'.repeat(90));
		const owner = await claim(long);
		expect(owner.isOwner).toBe(true);
		expect(await claimElsewhere(long)).toMatchObject({isOwner: false, pid: process.pid});
		if (owner.isOwner) await owner.release();
		expect((await claimElsewhere(long)).isOwner).toBe(true);
	});

	test('is given up even while somebody stays connected', async () => {
		const owner = await claim();
		const [name = ''] = await sockets();
		const visitor = createConnection({path: join(folder, name), allowHalfOpen: true});
		await new Promise(resolve => visitor.once('data', resolve));
		if (owner.isOwner) await owner.release();
		visitor.destroy();
		expect((await claim()).isOwner).toBe(true);
	});
});

describe('a folder that cannot be used', () => {
	test('is owned by nobody', async () => {
		await writeFile(join(workshop, 'file'), '');
		expect(await claim(join(workshop, 'file', 'store'))).toEqual({isOwner: false, pid: null});
	});

	test('nor is one where something else stands in the way', async () => {
		await mkdir(join(folder, 'monitor-1.sock'), {recursive: true});
		await writeFile(join(folder, 'monitor-2.sock'), 'not a socket');
		expect((await claim()).isOwner).toBe(true);
	});
});
