import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {JsonHistory} from '../../source/history/json-history.ts';
import {alertOf} from '../helpers/fleet.ts';
import {kept, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;

describe('a folder that cannot be written', () => {
	async function watchIn(folder: string): Promise<JsonHistory> {
		const history = store.create({folder});
		const pasts = await history.open([slack]);
		expect(pasts.get(slack.name)).toEqual({kept: null, samples: []});
		history.append(slack.name, store.sample());
		history.keep(slack.name, kept, true);
		history.addAlert(alertOf('a'));
		await store.clock.advance(minuteMs);
		await history.saved();
		return history;
	}

	test('is a warning, and monitoring goes on', async () => {
		await writeFile(store.path, 'a file, where the folder should be');
		const history = await watchIn(join(store.path, 'store'));
		expect(history.problem.getSnapshot()).toBe('history cannot be written (ENOTDIR): monitoring goes on without it');
		expect(history.stats(slack.name, store.clock.now())['1h'].p50Ms).toBe(41.2);
		expect(history.alerts()).toHaveLength(1);
		// Whoever made room finds all of it there.
		await rm(store.path);
		await mkdir(store.path);
		await store.pass(history, minuteMs);
		expect(history.problem.getSnapshot()).toBeNull();
		await history.close();
		const next = store.create({folder: join(store.path, 'store')});
		expect((await next.open([slack])).get(slack.name)).toEqual({
			kept,
			samples: [store.sample({at: store.clock.now() - 2 * minuteMs})],
		});
		await next.close();
	});

	test('or not even be named is one too', async () => {
		const history = await watchIn(join(store.path, 'x'.repeat(300)));
		expect(history.problem.getSnapshot()).toMatch(/cannot be written \(ENAMETOOLONG\)/);
		await history.close();
	});

	test('stops being a warning once it can be written again', async () => {
		const {history} = await store.open([slack]);
		await rm(store.path, {recursive: true});
		await writeFile(store.path, '');
		history.keep(slack.name, kept, true);
		await history.saved();
		expect(history.problem.getSnapshot()).toMatch(/ENOTDIR/);
		expect(history.isKept()).toBe(false);
		await rm(store.path);
		await store.pass(history, minuteMs);
		expect(history.problem.getSnapshot()).toBeNull();
		expect(history.isKept()).toBe(true);
		await history.close();
		expect((await store.reread(slack))?.kept).toEqual(kept);
	});
});
