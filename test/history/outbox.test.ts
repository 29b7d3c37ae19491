import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyOutbox, type Outbox} from '../../source/domain/outbox.ts';
import {alertOf} from '../helpers/fleet.ts';
import {setUpStore} from './store-folder.ts';

const store = setUpStore();

const down = alertOf('redis-mcp', {id: 'a', details: {groupId: 'g', tags: ['critical']}});
const up = alertOf('redis-mcp', {id: 'b', kind: 'recovery', about: 'down', phase: 'closed'});
const outbox: Outbox = {
	last: {id: 'b', at: up.at},
	boxes: [
		{name: 'on-call', queue: [{alert: up, opening: down}], told: [], dead: []},
		{
			name: 'hook',
			queue: [{alert: down, opening: null}],
			told: [down],
			dead: [{id: 'x', at: 5, server: 'redis-mcp', message: 'down', reason: 'HTTP 404'}],
		},
	],
};

const path = () => join(store.path, 'outbox.json');

test('what is on its way outlives the process, each alert written once, for its owner only', async () => {
	const {history} = await store.open();
	expect(history.outbox()).toEqual(emptyOutbox);
	history.keepOutbox(outbox);
	await history.saved();
	expect((await store.open()).history.outbox()).toEqual(outbox);
	expect(JSON.parse(await readFile(path(), 'utf8')).alerts).toHaveLength(2);
	expect((await stat(path())).mode & 0o777).toBe(0o600);
});

test('who does not own the store keeps it in memory only', async () => {
	const {history} = await store.open([], {isOwner: false});
	history.keepOutbox(outbox);
	await history.close();
	expect(history.outbox()).toBe(outbox);
	await expect(stat(path())).rejects.toThrow('ENOENT');
});

test('a broken one is set aside, with a warning', async () => {
	await store.open();
	await writeFile(path(), '{"version": 2, "boxes": 5}');
	const {history} = await store.open();
	expect(history.outbox()).toEqual(emptyOutbox);
	expect(history.problem.getSnapshot()).toContain('outbox.json could not be read');
});
