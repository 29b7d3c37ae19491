import {expect, test} from 'vitest';
import type {ServerState} from '../../source/domain/fleet.ts';
import type {Answer, OutgoingRequest} from '../../source/domain/ports.ts';
import {startHeartbeat} from '../../source/notify/heartbeat.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {createSettable, downState, fleetOf, httpServer, noon, stdioServer, upState} from '../helpers/fleet.ts';
import {answered} from './rig.ts';

/** A heartbeat over a fleet whose servers the test checks. */
function createRig(states: readonly ServerState[], answer: () => Answer = () => answered(200)) {
	const clock = createFakeClock(noon);
	const fleet = createSettable(fleetOf(states.map(state => ({...state, lastCheck: null}))));
	const requests: OutgoingRequest[] = [];
	const warnings: (string | null)[] = [];
	const heartbeat = startHeartbeat({
		target: {url: 'https://hc.example.com/ping/secret-uuid', tls: null, proxy: null, problem: null},
		fleet,
		clock,
		sendRequest: async request => {
			requests.push(request);
			return answer();
		},
		warn: (_about, trouble) => void warnings.push(trouble),
	});
	const check = (...names: readonly string[]) =>
		fleet.set({
			...fleet.getSnapshot(),
			servers: fleet
				.getSnapshot()
				.servers.map(state =>
					names.includes(state.server.name)
						? {...state, lastCheck: {at: clock.now(), latencyMs: 42, connectMs: null, notes: []}}
						: state,
				),
		});
	return {clock, requests, warnings, check, heartbeat};
}

test('it beats once after each round in which every server was checked', async () => {
	const {clock, requests, check} = createRig([upState('a'), upState('b')]);
	check('a');
	await clock.advance(10_000);
	expect(requests).toHaveLength(0);
	check('b');
	await clock.advance(1000);
	expect(requests.map(({method, url}) => `${method} ${url}`)).toEqual(['GET https://hc.example.com/ping/secret-uuid']);
	await clock.advance(30_000);
	expect(requests).toHaveLength(1);
	check('a', 'b');
	await clock.advance(1000);
	expect(requests).toHaveLength(2);
});

test('it stops when the checks do', async () => {
	const {clock, requests, check} = createRig([upState('a'), upState('b')]);
	check('a', 'b');
	await clock.advance(1000);
	for (let second = 0; second < 600; second++) {
		check('a');
		await clock.advance(1000);
	}
	expect(requests).toHaveLength(1);
});

test('it beats no oftener than every five seconds', async () => {
	const {clock, requests, check} = createRig([upState('a')]);
	for (let second = 0; second < 20; second++) {
		check('a');
		await clock.advance(1000);
	}
	expect(requests).toHaveLength(4);
});

test.each<[story: string, other: ServerState]>([
	['one that is not to be watched', upState('other', {server: stdioServer('other', {enabled: false})})],
	['one that is never started', upState('other', {server: stdioServer('other', {probe: 'off'})})],
])('%s is not waited for', async (_story, other) => {
	const {clock, requests, check} = createRig([upState('a'), other]);
	check('a');
	await clock.advance(1000);
	expect(requests).toHaveLength(1);
});

test.each<[story: string, other: ServerState]>([
	['one that is down and tried less often', downState('other')],
	['one that is checked once an hour', upState('other', {server: httpServer('other', {intervalMs: 3_600_000})})],
])('%s holds up no round', async (_story, other) => {
	const {clock, requests, check} = createRig([upState('a'), other]);
	check('a', 'other');
	await clock.advance(1000);
	await clock.advance(60_000);
	check('a');
	await clock.advance(1000);
	expect(requests).toHaveLength(2);
});

test('one that does not arrive is a warning without the address, until the next one does', async () => {
	const answers: Answer[] = [answered(404, {text: 'no /ping/secret-uuid here'}), answered(200)];
	const {clock, warnings, check, heartbeat} = createRig([upState('a')], () => answers.shift()!);
	check('a');
	await clock.advance(1000);
	expect(warnings).toEqual(['the heartbeat does not reach hc.example.com: HTTP 404']);
	await clock.advance(30_000);
	check('a');
	await clock.advance(1000);
	expect(warnings.at(-1)).toBeNull();
	await heartbeat.close();
	expect(clock.pending()).toBe(0);
});

test('one without an address is a warning', async () => {
	const clock = createFakeClock(noon);
	const warnings: (string | null)[] = [];
	const {close} = startHeartbeat({
		target: {url: '', tls: null, proxy: null, problem: 'environment variable LANGSIGHT_BEAT is not set'},
		fleet: createSettable(fleetOf([])),
		clock,
		sendRequest: async () => answered(200),
		warn: (_about, trouble) => void warnings.push(trouble),
	});
	await close();
	expect(warnings).toEqual(['the heartbeat is not configured: environment variable LANGSIGHT_BEAT is not set', null]);
});
