import type {ChildProcess} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterEach, describe, expect, test} from 'vitest';
import {joinStore} from '../../source/control/join-store.ts';
import {claimStore} from '../../source/control/ownership.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {fleetOf, upState} from '../helpers/fleet.ts';
import {createStage} from './stage.ts';

const stage = createStage();
afterEach(stage.clear);

const us = {clock: systemClock, version: '0.2.0'};

/** Joins a store for good: serves it when it owns it, is a guest while it does not; says each time which. */
const memberProgram = `
	import {joinStore} from './source/control/join-store.ts';
	import {serveMonitor} from './source/control/serve-monitor.ts';
	import {systemClock} from './source/monitor/system-clock.ts';
	import {createStillMonitor, fleetOf, upState} from './test/helpers/fleet.ts';
	const us = {clock: systemClock, version: '0.2.0'};
	const say = (...words) => process.stdout.write(words.join(' ') + '\\n');
	process.stdin.on('end', () => process.exit()).resume();
	for (;;) {
		const joined = await joinStore(process.argv[2], us);
		if (joined.as === 'owner') {
			const monitor = createStillMonitor(fleetOf([upState('watched-by-' + process.pid)]));
			serveMonitor(joined.claim, monitor, {...us, pid: process.pid});
			say('owner', process.pid);
			break;
		}
		if (joined.as === 'stranger') throw new Error(joined.reason);
		const {monitor, pid, ended} = joined.attachment;
		say('guest', pid, monitor.fleet.getSnapshot().servers[0].server.name);
		await ended;
	}
`;

/** What a process says, line by line. */
function listen(child: ChildProcess): () => Promise<string> {
	const lines = createInterface({input: child.stdout!})[Symbol.asyncIterator]();
	return async () => (await lines.next()).value;
}

describe('many processes that watch one fleet', () => {
	test('have one owner; when it is killed exactly one of the others takes over, and the rest attach to it', async () => {
		const store = await stage.store();
		const first = await stage.run(memberProgram, store);
		expect(await listen(first)()).toBe(`owner ${first.pid}`);
		const others = await Promise.all(Array.from({length: 4}, () => stage.run(memberProgram, store)));
		const hear = others.map(listen);
		for (const next of hear) expect(await next()).toBe(`guest ${first.pid} watched-by-${first.pid}`);
		first.kill('SIGKILL');
		const said = await Promise.all(hear.map(next => next()));
		const owners = said.filter(line => line.startsWith('owner '));
		expect(owners).toHaveLength(1);
		const pid = owners[0]?.slice('owner '.length);
		expect(others.map(child => String(child.pid))).toContain(pid);
		expect(said.filter(line => line === `guest ${pid} watched-by-${pid}`)).toHaveLength(3);
	});
});

describe('a process that comes to a store', () => {
	test('owns it when nobody does, and is a guest of whoever does', async () => {
		const store = await stage.store();
		const joined = await joinStore(store, us);
		expect(joined.as).toBe('owner');
		if (joined.as === 'owner') await joined.claim.release();
		const {end} = await stage.own(store, fleetOf([upState('a')]));
		const guest = await joinStore(store, us);
		if (guest.as !== 'guest') throw new Error(`is ${guest.as}`);
		expect(guest.attachment.pid).toBe(process.pid);
		await end();
		await guest.attachment.ended;
		const later = await joinStore(store, us);
		expect(later.as).toBe('owner');
		if (later.as === 'owner') await later.claim.release();
	});

	test('takes it over from one that leaves while it waits to be shown something', async () => {
		const store = await stage.store();
		const before = await claimStore(store);
		if (!before.isOwner) throw new Error('not ours');
		const joining = joinStore(store, us);
		const later = await stage.knock(store);
		await later.hear('langsight');
		await before.release();
		const joined = await joining;
		expect(joined.as).toBe('owner');
		if (joined.as === 'owner') await joined.claim.release();
	});

	test('is a stranger where the store cannot be used', async () => {
		const store = await stage.store();
		await writeFile(join(store, '..', 'file'), '');
		expect(await joinStore(join(store, '..', 'file', 'store'), us)).toEqual({as: 'stranger', pid: null, reason: null});
	});
});
