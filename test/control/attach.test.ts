import {once} from 'node:events';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {sendAction} from '../../source/control/ask-owner.ts';
import {attach} from '../../source/control/attach.ts';
import {claimStore} from '../../source/control/ownership.ts';
import type {Action} from '../../source/domain/action.ts';
import type {Fleet} from '../../source/domain/fleet.ts';
import {addLatency, emptyHistogram} from '../../source/domain/latency-histogram.ts';
import type {Span} from '../../source/domain/span.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {
	alertOf,
	createStillMonitor,
	downState,
	fleetOf,
	openIncident,
	type StillMonitor,
	upState,
} from '../helpers/fleet.ts';
import {createStage, greetingOf, untilFleet} from './stage.ts';

const stage = createStage();
afterEach(stage.clear);

const us = {clock: systemClock, version: '0.2.0'};
const acknowledge: Action = {do: 'acknowledge', servers: ['redis'], by: 'me', reason: null};

const span: Span = {
	start: 3_600_000,
	size: 'hour',
	checks: 3,
	availableMs: 3_000_000,
	unavailableMs: 0.5,
	unknownMs: 0,
	errors: {timeout: 1},
	calls: 2,
	failedCalls: 1,
	outages: 1,
	repairs: 1,
	repairMs: 0.5,
	latencies: addLatency(emptyHistogram, 42),
};

/** Marks what is acknowledged, as a monitor does. */
function createActingMonitor(fleet: Fleet): StillMonitor {
	const monitor = createStillMonitor(fleet);
	return {
		...monitor,
		async act(action) {
			const now = monitor.fleet.getSnapshot();
			if (action.do === 'acknowledge') {
				const servers = now.servers.map(state =>
					action.servers.includes(state.server.name) ? {...state, acknowledged: true} : state,
				);
				monitor.fleet.set({...now, servers});
			}
			return monitor.act(action);
		},
	};
}

/** An owner in a process of its own: serves servers that are up and one that is down, says so, stays until it is told. */
const ownerProgram = `
	import {claimStore} from './source/control/ownership.ts';
	import {serveMonitor} from './source/control/serve-monitor.ts';
	import {systemClock} from './source/monitor/system-clock.ts';
	import {createStillMonitor, downState, fleetOf, upState} from './test/helpers/fleet.ts';
	const claim = await claimStore(process.argv[2]);
	const names = Array.from({length: Number(process.argv[3])}, (none, index) => 'server-' + index);
	const monitor = createStillMonitor(fleetOf([downState('redis'), ...names.map(name => upState(name))]));
	const served = serveMonitor(claim, monitor, {clock: systemClock, version: '0.2.0', pid: process.pid});
	process.stdout.write('ready\\n');
	process.stdin.on('data', async order => {
		if (String(order).includes('check')) monitor.fleet.set({
			...monitor.fleet.getSnapshot(),
			servers: monitor.fleet.getSnapshot().servers.with(3, upState('server-2', {isChecking: true})),
		});
		if (!String(order).includes('end')) return;
		await served.close();
		await claim.release();
		process.exit();
	});
`;

async function ownElsewhere(store: string, servers = 2) {
	const child = await stage.run(ownerProgram, store, String(servers));
	await once(child.stdout!, 'data');
	return child;
}

describe('a screen that is attached', () => {
	test('shows the fleet of the owner, and says whose it is', async () => {
		const store = await stage.store();
		const owner = await ownElsewhere(store);
		const {monitor, pid, version} = await stage.attach(store);
		expect({pid, version}).toEqual({pid: owner.pid, version: '0.2.0'});
		const fleet = monitor.fleet.getSnapshot();
		expect(fleet).toMatchObject({name: 'prod', attachedTo: owner.pid});
		expect(fleet.servers.map(({server, health}) => `${server.name} ${health.status}`)).toEqual([
			'redis down',
			'server-0 up',
			'server-1 up',
		]);
	});

	test('shows five hundred servers, and afterwards hears only of what has changed', async () => {
		const store = await stage.store();
		const owner = await ownElsewhere(store, 499);
		const visitor = await stage.knock(store);
		visitor.say(greetingOf());
		const {monitor} = await stage.attach(store);
		await visitor.hear('["server-498",');
		const before = monitor.fleet.getSnapshot();
		expect(before.servers).toHaveLength(500);
		const whole = visitor.bytes();
		owner.stdin?.write('check\n');
		await untilFleet(monitor, fleet => fleet.servers[3]?.isChecking === true);
		await visitor.hear('"isChecking":true');
		expect(whole).toBeGreaterThan(500 * 1000);
		expect(visitor.bytes() - whole).toBeLessThan(8000);
		const after = monitor.fleet.getSnapshot();
		const changed = after.servers.filter((state, index) => state !== before.servers[index]);
		expect(changed.map(({server}) => server.name)).toEqual(['server-2']);
	});

	test('sees what another one did, and so does every other', async () => {
		const store = await stage.store();
		const {monitor: owned} = await stage.own(store, fleetOf([downState('redis'), upState('a')]), {
			make: createActingMonitor,
		});
		const screens = await Promise.all([stage.attach(store), stage.attach(store), stage.attach(store)]);
		const isSeen = (fleet: Fleet) => fleet.servers[0]?.acknowledged === true;
		const result = await screens[0].monitor.act(acknowledge);
		expect(result).toEqual({ok: true, message: 'did acknowledge redis', undo: null});
		await Promise.all(screens.map(({monitor}) => untilFleet(monitor, isSeen)));
		expect(owned.asked).toEqual(['acknowledge redis']);
		for (const {monitor} of screens) expect(monitor.fleet.getSnapshot().servers[1]?.acknowledged).toBe(false);
	});

	test('gets logs, records and timelines from the owner', async () => {
		const store = await stage.store();
		const record = {
			spans: [span],
			incidents: [openIncident()],
			schema: {
				baseline: {hash: 'a', takenAt: 1, tools: [{name: 'x'}], instructions: null},
				drifted: null,
				changedAt: null,
			},
		} as const;
		const cells = [
			{start: 1, end: 2, uptime: 0.5, p50Ms: 1.5, p95Ms: 2, checks: 3, failed: 1},
			{start: 2, end: 3, uptime: null, p50Ms: null, p95Ms: null, checks: 0, failed: 0},
		];
		await stage.own(store, fleetOf([upState('a')]), {
			make: fleet => ({
				...createStillMonitor(fleet),
				log: async server => [`the log of ${server}`],
				record: async server => (server === 'a' ? record : null),
				timelines: async (window, count) => new Map([[`${window} ${count}`, cells]]),
			}),
		});
		const {monitor} = await stage.attach(store);
		expect(await monitor.log('a')).toEqual(['the log of a']);
		expect(await monitor.record('a')).toEqual(record);
		expect(await monitor.record('b')).toBeNull();
		expect(await monitor.timelines('7d', 84)).toEqual(new Map([['7d 84', cells]]));
	});

	test('hears of alerts, warnings, silences and a pause', async () => {
		const store = await stage.store();
		const {monitor: owned} = await stage.own(store, fleetOf([upState('a')]));
		const {monitor} = await stage.attach(store);
		const changes = {
			alerts: [alertOf('a')],
			warnings: ['the disk is full'],
			silences: [{id: 's1', query: 'a', from: 1, until: 2, reason: 'upgrade', by: 'me'}],
			pause: {from: 1, until: 2, by: 'me'},
		};
		owned.fleet.set({...owned.fleet.getSnapshot(), ...changes});
		await untilFleet(monitor, ({alerts}) => alerts.length > 0);
		expect(monitor.fleet.getSnapshot()).toMatchObject(changes);
	});

	test('is told ten times a second at most, and then the last of it', async () => {
		const store = await stage.store();
		const clock = createFakeClock();
		const {monitor} = await stage.own(store, fleetOf([upState('a')]), {clock});
		const visitor = await stage.knock(store);
		visitor.say(greetingOf());
		await visitor.hear('"patch"');
		for (let round = 1; round <= 30; round++) {
			monitor.fleet.set(fleetOf([upState('a', {reinitialisations: round})]));
			await clock.advance(10);
		}
		await visitor.hear('"reinitialisations":30').catch(() => clock.advance(100));
		await visitor.hear('"reinitialisations":30');
		const patches = visitor.lines.filter(line => line.includes('"patch"'));
		expect(patches.length).toBeGreaterThan(2);
		expect(patches.length).toBeLessThanOrEqual(5);
	});
});

describe('the end of the owner', () => {
	test.each([['by a kill'], ['in order']])('%s is noticed at once; the store can be taken over', async how => {
		const store = await stage.store();
		const owner = await ownElsewhere(store);
		const {monitor, ended} = await stage.attach(store);
		// Nothing but the end of the process can answer it.
		const waiting = how === 'by a kill' ? owner.kill('SIGSTOP') && monitor.log('redis') : monitor.log('redis');
		if (how === 'by a kill') owner.kill('SIGKILL');
		else owner.stdin?.write('end\n');
		await ended;
		expect(await waiting).toEqual([]);
		expect(await monitor.act(acknowledge)).toEqual({ok: false, message: 'the monitor has ended'});
		expect(await monitor.record('redis')).toBeNull();
		expect(await monitor.timelines('1h', 60)).toEqual(new Map());
		expect(monitor.fleet.getSnapshot().servers[0]?.server.name).toBe('redis');
		const claim = await vi.waitFor(async () => {
			const claimed = await claimStore(store);
			if (!claimed.isOwner) throw new Error('not free yet');
			return claimed;
		}, 5000);
		await claim.release();
	});

	test('leaves nobody to attach to', async () => {
		const store = await stage.store();
		expect(await attach(store, us)).toBeNull();
		const {end} = await stage.own(store, fleetOf([]));
		await end();
		expect(await attach(store, us)).toBeNull();
		const owner = await ownElsewhere(store);
		owner.kill('SIGKILL');
		await once(owner, 'close');
		expect(await attach(store, us)).toBeNull();
	});

	test('in order lets out the answers that were under way', async () => {
		const store = await stage.store();
		let answer: (lines: readonly string[]) => void = () => {};
		let isAsked = false;
		const {end} = await stage.own(store, fleetOf([]), {
			// Nobody is sent away because time is up.
			clock: createFakeClock(),
			make: fleet => ({
				...createStillMonitor(fleet),
				log: () =>
					new Promise(resolve => {
						answer = resolve;
						isAsked = true;
					}),
			}),
		});
		const {monitor} = await stage.attach(store);
		const lines = monitor.log('a');
		await vi.waitFor(() => expect(isAsked).toBe(true));
		const ending = end();
		answer(['the last words']);
		expect(await lines).toEqual(['the last words']);
		await ending;
	});

	test('a store that is owned but not served yet is waited for', async () => {
		const store = await stage.store();
		const claim = await claimStore(store);
		if (!claim.isOwner) throw new Error('not ours');
		const attaching = attach(store, us);
		await vi.waitFor(async () => expect((await claimStore(store)).isOwner).toBe(false));
		await claim.release();
		expect(await attaching).toBeNull();
	});

	test('is not mistaken for it by a screen that hears nothing for long: it says so until it does', async () => {
		const store = await stage.store();
		const ownersClock = createFakeClock();
		const clock = createFakeClock();
		await stage.own(store, fleetOf([upState('a')]), {clock: ownersClock});
		const {monitor} = await stage.attach(store, clock);
		await clock.advance(29_000);
		expect(monitor.fleet.getSnapshot().warnings).toEqual([]);
		await clock.advance(2000);
		expect(monitor.fleet.getSnapshot().warnings.join()).toContain('has said nothing for 30 s');
		await ownersClock.advance(10_000);
		await untilFleet(monitor, ({warnings}) => warnings.length === 0);
		await clock.advance(29_000);
		expect(monitor.fleet.getSnapshot().warnings).toEqual([]);
	});
});

describe('a single action', () => {
	test('is done by the monitor that runs', async () => {
		const store = await stage.store();
		const {monitor} = await stage.own(store, fleetOf([downState('redis')]));
		expect(await sendAction(store, acknowledge, us)).toEqual({
			ok: true,
			message: 'did acknowledge redis',
			undo: null,
		});
		expect(monitor.asked).toEqual(['acknowledge redis']);
	});

	test('has nobody to do it where no monitor runs', async () => {
		expect(await sendAction(await stage.store(), acknowledge, us)).toBeNull();
	});

	test('that is too long to be sent is refused in words', async () => {
		const store = await stage.store();
		const {monitor} = await stage.own(store, fleetOf([]));
		const servers = Array.from({length: 9000}, (_none, index) => `a-server-with-a-rather-long-name-${index}`);
		expect(await sendAction(store, {do: 'check', servers}, us)).toMatchObject({
			ok: false,
			message: expect.stringContaining('too much at once'),
		});
		expect(monitor.asked).toEqual([]);
	});

	test('to a monitor that hangs ends after its deadline', async () => {
		const store = await stage.store();
		const clock = createFakeClock();
		let isAsked = false;
		await stage.own(store, fleetOf([]), {
			make: fleet => ({
				...createStillMonitor(fleet),
				act: () => {
					isAsked = true;
					return new Promise(() => {});
				},
			}),
		});
		const sending = sendAction(store, acknowledge, {...us, clock});
		await vi.waitFor(() => expect(isAsked).toBe(true));
		await clock.advance(15_000);
		expect(await sending).toEqual({ok: false, message: 'the monitor does not answer'});
	});
});
