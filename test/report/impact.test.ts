import {describe, expect, test} from 'vitest';
import {impactOf} from '../../source/domain/impact.ts';
import {addCalls, noTraffic} from '../../source/domain/traffic.ts';
import {summarise} from '../../source/domain/traffic-figures.ts';
import {renderImpact, type ServerImpact} from '../../source/report/impact.ts';
import {renderImpactJson} from '../../source/report/impact-json.ts';
import {callsOf} from '../helpers/calls.ts';
import {noon, openIncident} from '../helpers/fleet.ts';

const minuteMs = 60_000;
const incident = openIncident({kind: 'down', startedAt: noon - 4 * minuteMs, cause: 'Connection refused\u001b[2J'});
const traffic = addCalls(
	noTraffic,
	[
		...callsOf(20, {at: noon - 30 * minuteMs}),
		...callsOf(12, {at: noon - minuteMs, category: 'connection_refused'}),
		...callsOf(2, {at: noon - 2 * minuteMs, agent: 'refunds', tool: 'search'}),
	],
	noon,
);
const told = (changes: Partial<ServerImpact> = {}): ServerImpact => {
	const impact = impactOf(traffic, [incident], noon);
	return {
		server: 'postgres',
		usedBy: ['support-agent', 'cursor'],
		incident,
		impact,
		agents: summarise(traffic, impact, noon)?.agents ?? [],
		now: noon,
		...changes,
	};
};

describe('impact', () => {
	test('tells whose calls failed since the incident began, and who else depends on the server', () => {
		const text = renderImpact(told()).replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'THEN');
		expect(text).toBe(`postgres: down for 4m, since THEN: Connection refused

AGENT          CALLS  FAILED  LAST    IN 24H  TOOLS
support-agent     12      12  1m ago      32  query 12/12
refunds            2       0  2m ago       2  search 0/2
cursor             -       -  -            -  configured, not seen to call

14 calls since THEN, 12 of them failed
failing: query (12 of 12)
`);
	});

	test('says so where nothing is known', () => {
		expect(renderImpact(told({usedBy: [], incident: null, impact: null, agents: []}))).toBe(
			'postgres: no incident is kept\n\nno agent is known to use it: name some in used_by, or receive their traces (--otlp)\n',
		);
		expect(renderImpact(told({impact: null, agents: []}))).toContain('no calls of agents are known of that time');
	});

	test('names the kind in words, and no time where there was no incident', () => {
		const failing = openIncident({kind: 'tool_failing', startedAt: noon - 4 * minuteMs, cause: 'query fails'});
		expect(renderImpact(told({incident: failing}))).toMatch(/^postgres: tool failing for 4m, since .*: query fails\n/);
		expect(renderImpact(told({incident: null, impact: null}))).not.toContain('that time');
	});

	test('is the same as JSON', () => {
		expect(JSON.parse(renderImpactJson(told()))).toEqual({
			version: 1,
			server: 'postgres',
			incident: {
				kind: 'down',
				started_at: new Date(incident.startedAt).toISOString(),
				ended_at: null,
				cause: incident.cause,
			},
			counted_from: new Date(incident.startedAt).toISOString(),
			calls: {total: 14, failed: 12},
			agents: [
				{
					agent: 'support-agent',
					configured: true,
					calls: {total: 12, failed: 12},
					calls_24h: {total: 32, failed: 12},
					last_called_at: new Date(noon - minuteMs).toISOString(),
					tools: [{tool: 'query', total: 12, failed: 12}],
				},
				{
					agent: 'refunds',
					configured: false,
					calls: {total: 2, failed: 0},
					calls_24h: {total: 2, failed: 0},
					last_called_at: new Date(noon - 2 * minuteMs).toISOString(),
					tools: [{tool: 'search', total: 2, failed: 0}],
				},
				{
					agent: 'cursor',
					configured: true,
					calls: {total: 0, failed: 0},
					calls_24h: {total: 0, failed: 0},
					last_called_at: null,
					tools: [],
				},
			],
			tools: [
				{tool: 'query', total: 12, failed: 12},
				{tool: 'search', total: 2, failed: 0},
			],
		});
	});
});
