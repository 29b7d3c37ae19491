import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {type Incident, incidentKinds} from '../../../../source/domain/incident.ts';
import {incidentRows, totalsOf} from '../../../../source/view/panes/tabs/incident-rows.ts';
import {drawIncidents} from '../../../../source/view/panes/tabs/incidents.ts';
import {noon, openIncident} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const minuteMs = 60_000;
const dayMs = 86_400_000;

const ended = (startedAt: number, lastedMs: number, changes: Partial<Incident> = {}): Incident =>
	openIncident({startedAt, endedAt: startedAt + lastedMs, ending: 'recovered', ...changes});

const incidents = [
	openIncident({acknowledgement: {at: noon, by: 'ann', reason: null}}),
	ended(noon - 3 * dayMs, dayMs, {
		kind: 'schema_drift',
		ending: 'accepted',
		cause: 'delete_branch removed, create_pull_request: added required field draft (boolean)',
	}),
	ended(noon - 4 * dayMs, 15 * minuteMs, {cause: 'no answer within 5s'}),
];

describe('the incidents of a server', () => {
	test('stand newest first under what its outages have come to', () => {
		expect(`\n${textOf(drawIncidents({incidents, days: 90}, contextOf(90)))}`).toBe(`
 3 incidents in 90 days · 2 outages, 19m in all · repaired in 15m on average

 kind          began         lasted  ended      taken on by  cause
 down          14:18             4m  goes on    ann          exited with code 1: REDIS_UR…
 schema drift  30 Mar 14:22      1d  accepted                delete_branch removed, creat…
 down          29 Mar 14:22     15m  recovered               no answer within 5s`);
	});
	test('lose columns where there is no room, and no incident', () => {
		expect(`\n${textOf(drawIncidents({incidents, days: 90}, contextOf(50, true)))}`).toBe(`
 3 incidents in 90 days | 2 outages, 19m in all |
 repaired in 15m on average

 kind          began         lasted  cause
 down          14:18             4m  exited with..
 schema drift  30 Mar 14:22      1d  delete_bran..
 down          29 Mar 14:22     15m  no answer w..`);
	});
	test('may be none', () => {
		expect(textOf(drawIncidents({incidents: [], days: 90}, contextOf(80)))).toBe(
			' no incidents in the 90 days that are kept',
		);
	});
	test('come as rows of plain text, too', () => {
		expect(incidentRows([ended(noon - dayMs, minuteMs, {ending: 'removed', cause: 'a\x1b[2Jb'})], noon)).toEqual([
			{
				kind: 'down',
				began: '1 Apr 14:22',
				lasted: '1m',
				ended: 'not watched',
				acknowledged: '',
				cause: 'ab',
			},
		]);
	});
	test('what stalled first and crashed then is one outage', () => {
		const stalled = ended(noon - 60 * minuteMs, 10 * minuteMs, {kind: 'stale', ending: 'worsened'});
		const crashed = ended(noon - 50 * minuteMs, 20 * minuteMs);
		const slow = ended(noon - 90 * minuteMs, 80 * minuteMs, {kind: 'slow'});
		expect(totalsOf([crashed, stalled, slow], noon)).toEqual({
			outages: 1,
			downMs: 30 * minuteMs,
			mttrMs: 30 * minuteMs,
		});
	});
	test('an outage that goes on counts as downtime, and not yet as a repair', () => {
		expect(totalsOf([openIncident()], noon)).toEqual({outages: 1, downMs: 4 * minuteMs, mttrMs: null});
	});
	test('keep inside their columns', () => {
		const at = fc.integer({min: 0, max: 2 * noon});
		const incident = fc.record({
			kind: fc.constantFrom(...incidentKinds),
			startedAt: at,
			endedAt: fc.option(at, {nil: null}),
			cause: anyText,
			category: fc.constant(null),
			ending: fc.constantFrom(null, 'recovered', 'worsened', 'accepted', 'removed'),
			announcedAt: fc.constant(null),
			acknowledgement: fc.option(fc.record({at, by: anyText, reason: fc.constant(null)}), {nil: null}),
		}) satisfies fc.Arbitrary<Incident>;
		fc.assert(
			fc.property(fc.array(incident, {maxLength: 8}), anyContext, (all, context) => {
				expectFit(drawIncidents({incidents: all, days: 90}, context), context);
				const {outages, downMs} = totalsOf(all, noon);
				expect(outages).toBeLessThanOrEqual(all.length);
				expect(downMs).toBeGreaterThanOrEqual(0);
			}),
			{numRuns: 50},
		);
	});
});
