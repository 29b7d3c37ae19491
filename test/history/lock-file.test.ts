import {createHash} from 'node:crypto';
import {chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {UserError} from '../../source/domain/errors.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {readLock, writeLock} from '../../source/history/lock-file.ts';
import {renderLock} from '../../source/report/lock-file.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const lock = new Map([['files', takeSnapshot(listingOf([tool('read'), tool('write')]), 0, hash)]]);
const good = renderLock(lock);

let folder: string;
let path: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'langsight-lock-'));
	path = join(folder, 'langsight.lock.json');
});
afterEach(() => rm(folder, {recursive: true, force: true}));

describe('reading a lock file', () => {
	test('gives the servers, whatever an editor made of line ends; no file is null', async () => {
		expect(await readLock(path, hash)).toBe(null);
		for (const text of [good, good.replaceAll('\n', '\r\n'), `\ufeff${good}`]) {
			await writeFile(path, text);
			expect([...((await readLock(path, hash)) ?? [])]).toEqual([...lock]);
		}
	});

	test.each<[what: string, text: string, words: string]>([
		['nothing', '', 'it is not JSON'],
		['half a file', good.slice(0, 300), 'it is not JSON'],
		['a merge conflict', good.replace('{\n', '<<<<<<< HEAD\n{\n=======\n{\n>>>>>>> main\n'), 'a merge conflict'],
		['the lock file of another program', '{"lockfileVersion": 3, "packages": {}}', 'no lock file of LangSight'],
		['null', 'null', 'no lock file of LangSight'],
		['one of a newer LangSight', good.replace('"version": 1', '"version": 2'), 'it is of version 2'],
		['a tool that was changed by hand', good.replace('Does read.', 'Does reads.'), '"files" does not fit its hash'],
		[
			'a server twice',
			good.replace(/"servers": \[\n([\s\S]*)\n {2}\]/, '"servers": [$1,\n$1\n  ]'),
			'"files" more than once',
		],
		['servers that are no list', '{"version": 1, "servers": {}}', 'servers: '],
		['a server without a name', '{"version": 1, "servers": [{}]}', 'servers[0].name: '],
		['a tool that is none', good.replace('"tools": [', '"tools": [null, '), 'servers[0].tools[0]: must be a tool'],
		['a server of no version', good.replace('"version": "1.2.3"', '"version": 1'), 'server_info: must have a name'],
	])('%s is told by file and reason', async (_what, text, words) => {
		await writeFile(path, text);
		const error = await readLock(path, hash).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(UserError);
		expect(String(error)).toContain(path);
		expect(String(error)).toContain(words);
	});

	test('a folder in its place is told, too', async () => {
		await mkdir(path);
		await expect(readLock(path, hash)).rejects.toThrow(/is not a file/);
		await expect(readLock(join(path, 'x\0y'), hash)).rejects.toThrow(/cannot be read/);
	});
});

describe('writing a lock file', () => {
	test('leaves nothing beside it, and touches it only where that changes it', async () => {
		expect(await writeLock(path, good)).toBe(true);
		const {mtimeMs, ino} = await stat(path);
		expect(await writeLock(path, good)).toBe(false);
		expect(await stat(path)).toMatchObject({mtimeMs, ino});
		expect(await writeLock(path, `${good}\n`)).toBe(true);
		expect(await readFile(path, 'utf8')).toBe(`${good}\n`);
		expect(await readdir(folder)).toEqual(['langsight.lock.json']);
	});

	test('keeps who may read it, and a link a link', async () => {
		const real = join(folder, 'real.json');
		await writeFile(real, 'old');
		await chmod(real, 0o664);
		await symlink(real, path);
		expect(await writeLock(path, good)).toBe(true);
		expect((await lstat(path)).isSymbolicLink()).toBe(true);
		expect(await readFile(real, 'utf8')).toBe(good);
		expect((await stat(real)).mode & 0o777).toBe(0o664);
	});

	test('says what is in the way, and changes nothing then', async () => {
		await expect(writeLock(join(folder, 'absent', 'lock.json'), good)).rejects.toThrow(/cannot be written: ENOENT/);
		await mkdir(path);
		await expect(writeLock(path, good)).rejects.toThrow(/is not a file/);
		await expect(writeLock('/dev/null', good)).rejects.toThrow(/is not a file/);
		expect(await readdir(folder)).toEqual(['langsight.lock.json']);
	});
});
