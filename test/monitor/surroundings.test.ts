import {describe, expect, test} from 'vitest';
import type {AgentProcess, AgentProcessEnd} from '../../source/domain/agent-process.ts';
import type {CreateAgentWatch} from '../../source/domain/ports.ts';
import {httpServer, noon, stdioServer} from '../helpers/fleet.ts';
import {runFleet} from './running-fleet.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;

const copy: AgentProcess = {
	pid: 4711,
	startedAt: noon - minuteMs,
	parentPid: 4242,
	parentName: 'support-agent',
	rssBytes: 50_000_000,
	cpuShare: null,
	ageMs: minuteMs,
	sharedWith: [],
};

/** What there is to be seen of the agents, as a test decides it. */
function createScene() {
	let processes: readonly AgentProcess[] = [copy];
	let isAgentRunning = true;
	let tell: (server: string, end: AgentProcessEnd) => void = () => {};
	const createAgentWatch: CreateAgentWatch = (_servers, onGone) => {
		tell = onGone;
		return {
			look: async () => {},
			processes: server => (server === 'slack-mcp' ? processes : []),
			isRunning: () => isAgentRunning,
			close() {},
		};
	};
	return {
		createAgentWatch,
		lose(endedAt: number, oomKills?: number) {
			processes = [];
			tell('slack-mcp', {process: copy, endedAt, evidence: oomKills === undefined ? null : {oomKills}});
		},
		runAgain: (startedAt: number) => {
			processes = [{...copy, pid: 5000, startedAt}];
		},
		endAgent: () => {
			isAgentRunning = false;
		},
	};
}

describe.each(['canary', 'off'] as const)('an agent that loses its own process (probe: %s)', probe => {
	const slack = stdioServer('slack-mcp', {probe, usedBy: ['support-agent']});

	test('is an alert with the evidence, until it runs again', async () => {
		const scene = createScene();
		const fleet = await runFleet([slack], {createAgentWatch: scene.createAgentWatch});
		expect(fleet.state().agentProcesses).toEqual([copy]);
		scene.lose(fleet.clock.now(), 1);
		await fleet.clock.advance(4 * secondMs);
		expect(fleet.state().health).toMatchObject({
			status: 'degraded',
			reasons: expect.arrayContaining(['agent_process_gone']),
		});
		expect(fleet.alerts()).toEqual([
			'support-agent (4242) has lost its own copy, process 4711, and runs on without it; the kernel killed 1 process for want of memory',
		]);
		await fleet.clock.advance(minuteMs);
		expect(fleet.alerts()).toHaveLength(1);
		scene.runAgain(fleet.clock.now());
		await fleet.clock.advance(4 * secondMs);
		expect(fleet.status()).toBe(probe === 'off' ? 'unknown' : 'up');
		expect(fleet.alerts().at(-1)).toBe('no agent misses it any more, after 1m');
	});

	test('is over when that agent ends', async () => {
		const scene = createScene();
		const fleet = await runFleet([slack], {createAgentWatch: scene.createAgentWatch});
		scene.lose(fleet.clock.now());
		await fleet.clock.advance(4 * secondMs);
		scene.endAgent();
		await fleet.clock.advance(4 * secondMs);
		expect(fleet.state().symptoms.lostProcess).toBeNull();
	});
});

test('certificates are looked up once an hour, over https only, and never after the end', async () => {
	const facts = {issuer: 'Example CA', subject: 'x', validFrom: 0, validTo: noon, protocol: 'TLSv1.3'};
	const asked: string[] = [];
	const fleet = await runFleet(
		[httpServer('secure'), httpServer('plain', {url: 'http://localhost/mcp'}), stdioServer('child')],
		{
			lookUpTls: async server => {
				asked.push(server.name);
				return facts;
			},
		},
	);
	await fleet.clock.advance(10 * secondMs);
	expect(asked).toEqual(['secure']);
	expect(fleet.state('secure').tls).toEqual(facts);
	await fleet.clock.advance(61 * minuteMs);
	expect(asked).toEqual(['secure', 'secure']);
	await fleet.monitor.act({do: 'pause', until: fleet.clock.now() + 3 * 60 * minuteMs, by: 'anna'});
	await fleet.clock.advance(2 * 60 * minuteMs);
	expect(asked).toHaveLength(2);
	await fleet.monitor.act({do: 'resume', by: 'anna'});
	await fleet.clock.advance(61 * minuteMs);
	expect(asked).toHaveLength(3);
	await fleet.monitor.stop();
	await fleet.clock.advance(5 * 60 * minuteMs);
	expect(asked).toHaveLength(3);
	expect(fleet.clock.pending()).toBe(0);
});
