import {afterEach, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {closeRigs, createRig, fixture, survivors, wrapperScript} from './stdio-fixture.ts';

afterEach(closeRigs);

const waitUntil = {timeout: 15_000, interval: 10};

test('a child that is killed between checks is told at once, and the next check starts another one', async () => {
	const rig = createRig(fixture([]));
	await rig.check();
	process.kill(rig.groups[0]!, 'SIGKILL');
	await vi.waitFor(() => expect(rig.interruptions).toHaveLength(1), waitUntil);
	expect(rig.interruptions[0]?.failure).toMatchObject({
		category: 'process_killed',
		transient: true,
		message: 'killed by SIGKILL',
	});
	expect(rig.prober.isOpen).toBe(false);

	expect(await rig.check()).toMatchObject({ok: true, connectMs: expect.any(Number)});
	expect(rig.groups).toHaveLength(2);
	expect(rig.interruptions).toHaveLength(1);
});

test('a child that is killed during a check is told by that check and by nothing else', async () => {
	const rig = createRig(fixture(['hang-list']));
	const checking = rig.check();
	await vi.waitFor(() => expect(rig.prober.isOpen).toBe(true), waitUntil);
	process.kill(rig.groups[0]!, 'SIGKILL');
	expect(await checking).toMatchObject({ok: false, failure: {category: 'process_killed', phase: 'list_tools'}});
	await rig.prober.close();
	expect(rig.interruptions).toEqual([]);
});

test('a child that exits by itself between checks is told with its code and its last words', async () => {
	const rig = createRig(fixture(['exit-after=2']));
	await rig.check();
	expect((await rig.check()).ok).toBe(true);
	await vi.waitFor(() => expect(rig.interruptions).toHaveLength(1), waitUntil);
	expect(rig.interruptions[0]?.failure.message).toBe('exited with code 1: Error: the backend went away');
});

test('what a server wrote before it crashed is still there after its restart', async () => {
	const rig = createRig(fixture(['exit-after=1']));
	await rig.check();
	await vi.waitFor(() => expect(rig.interruptions).toHaveLength(1), waitUntil);
	await rig.check();
	expect(rig.prober.log()).toContain('Error: the backend went away');
});

test('closing ends a server that ignores the end of stdin and SIGTERM', async () => {
	const rig = createRig(fixture(['ignore-term']));
	await rig.check();
	expect(survivors(rig)).toHaveLength(1);
	await rig.prober.close();
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), waitUntil);
	expect(rig.interruptions).toEqual([]);
});

test('closing ends the server behind a shell, also one that spins', async () => {
	const rig = createRig(fixture([], {command: wrapperScript, args: ['spin'], timeoutMs: 200}));
	expect((await rig.check()).ok).toBe(false);
	expect(survivors(rig)).toHaveLength(2);
	await rig.prober.close();
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), waitUntil);
});

test('killing the shell around a server leaves no server behind', async () => {
	const rig = createRig(fixture([], {command: wrapperScript, args: ['ignore-term']}));
	await rig.check();
	expect(survivors(rig)).toHaveLength(2);
	process.kill(rig.groups[0]!, 'SIGKILL');
	await vi.waitFor(() => expect(rig.interruptions).toHaveLength(1), waitUntil);
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), waitUntil);
});

test('closing in the middle of a start leaves nothing behind and ends the check', async () => {
	const rig = createRig(fixture(['hang-initialize', 'ignore-term']));
	const checking = rig.check();
	await vi.waitFor(() => expect(rig.groups).toHaveLength(1), waitUntil);
	await rig.prober.close();
	expect(await checking).toMatchObject({ok: false});
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), waitUntil);
	expect(await rig.check()).toMatchObject({ok: false});
	expect(rig.groups).toHaveLength(1);
});

test.each<[story: string, faults: string[]]>([
	['a start', ['hang-initialize']],
	['a list', ['hang-list']],
])('an aborted check ends in the middle of %s', async (_story, faults) => {
	const rig = createRig(fixture(faults));
	const stop = new AbortController();
	const checking = rig.check(stop.signal);
	await vi.waitFor(() => expect(rig.groups).toHaveLength(1), waitUntil);
	if (faults[0] === 'hang-list') await vi.waitFor(() => expect(rig.prober.isOpen).toBe(true), waitUntil);
	stop.abort();
	expect(await checking).toMatchObject({ok: false, failure: {message: 'the check was given up'}});
});

test('a check that was aborted beforehand starts nothing', async () => {
	const rig = createRig(fixture([]));
	expect(await rig.check(AbortSignal.abort())).toMatchObject({ok: false});
	expect(rig.groups).toEqual([]);
});

test('a late answer does not confuse the checks after it', async () => {
	const rig = createRig(fixture(['slow-first=600', 'drift=1'], {timeoutMs: 300}));
	expect(await rig.check()).toMatchObject({ok: false, failure: {category: 'timeout'}});
	expect(await rig.check()).toMatchObject({ok: true, listing: {tools: [{name: 'echo'}, {name: 'subtract'}]}});
	await vi.waitFor(() => expect(rig.announcements).toHaveLength(1), waitUntil);
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null, notes: []});
	expect(rig.groups).toHaveLength(1);
});

test('a stopped process keeps its session, so that it can go on', async () => {
	const rig = createRig(fixture([], {timeoutMs: 300}));
	await rig.check();
	process.kill(rig.groups[0]!, 'SIGSTOP');
	expect(await rig.check()).toMatchObject({ok: false, failure: {category: 'timeout'}});
	process.kill(rig.groups[0]!, 'SIGCONT');
	await vi.waitFor(async () => expect(await rig.check()).toMatchObject({ok: true, connectMs: null}), waitUntil);
	expect(rig.groups).toHaveLength(1);
});

test('after three timeouts in a row the next check starts a fresh process', async () => {
	const rig = createRig(fixture(['hang-list'], {timeoutMs: 100}));
	for (let times = 0; times < 3; times++) {
		await rig.check();
		expect(rig.groups).toHaveLength(1);
	}
	expect(rig.prober.isOpen).toBe(false);
	expect(await rig.check()).toMatchObject({ok: false, failure: {category: 'timeout', phase: 'list_tools'}});
	expect(rig.groups).toHaveLength(2);
});

test('an error that the server answers with does not cost it its process', async () => {
	const rig = createRig(fixture(['rpc-error=-32602']));
	for (let times = 0; times < 5; times++) expect((await rig.check()).ok).toBe(false);
	expect(rig.groups).toHaveLength(1);
	expect(rig.prober.isOpen).toBe(true);
});

test('a server that is probed on demand runs for its check only', async () => {
	const rig = createRig(fixture([], {probe: 'on_demand'}));
	expect(await rig.check()).toMatchObject({ok: true, connectMs: expect.any(Number)});
	expect(rig.prober.isOpen).toBe(false);
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), waitUntil);
	expect(await rig.check()).toMatchObject({ok: true, connectMs: expect.any(Number)});
	expect(rig.groups).toHaveLength(2);
	expect(rig.interruptions).toEqual([]);
});

test('a change of tools that the server announces is passed on, and the next list shows it', async () => {
	const rig = createRig(fixture(['drift=1']));
	await rig.check();
	await vi.waitFor(() => expect(rig.announcements).toHaveLength(1), waitUntil);
	expect(await rig.check()).toMatchObject({ok: true, listing: {tools: [{name: 'echo'}, {name: 'subtract'}]}});
});

test('a server that announces changes without end is passed on once', async () => {
	const rig = createRig(fixture(['announce=500']));
	expect((await rig.check()).ok).toBe(true);
	expect((await rig.check()).ok).toBe(true);
	expect(rig.announcements).toHaveLength(1);
});

test('a link that cannot even be made is a failed check, not an exception', async () => {
	const openLink = () => {
		throw new Error('no such transport');
	};
	const events = {interrupted: () => {}, toolsChanged: () => {}, opened: () => {}};
	const prober = createProberFactory({clock: systemClock, ledger: createLedger(null), openLink})(fixture([]), events);
	expect(await prober.check(new AbortController().signal)).toMatchObject({ok: false});
	await prober.close();
});
