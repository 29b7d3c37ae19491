import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {impactOf} from '../../../../source/domain/impact.ts';
import {addCalls, noTraffic} from '../../../../source/domain/traffic.ts';
import {summarise} from '../../../../source/domain/traffic-figures.ts';
import {drawSeen, drawTraffic, drawUnattributed} from '../../../../source/view/panes/tabs/traffic.ts';
import {callsOf} from '../../../helpers/calls.ts';
import {noon, openIncident, statsWith, upState} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

const minuteMs = 60_000;
const calls = [
	...callsOf(30, {at: noon - 5 * minuteMs}),
	...callsOf(10, {at: noon - 2 * minuteMs, durationMs: 240, category: 'tool_error'}),
	...callsOf(5, {at: noon - 100 * minuteMs, agent: null, tool: 'search'}),
];
const traffic = addCalls(noTraffic, calls, noon);
const incidents = [openIncident({kind: 'tool_failing', startedAt: noon - 3 * minuteMs})];
const state = upState('postgres', {
	traffic: summarise(traffic, impactOf(traffic, incidents, noon), noon),
	stats: statsWith({'1h': {checks: 120, errorRate: 0, p95Ms: 61}, '24h': {checks: 2880, errorRate: 0.01, p95Ms: 70}}),
});

describe('what agents see', () => {
	test('stands beside what the checks see', () => {
		expect(`\n${textOf(drawSeen(state, contextOf(130)))}`).toBe(`
             1h                                   24h                                   7d
 probes see  120 checks · 100.0% fine · p95 61ms  2,880 checks · 99.0% fine · p95 70ms  –
 agents see  40 calls · 75.0% fine · p95 240ms    45 calls · 77.7% fine · p95 240ms     45 calls · 77.7% fine · p95 240ms
`);
		expect(textOf(drawSeen(state, contextOf(60)))).not.toContain('24h');
	});

	test('is not there where no agent calls', () => {
		expect(drawSeen(upState('quiet'), contextOf(120))).toEqual([]);
		expect(drawTraffic(upState('quiet'), contextOf(120))).toEqual([]);
		expect(drawUnattributed(null, contextOf(120))).toEqual([]);
	});

	test('is told by agent and by tool', () => {
		expect(`\n${textOf(drawTraffic(state, contextOf(120)))}`).toBe(`
 what agents call, as their traces tell

 agent          calls 1h  calls 24h  failed    p95      pace   last seen  tools
 support-agent        40         40      10  240ms  every 1m      2m ago  query
 unknown               0          5       0   40ms   5 a day  1h 40m ago  search

 tool    calls 24h    fine   p50    p95    p99  errors         agents
 query          40   75.0%  40ms  240ms  240ms  tool_error 10  support-agent
 search          5  100.0%  40ms   40ms   40ms

 impact      since tool failing began 3m ago: 10 of 10 calls failed, of support-agent
`);
	});

	test('and calls of no known server are told of', () => {
		const unattributed = {calls: 7, tools: ['bash', 'edit'], lastAt: noon - minuteMs};
		expect(textOf(drawUnattributed(unattributed, contextOf(120)))).toContain(
			'7 traced calls could not be put down to a server, the last 1m ago: bash, edit',
		);
	});

	test('fits, whatever the names are and however wide the terminal is', () => {
		fc.assert(
			fc.property(anyContext, anyText, anyText, (context, tool, agent) => {
				const own = addCalls(noTraffic, [...calls, ...callsOf(3, {tool, agent, category: 'timeout'})], noon);
				const named = upState('a', {traffic: summarise(own, impactOf(own, incidents, noon), noon)});
				expectFit(drawSeen(named, context), context);
				expectFit(drawTraffic(named, context), context);
				expectFit(drawUnattributed({calls: 1, tools: [tool, agent], lastAt: noon}, context), context);
			}),
			{numRuns: 50},
		);
	});
});
