import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findStoragePath} from '../../source/config/storage-path.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'langsight-store-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

test.each<[what: string, text: string, found: string | null]>([
	['a good configuration', 'storage: {path: history}\nservers: [{name: a, command: x}]\n', 'history'],
	['one with mistakes elsewhere', 'storage: {path: history}\nservers: [{name: a}]\nno_such_key: 1\n', 'history'],
	['one with a variable', `storage: {path: "$\{PLACE}/history"}\n`, 'there/history'],
	['one with a variable that is not set', `storage: {path: "$\{NOWHERE}/history"}\n`, null],
	['one that names no store', 'servers: []\n', null],
	['one whose store is no text', 'storage: {path: [a]}\n', null],
	['what is no YAML', 'storage: [}', null],
])('the store of %s is found', async (_what, text, found) => {
	const path = join(folder, 'config.yaml');
	await writeFile(path, text, {mode: 0o600});
	expect(await findStoragePath(path, {PLACE: 'there'})).toBe(found === null ? null : join(folder, found));
});

test('a file that is not there names no store', async () =>
	expect(await findStoragePath(join(folder, 'none.yaml'), {})).toBeNull());
