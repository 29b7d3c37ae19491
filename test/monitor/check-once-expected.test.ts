import {expect, test} from 'vitest';
import {failsOn} from '../../source/domain/fail-on.ts';
import type {Lock} from '../../source/domain/lock.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {checkOnce} from '../../source/monitor/check-once.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, createFakeProbers, good, type Step} from '../helpers/fake-prober.ts';
import {httpServer, listingOf, tool} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {hash} from './running-fleet.ts';

const slack = httpServer('slack-mcp');
const [post, search] = [tool('post'), tool('search')];
const lockOf = (...tools: readonly Tool[]): Lock => new Map([['slack-mcp', takeSnapshot(listingOf(tools), 0, hash)]]);

async function check(step: Step, expected: Lock | null, history = createMemoryHistory()) {
	const clock = createFakeClock();
	const probers = createFakeProbers(clock);
	probers.scriptAll(step);
	const once = await checkOnce([slack], {
		clock,
		createProber: probers.create,
		history,
		hash,
		maxConcurrentSpawns: 1,
		maxConcurrentChecks: 1,
		retries: 0,
		confirmIntervalMs: 1500,
		expected,
		signal: new AbortController().signal,
		progress() {},
	});
	await once.close();
	return once.states;
}

test('a lock file decides what has drifted, and not what was seen here before', async () => {
	const history = createMemoryHistory();
	await check(good({tools: [post]}), null, history);
	const [asInFile] = await check(good({tools: [post, search]}), lockOf(post, search), history);
	expect(asInFile).toMatchObject({health: {status: 'up'}, schema: {state: 'unchanged', class: null}});
	const broken = await check(good({tools: [post]}), lockOf(post, search), history);
	expect(broken[0]).toMatchObject({
		health: {status: 'degraded', reasons: ['schema_drift']},
		schema: {state: 'drifted', class: 'breaking'},
	});
	expect(failsOn(['breaking'], broken)).toBe(true);
});

test('a lock file changes nothing of what history keeps', async () => {
	const [one, other] = [createMemoryHistory(), createMemoryHistory()];
	for (const [history, lock] of [
		[one, null],
		[other, lockOf(search)],
	] as const) {
		await check(good({tools: [post]}), lock, history);
		await check(good({tools: [post, search]}), lock, history);
	}
	const keptOf = async (history: typeof one) => (await history.open([slack])).get('slack-mcp')?.kept?.schema;
	expect((await keptOf(one))?.drifted?.tools).toHaveLength(2);
	expect(await keptOf(other)).toEqual(await keptOf(one));
});

test('a server that is not in the lock file is new, and one that cannot be listed is not compared', async () => {
	const history = createMemoryHistory();
	await check(good({tools: [post]}), null, history);
	const [fresh] = await check(good({tools: [search]}), new Map(), history);
	expect(fresh).toMatchObject({health: {status: 'up'}, schema: {state: 'new'}});
	const down = await check(bad(), lockOf(post), history);
	expect(down[0]).toMatchObject({health: {status: 'down'}, schema: {state: 'unknown'}});
	expect(failsOn(['drift'], down)).toBe(false);
});
