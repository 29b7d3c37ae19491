import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AgentProcess} from '../../../../source/domain/agent-process.ts';
import {noSymptoms} from '../../../../source/domain/symptoms.ts';
import {drawAgents} from '../../../../source/view/panes/tabs/agents.ts';
import {httpServer, noon, stdioServer, upState} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

const copy = (changes: Partial<AgentProcess> = {}): AgentProcess => ({
	pid: 4711,
	startedAt: noon - 3_600_000,
	parentPid: 4242,
	parentName: 'support-agent',
	rssBytes: 300 * 1_048_576,
	cpuShare: 0.42,
	ageMs: 3_600_000,
	sharedWith: [],
	...changes,
});

const agents = (agentProcesses: readonly AgentProcess[], columns = 80) =>
	textOf(
		drawAgents(
			{state: upState('a', {server: stdioServer('a', {usedBy: ['cursor']}), agentProcesses}), canSeeProcesses: true},
			contextOf(columns),
		),
	);

describe('the agents of a server', () => {
	test('stand with the copies that they run', () => {
		const second = copy({pid: 51, parentName: 'cursor', parentPid: 7, cpuShare: null, rssBytes: 2000 * 1_048_576});
		expect(`\n${agents([copy(), second])}`).toBe(`
 used by     cursor

 agents run 2 copies of their own, 2,300 MB in all

 agent          agent pid  server pid  runs for    memory  CPU
 support-agent       4242        4711        1h    300 MB  42%
 cursor                 7          51        1h  2,000 MB    –`);
	});
	test('tell which other server a copy may belong to', () => {
		expect(agents([copy({sharedWith: ['postgres-b']})], 100)).toContain('postgres-b');
	});
	test('tell what an agent has lost', () => {
		const symptoms = {...noSymptoms, lostProcess: 'process 4711 of support-agent is gone'};
		expect(textOf(drawAgents({state: upState('a', {symptoms}), canSeeProcesses: true}, contextOf(80)))).toContain(
			' lost        process 4711 of support-agent is gone',
		);
	});
	test('tell what cannot be seen', () => {
		const state = upState('a');
		const told = (canSeeProcesses: boolean) => textOf(drawAgents({state, canSeeProcesses}, contextOf(150)));
		expect(told(true)).toContain('no agent on this machine runs it at the moment');
		expect(told(false)).toContain('cannot be seen on this system');
		const remote = upState('b', {server: httpServer('b')});
		expect(textOf(drawAgents({state: remote, canSeeProcesses: true}, contextOf(150)))).toContain('over the network');
	});
	test('keep inside their columns', () => {
		const anyCopy = fc
			.tuple(
				anyText,
				fc.array(anyText, {maxLength: 3}),
				fc.nat(),
				fc.option(fc.double({min: 0, max: 64, noNaN: true}), {nil: null}),
			)
			.map(([parentName, sharedWith, rssBytes, cpuShare]) => copy({parentName, sharedWith, rssBytes, cpuShare}));
		fc.assert(
			fc.property(fc.array(anyCopy, {maxLength: 5}), anyText, anyContext, (agentProcesses, usedBy, context) => {
				const state = upState('a', {server: stdioServer('a', {usedBy: [usedBy]}), agentProcesses});
				expectFit(drawAgents({state, canSeeProcesses: context.look.isAscii}, context), context);
			}),
			{numRuns: 50},
		);
	});
});
