import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

const servers = `servers:
  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}
  - {name: broken, command: [node, -e, "process.exit(3)"]}
`;

let place: Workplace;

beforeEach(async () => {
	place = await makeWorkplace();
});

afterEach(() => place.remove());

const filesIn = async (folder: string): Promise<string[]> =>
	(await readdir(folder, {recursive: true, withFileTypes: true}))
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name));

describe('a monitor without a screen', () => {
	/** Side by side, so that it takes a quarter of the time. */
	const stores = 4;
	const killsEach = 50;

	test(`that is killed ${stores * killsEach} times at random moments tears no file`, async () => {
		const stories = Array.from({length: stores}, async () => {
			const own = await makeWorkplace();
			await own.write('.langsight.yaml', `monitoring: {interval_seconds: 1}\n${servers}`);
			for (let kill = 0; kill < killsEach; kill++) {
				const monitor = own.start('monitor', '--headless');
				monitor.stderr?.resume();
				monitor.stdout?.resume();
				const ended = once(monitor, 'exit');
				await new Promise(resolve => setTimeout(resolve, Math.random() * 3000));
				monitor.kill('SIGKILL');
				await ended;
				for (const path of await filesIn(join(own.folder, '.langsight')).catch(() => [])) {
					expect(path).not.toContain('corrupt');
					if (!path.endsWith('.json')) continue;
					const text = await readFile(path, 'utf8');
					expect(() => JSON.parse(text), path).not.toThrow();
				}
			}
			const {stdout, stderr} = await own.run('history', 'broken', '--window', '1h', '--json');
			const {checks, incidents} = JSON.parse(stdout);
			await own.remove();
			return {stderr, hasChecks: checks > 0, kind: incidents[0]?.kind};
		});
		expect(await Promise.all(stories)).toEqual(
			Array.from({length: stores}, () => ({stderr: '', hasChecks: true, kind: 'down'})),
		);
	});
});

describe('files that cannot be used', () => {
	test.each<[story: string, text: string, fate: 'aside' | 'kept', words: RegExp]>([
		['torn', '{"version": 2, "server": "we', 'aside', /not JSON.*set aside/],
		['empty', '', 'aside', /set aside/],
		['foreign', '[1, 2, 3]', 'aside', /set aside/],
		['of a newer version', '{"version": 99}', 'kept', /newer version/],
	])('%s: it is said, nothing is lost, and the fleet is checked all the same', async (_story, text, fate, words) => {
		await place.write('.langsight.yaml', servers);
		expect((await place.run('--once')).code).toBe(1);
		const tail = (await filesIn(join(place.folder, '.langsight'))).find(path => /well-.*tail\.json$/.test(path)) ?? '';
		await writeFile(tail, text);
		const {code, stdout, stderr} = await place.run('--once');
		expect(code).toBe(1);
		expect(stdout).toMatch(/well .*UP/);
		expect(stderr).toMatch(words);
		const kept = await filesIn(join(tail, '..'));
		const where = fate === 'kept' ? tail : kept.find(path => path.includes('tail.json.corrupt-'));
		expect(await readFile(where ?? '', 'utf8')).toBe(text);
	});
});

const mayMount = (() => {
	try {
		const folder = execFileSync('mktemp', ['-d'], {encoding: 'utf8'}).trim();
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], {stdio: 'ignore'});
		execFileSync('umount', [folder]);
		return true;
	} catch {
		return false;
	}
})();

describe('a disk', () => {
	test.skipIf(!mayMount)('that is full is a warning on the screen, which goes when there is room again', async () => {
		const disk = join(place.folder, 'disk');
		await mkdir(disk);
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
		try {
			await place.write(
				'.langsight.yaml',
				`monitoring: {interval_seconds: 1}\nstorage: {path: disk/store}\n${servers}`,
			);
			const stuffing = join(disk, 'stuffing');
			const terminal = openTerminal({
				command: nodePath,
				args: [programPath],
				cwd: place.folder,
				env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
			});
			await terminal.waitFor(/well +● up/, 20_000);
			await writeFile(stuffing, Buffer.alloc(300 * 1024)).catch(() => {});
			// Whatever is acknowledged is to be written at once.
			await terminal.waitFor(/broken +✖ down/, 20_000);
			await vi.waitFor(
				() => {
					terminal.press('a');
					if (!terminal.screen.text().includes('history cannot be written (ENOSPC)')) throw new Error('not yet');
				},
				{timeout: 60_000, interval: 1000},
			);
			await terminal.waitFor(/well +● up/);
			await rm(stuffing);
			await vi.waitFor(
				() => {
					terminal.press('a');
					if (terminal.screen.text().includes('history cannot be written')) throw new Error('not yet');
				},
				{timeout: 90_000, interval: 1000},
			);
			terminal.press('\x03');
			expect((await terminal.exited).exitCode).toBe(130);
		} finally {
			execFileSync('umount', ['-l', disk]);
		}
	});

	test('that cannot be written at all is a warning, and the check goes on', async () => {
		await place.write('.langsight.yaml', `storage: {path: blocked/store}\n${servers}`);
		await place.write('blocked', 'a file where a folder should be');
		const {code, stdout, stderr} = await place.run('--once');
		expect(code).toBe(1);
		expect(stdout).toMatch(/well .*UP/);
		expect(stderr).toMatch(/cannot be written/);
	});
});
