import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import type {ServerState} from '../../../../source/domain/fleet.ts';
import type {Silence} from '../../../../source/domain/silence.ts';
import {noSymptoms} from '../../../../source/domain/symptoms.ts';
import {availabilityCells} from '../../../../source/view/charts/availability.ts';
import type {DrawContext} from '../../../../source/view/charts/draw-context.ts';
import {drawOverview} from '../../../../source/view/panes/tabs/overview.ts';
import {
	downState,
	failure,
	healthOf,
	httpServer,
	listingOf,
	noon,
	openIncident,
	slowState,
	statsWith,
	stdioServer,
	tool,
	unknownState,
	upState,
} from '../../../helpers/fleet.ts';
import {cellsOf} from '../../charts/cells.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const minuteMs = 60_000;
const dayMs = 86_400_000;

function overview(state: ServerState, context: DrawContext = contextOf(80), silences: readonly Silence[] = []) {
	const cells = (lengthMs: number) =>
		cellsOf(
			Array.from({length: availabilityCells(context.columns)}, () => 1),
			lengthMs,
		);
	return drawOverview({state, silences, day: cells(dayMs), week: cells(7 * dayMs), rows: 24}, context);
}

const silence = (changes: Partial<Silence> = {}): Silence => ({
	id: 's1',
	query: 'tag:team:payments',
	from: noon - minuteMs,
	until: noon + 60 * minuteMs,
	by: 'bob',
	reason: 'deploy',
	...changes,
});

const outage = downState('redis-mcp', {
	server: stdioServer('redis-mcp', {
		tags: ['team:payments'],
		usedBy: ['cursor'],
		runbookUrl: 'https://wiki.example.com/redis',
	}),
	health: healthOf('down', {
		reasons: ['process_exited'],
		failure: failure({
			category: 'process_exited',
			phase: 'initialize',
			message: 'exited with code 1: REDIS_URL refused',
			hint: 'start Redis',
		}),
	}),
	stats: statsWith({
		'1h': {checks: 120, uptime: 0.931, watchedMs: 60 * minuteMs, errorRate: 0.04, errors: {process_exited: 5}},
		'24h': {checks: 2880, uptime: 0.973, watchedMs: dayMs, errorRate: 0.0005, errors: {process_exited: 5, dns: 1}},
		'7d': {checks: 20_160, uptime: 0.99, outages: 3, mtbfMs: 2.3 * dayMs, mttrMs: 9 * minuteMs, watchedMs: 7 * dayMs},
	}),
	acknowledged: true,
	silenced: true,
	incidents: [openIncident({acknowledgement: {at: noon - minuteMs, by: 'ann', reason: 'on it'}})],
});

describe('the overview', () => {
	test('begins with what is wrong, what to do, and who does it', () => {
		const lines = textOf(overview(outage, contextOf(80), [silence(), silence({query: 'name=other'})])).split('\n');
		expect(`\n${lines.slice(0, 7).join('\n')}`).toBe(`
 ✖ down for 4m, since 14:18 · acknowledged · silenced
 why         exited with code 1: REDIS_URL refused
 failure     process_exited · transient · while initialising
 to do       start Redis
 runbook     https://wiki.example.com/redis
 taken on    down: ann, 14:21: on it
 silenced    until 15:22 by bob: deploy (tag:team:payments)`);
	});
	test('has the five signals over an hour, a day and a week', () => {
		const lines = textOf(overview(outage)).split('\n');
		const start = lines.findIndex(line => line.startsWith(' signals'));
		expect(`\n${lines.slice(start, start + 13).join('\n')}`).toBe(`
 signals                         1h    24h     7d
 p50                              –      –      –
 p95                              –      –      –
 p99                              –      –      –
 error rate                    4.0%  <0.1%      –
   process_exited, transient      5      5      0
   dns, permanent                 0      1      0
 uptime                       93.1%  97.3%  99.0%
 outages                          0      0      3
 MTBF                             –      –  2d 7h
 MTTR                             –      –     9m
 tool calls fine                  –      –      –
 schema      tools unknown`);
	});
	test('plots latency and shows when the server was available', () => {
		const text = textOf(overview(slowState('a')));
		expect(text).toContain(' latency  last 4,821ms · 9 checks');
		expect(text).toContain(' warn 3.0s ┤');
		expect(text).toMatch(/^ 24h {4}99\.9% █+$/m);
		expect(text).toMatch(/^ 7d {4}100\.0% █+$/m);
		expect(text).toContain(' █ available  ▄ in part  × not  · not watched');
	});
	test('says where the server is and how it is probed', () => {
		const text = textOf(overview(outage));
		expect(text).toContain(' target      node server.js');
		expect(text).toContain(' probe       canary copy: one of our own is held open');
		expect(text).toContain(' used by     cursor');
	});
	test.each<[validTo: number, told: string]>([
		[noon + 12 * dayMs, 'certificate 12 days left · TLSv1.3 · by Example CA'],
		[noon + 1.5 * dayMs, 'certificate 1 day left'],
		[noon - 3 * dayMs, 'certificate expired 3 days ago'],
	])('tells how long the certificate lasts (%s)', (validTo, told) => {
		const tls = {issuer: 'Example CA', subject: 'x', validFrom: 0, validTo, protocol: 'TLSv1.3'};
		expect(textOf(overview(upState('a', {server: httpServer('a'), tls})))).toContain(told);
	});
	test('tells how each called tool does', () => {
		const lastFailure = failure({category: 'tool_error', message: 'database is gone'});
		const tools = new Map([['query', {total: 9, failed: 2, failures: 2, lastFailure, latencyMs: 12}]]);
		expect(textOf(overview(upState('x', {symptoms: {...noSymptoms, tools}})))).toContain(
			' calls       query: 7 of 9 fine · 12ms · database is gone',
		);
	});
	test('can wait for the past', () => {
		const lines = drawOverview({state: upState('a'), silences: [], day: null, week: null, rows: 24}, contextOf(80));
		expect(textOf(lines).match(/fetching its past/g)).toHaveLength(2);
	});
	test('has something to say of a server that was never checked', () => {
		const text = textOf(overview(unknownState('a')));
		expect(text).toContain(' ○ unknown');
		expect(text).toContain('not checked yet');
		expect(text).toContain('nothing to plot yet');
	});
	test('a silence that has ended is not told', () => {
		expect(textOf(overview(outage, contextOf(80), [silence({until: noon - 1})]))).not.toContain('by bob');
	});
	test('keeps inside its columns, whatever servers and people write', () => {
		fc.assert(
			fc.property(anyText, anyText, anyText, anyContext, (message, name, reason, context) => {
				const state = downState(name, {
					server: stdioServer(name, {command: message, runbookUrl: reason, tags: [name], usedBy: [reason]}),
					health: healthOf('down', {reasons: ['process_exited'], failure: failure({message, hint: reason})}),
					listing: {...listingOf([tool(name)]), serverInfo: {name, version: message}, malformed: [message]},
					incidents: [openIncident({acknowledgement: {at: noon, by: name, reason}})],
				});
				const covering = silence({query: 'transport=stdio', by: name, reason});
				expectFit(overview(state, context, [covering]), context);
			}),
			{numRuns: 50},
		);
	});
});
