import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {alertKinds} from '../../source/domain/alert.ts';
import {detailsOfDrift} from '../../source/domain/alert-details.ts';
import {aboutOf, alertFacts, incidentOf} from '../../source/domain/alert-kinds.ts';
import {severityOf} from '../../source/domain/alert-severity.ts';
import {describeCertificate, isExpiring, isExpiringSoon} from '../../source/domain/cert-expiry.ts';
import {incidentKinds} from '../../source/domain/incident.ts';
import {hasSpike, isStillSlow, usualAtThisHour} from '../../source/domain/latency-spike.ts';
import {emptyRollUp, rollUpSample} from '../../source/domain/roll-up.ts';
import type {SchemaChange} from '../../source/domain/schema-diff.ts';
import {unknownSchema} from '../../source/domain/snapshot.ts';
import {noon, samplesOf, upState} from '../helpers/fleet.ts';

const dayMs = 86_400_000;

describe('the table of alerts', () => {
	test('has every kind, and every kind of incident one of them', () => {
		expect(Object.keys(alertFacts).sort()).toEqual([...alertKinds].sort());
		for (const kind of incidentKinds) expect(incidentOf(aboutOf(kind))).toBe(kind);
	});

	test('says how grave each is', () => {
		for (const kind of incidentKinds)
			expect(severityOf({kind}, upState('a'), noon)).toBe(alertFacts[aboutOf(kind)].severity);
	});
});

describe('what an alert tells of drift', () => {
	test('is short, printable and written as text however much has changed', () => {
		const hostile = fc.string({unit: 'binary', maxLength: 100});
		const change: fc.Arbitrary<SchemaChange> = fc.record({
			class: fc.constantFrom('breaking', 'suspicious', 'compatible'),
			tool: fc.option(hostile),
			kind: fc.constantFrom('tool_added', 'tool_removed', 'tool_modified', 'server'),
			path: fc.array(hostile, {maxLength: 12}),
			text: hostile,
			before: fc.jsonValue() as fc.Arbitrary<NonNullable<SchemaChange['before']>>,
		});
		fc.assert(
			fc.property(fc.array(change, {maxLength: 80}), changes => {
				const details = detailsOfDrift({...unknownSchema, state: 'drifted', changes});
				expect(JSON.stringify(details).length).toBeLessThan(60_000);
				const {toolsAdded, toolsRemoved, toolsModified} = details;
				for (const text of [...toolsAdded, ...toolsRemoved, ...toolsModified.map(({changes: words}) => words)])
					expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
			}),
			{numRuns: 15},
		);
	});

	test('is one sentence for each tool', () => {
		const changes = ['added required field draft (boolean)', 'description changed'].map(text => ({
			class: 'breaking' as const,
			tool: 'create_pull_request',
			kind: 'tool_modified' as const,
			path: [],
			text,
		}));
		const {toolsModified} = detailsOfDrift({...unknownSchema, state: 'drifted', changes});
		expect(toolsModified).toEqual([
			{name: 'create_pull_request', changes: 'Added required field draft (boolean); description changed'},
		]);
	});
});

describe('slow on the whole', () => {
	const fast = Array<number>(22).fill(40);
	const withSlow = (...places: readonly number[]) =>
		samplesOf(fast.map((ms, index) => (places.includes(index) ? 4000 : ms)));

	test.each<[story: string, places: readonly number[], hasSpike: boolean]>([
		['never', [], false],
		['once', [10], false],
		['twice, long enough ago to be seen three times', [5, 19], true],
		['twice, but not for three checks yet', [5, 20], false],
	])('%s', (_story, places, spike) => expect(hasSpike(withSlow(...places), 3000, 0)).toBe(spike));

	test('only checks that count for percentiles count, and only those since the last spike', () => {
		const samples = withSlow(5, 19);
		expect(
			hasSpike(
				samples.map(sample => ({...sample, counted: false})),
				3000,
				0,
			),
		).toBe(false);
		expect(hasSpike(samples, 3000, samples[1]?.at ?? 0)).toBe(false);
		expect(hasSpike(samples.slice(1), 3000, 0)).toBe(false);
	});

	test('it lasts until the last ten were within the limit', () => {
		expect(isStillSlow(withSlow(12), 3000)).toBe(true);
		expect(isStillSlow(withSlow(11), 3000)).toBe(false);
		expect(isStillSlow(samplesOf([4000, 4000, 40]), 3000)).toBe(false);
	});

	test('what is usual is that of the same hour of other days', () => {
		const rollUp = [
			[noon - 2 * dayMs, 80],
			[noon - dayMs, 80],
			[noon - dayMs - 3_600_000, 900],
			[noon, 5000],
		].reduce(
			(before, [at = 0, latencyMs = 0]) => rollUpSample(before, {at, latencyMs, category: null, counted: true}, 60_000),
			emptyRollUp,
		);
		expect(usualAtThisHour(rollUp.spans, noon)).toBeCloseTo(80, -1);
		expect(usualAtThisHour(rollUp.spans, noon + 7_200_000)).toBeNull();
		expect(usualAtThisHour([], noon)).toBeNull();
	});
});

test.each<[days: number, told: string]>([
	[22, 'no: in 22 days, on 2026-04-24'],
	[21, 'warning: in 21 days, on 2026-04-23'],
	[7.5, 'warning: in 7 days, on 2026-04-10'],
	[7, 'critical: in 7 days, on 2026-04-09'],
	[0.5, 'critical: within a day, on 2026-04-03'],
	[-3, 'critical: 3 days ago'],
	[1e12, 'no: in 1000000000000 days, on a day that never comes'],
])('a certificate with %d days left is told: %s', (days, told) => {
	const tls = {validTo: noon + days * dayMs};
	const urgency = isExpiringSoon(tls, noon) ? 'critical' : isExpiring(tls, noon) ? 'warning' : 'no';
	expect(`${urgency}: ${describeCertificate(tls, noon).replace(/^the certificate expire[sd] /, '')}`).toBe(told);
});
