import {describe, expect, test} from 'vitest';
import type {Incident} from '../../source/domain/incident.ts';
import {shiftOf} from '../../source/domain/shift.ts';
import {alertOf, httpServer, noon, openIncident} from '../helpers/fleet.ts';

const minuteMs = 60_000;
const from = noon - 60 * minuteMs;
const at = (minutes: number) => from + minutes * minuteMs;
const outage = (start: number, end: number | null, kind: Incident['kind'] = 'down'): Incident =>
	openIncident({
		kind,
		startedAt: at(start),
		endedAt: end === null ? null : at(end),
		ending: end === null ? null : 'recovered',
	});

const [a, b, off] = [httpServer('a'), httpServer('b'), httpServer('off', {enabled: false})];
const nothing = {servers: [a, b, off], incidentsOf: () => [], checkedAt: () => noon, alerts: [], silences: []};

const shift = (
	incidents: Readonly<Record<string, readonly Incident[]>>,
	changes: Partial<Parameters<typeof shiftOf>[0]> = {},
) => shiftOf({...nothing, incidentsOf: name => incidents[name] ?? [], ...changes}, from, noon);

describe('a shift', () => {
	test('names what is wrong now first: outages, then the rest, the oldest first', () => {
		const {open, ended} = shift({
			a: [outage(50, null, 'schema_drift'), outage(40, null), outage(5, 10)],
			b: [outage(-600, null)],
			off: [outage(1, null)],
		});
		expect(open.map(({server, incident}) => `${server} ${incident.kind}`)).toEqual([
			'b down',
			'a down',
			'a schema_drift',
		]);
		expect(ended).toHaveLength(1);
	});

	test('leaves out what was over before, and silences that have ended', () => {
		const silence = {id: 's1', query: '', from: at(1), until: at(2), reason: null, by: 'me'};
		const {ended, silences} = shift(
			{a: [outage(-20, -10), outage(-20, 10)]},
			{silences: [silence, {...silence, id: 's2', until: noon + 1}]},
		);
		expect(ended).toHaveLength(1);
		expect(silences.map(({id}) => id)).toEqual(['s2']);
	});

	test('has the alerts of its time and its servers, oldest first', () => {
		const alerts = [
			alertOf('a', {id: '3', at: at(30)}),
			alertOf('gone', {id: '2', at: at(20)}),
			alertOf('b', {id: '1', at: at(10)}),
			alertOf('a', {id: '0', at: at(-1)}),
		];
		expect(shift({}, {alerts}).alerts.map(({id}) => id)).toEqual(['1', '3']);
	});

	test.each<[story: string, incidents: readonly Incident[], minutes: number]>([
		['within', [outage(10, 15), outage(20, 22)], 7],
		['that began before', [outage(-30, 15)], 15],
		['that goes on', [outage(50, null)], 10],
		['all the time', [outage(-30, null)], 60],
		['one out of the other', [outage(10, 20, 'stale'), outage(20, 25)], 15],
		['one inside the other', [outage(10, 30), outage(15, 20, 'stale')], 20],
		['of another kind', [outage(10, 30, 'slow')], 0],
	])('counts an outage %s', (_story, incidents, minutes) => {
		const [downtime] = shift({a: incidents}).downtimes;
		expect((downtime?.ms ?? 0) / minuteMs).toBe(minutes);
	});

	test('counts no downtime that nobody has watched', () => {
		expect(shift({a: [outage(30, null)]}, {checkedAt: () => at(40)}).downtimes).toEqual([
			{server: 'a', ms: 10 * minuteMs, outages: 1},
		]);
		expect(shift({a: [outage(-30, null)]}, {checkedAt: () => at(-10)}).downtimes).toEqual([]);
	});
});
