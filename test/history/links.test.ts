import {lstat, mkdir, readdir, readFile, rename, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {kept, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();

describe('a link', () => {
	test('in the place of a file is replaced, not followed', async () => {
		const elsewhere = join(store.path, '..', 'elsewhere.json');
		await writeFile(elsewhere, 'precious');
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		await history.close();
		const tail = await store.fileOf('slack', 'tail');
		const incidents = await store.fileOf('slack', 'incidents');
		await symlink(elsewhere, incidents);
		await symlink(elsewhere, `${tail}.tmp`);
		const {history: next} = await store.open([slack]);
		await symlink(elsewhere, `${incidents}.tmp`);
		next.keep(slack.name, kept, true);
		await next.close();
		expect(await readFile(elsewhere, 'utf8')).toBe('precious');
		expect((await lstat(tail)).isFile()).toBe(true);
	});

	test('in the place of a server’s folder is not gone into', async () => {
		const elsewhere = join(store.path, '..', 'elsewhere');
		await mkdir(elsewhere);
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		await history.close();
		const own = join(await store.fileOf('slack', 'tail'), '..');
		await rename(own, `${own}-away`);
		await symlink(elsewhere, own);
		const {history: next, pasts} = await store.open([slack]);
		expect(pasts.get(slack.name)).toEqual({kept: null, samples: []});
		next.keep(slack.name, kept, true);
		await next.close();
		expect(await readdir(elsewhere)).toEqual([]);
		expect(next.problem.getSnapshot()).toMatch(/is a link to elsewhere/);
	});

	test('in the place of all servers’ folders is not gone into either', async () => {
		const elsewhere = join(store.path, '..', 'elsewhere');
		await mkdir(elsewhere);
		await mkdir(store.path);
		await symlink(elsewhere, join(store.path, 'servers'));
		const {history} = await store.open([slack], {configured: [], removedAfterDays: 1});
		history.keep(slack.name, kept, true);
		await history.close();
		expect(await readdir(elsewhere)).toEqual([]);
		expect(history.problem.getSnapshot()).toMatch(/is a link to elsewhere/);
	});
});
