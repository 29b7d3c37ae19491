import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import {describeErrorRate, findHighErrorRate, lastHour, usualErrorRate} from '../../source/domain/error-rate.ts';
import type {Incident} from '../../source/domain/incident.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {noon, openIncident} from '../helpers/fleet.ts';

const minuteMs = 60_000;
const sampleAt = (at: number, category: Category | null = null): Sample => ({
	at,
	latencyMs: category === null ? 40 : null,
	category,
	counted: true,
});

/** The checks of an hour, one each half minute until noon; `failed` says how many minutes ago which ones failed. */
const hourWith = (failed: readonly (readonly [minutesAgo: number, category: Category])[], count = 120): Sample[] =>
	Array.from({length: count}, (_none, index) => {
		const at = noon - (count - 1 - index) * 30_000;
		return sampleAt(at, failed.find(([minutesAgo]) => at === noon - minutesAgo * minuteMs)?.[1] ?? null);
	});

interface Given {
	readonly incidents?: readonly Incident[];
	readonly failingSince?: number | null;
	readonly transient?: number;
}

const find = (checks: readonly Sample[], {incidents = [], failingSince = null, transient = 0.02}: Given = {}) =>
	findHighErrorRate(checks, {limits: {...usualErrorRate, transient}, incidents, failingSince, at: noon});

const rateIncident = (changes: Partial<Incident> = {}): Incident =>
	openIncident({kind: 'error_rate', category: null, startedAt: noon - 30 * minuteMs, ...changes});

describe('too many failures here and there', () => {
	test('are told with how many, of how many, and of what kinds', () => {
		const found = find(
			hourWith([
				[40, 'timeout'],
				[20, 'server_error'],
				[5, 'timeout'],
			]),
		);
		expect(found && describeErrorRate(found)).toBe(
			'3 of 120 checks failed in the last hour (2.5%, limit 2%): timeout 2, server_error 1',
		);
	});

	test.each<[story: string, expected: boolean, checks: Sample[], given?: Given]>([
		[
			'as many as the limit are not too many',
			false,
			hourWith([...minutes(5, 10), [20, 'timeout']]),
			{transient: 0.025},
		],
		['one more is', true, hourWith([...minutes(5, 10), [20, 'timeout']]), {transient: 0.024}],
		['one failure is none, however few the checks', false, hourWith(minutes(5), 30)],
		['two of nineteen checks say too little', false, hourWith(minutes(2, 5), 19)],
		['two of twenty do not', true, hourWith(minutes(2, 5), 20)],
		[
			'what does not pass by itself has a limit of its own',
			true,
			hourWith(minutes(5, 10).map(([at]) => [at, 'not_found'])),
		],
		[
			'kinds are not added up',
			false,
			hourWith([
				[5, 'timeout'],
				[6, 'not_found'],
				[7, 'timeout'],
			]),
		],
		['what was quiet for a quarter of an hour is over', false, hourWith(minutes(15, 20, 25, 30))],
	])('%s', (_story, expected, checks, given) => expect(find(checks, given) !== null).toBe(expected));
});

describe('the failures of an outage are its own', () => {
	const checks = hourWith(minutes(4, 5, 6, 7, 30, 31));

	test('while it is open, and when it is over', () => {
		const outage = openIncident({startedAt: noon - 7 * minuteMs});
		expect(find(checks)?.failed).toBe(6);
		expect(find(checks, {incidents: [outage]})).toBeNull();
		expect(
			find(checks, {incidents: [{...outage, kind: 'stale', endedAt: noon - 3 * minuteMs, ending: 'recovered'}]}),
		).toBeNull();
		expect(find(checks, {incidents: [{...outage, endedAt: noon - 5 * minuteMs, ending: 'recovered'}]})).toMatchObject({
			checks: 118,
			failed: 4,
		});
	});

	test('and so are those of one in the making', () => {
		const making = hourWith(minutes(0, 0.5, 1));
		expect(find(making)?.failed).toBe(3);
		expect(find(making, {failingSince: noon - minuteMs})).toBeNull();
	});

	test('other incidents take nothing away', () => {
		expect(find(checks, {incidents: [openIncident({kind: 'slow', startedAt: noon - 40 * minuteMs})]})?.failed).toBe(6);
	});
});

describe('it does not come and go at the edge', () => {
	test('once told it holds down to half the limit', () => {
		const one = hourWith(minutes(5));
		const two = hourWith(minutes(5, 10));
		expect(find(two)).toBeNull();
		expect(find(two, {incidents: [rateIncident()]})?.failed).toBe(2);
		expect(find(one, {incidents: [rateIncident()]})).toBeNull();
	});

	test('once over it begins with failures that are new', () => {
		const checks = hourWith(minutes(4, 20, 25, 30, 35));
		const over = (endedMinutesAgo: number) =>
			rateIncident({endedAt: noon - endedMinutesAgo * minuteMs, ending: 'recovered'});
		expect(find(checks, {incidents: [over(5)]})).toBeNull();
		expect(find(checks, {incidents: [over(22)]})?.failed).toBe(5);
	});
});

test('the hour ends now, whatever the clock has done', () => {
	const checks = [sampleAt(noon - 3_600_000), sampleAt(noon - 3_599_999), sampleAt(noon), sampleAt(noon + 1)];
	expect(lastHour(checks, noon).map(({at}) => noon - at)).toEqual([3_599_999, 0]);
});

test('it is told only for as much as there is, whatever the checks', () => {
	const category = fc.constantFrom<Category | null>(null, null, null, 'timeout', 'not_found', 'tls', 'stream_dropped');
	fc.assert(
		fc.property(fc.array(category, {maxLength: 300}), fc.boolean(), fc.nat(300), (categories, isTold, failing) => {
			const checks = categories.map((one, index) => sampleAt(noon - (categories.length - index) * 10_000, one));
			const failingSince = failing < checks.length ? (checks[failing]?.at ?? null) : null;
			const found = find(checks, {incidents: isTold ? [rateIncident()] : [], failingSince});
			if (!found) return;
			const counts = Object.values(found.errors);
			expect(counts.reduce((sum, count) => sum + count, 0)).toBe(found.failed);
			expect(found.failed).toBeLessThanOrEqual(found.checks);
			expect(found.checks).toBeLessThanOrEqual(checks.length);
			expect(found.failed / found.checks).toBeGreaterThan(isTold ? found.limit / 2 : found.limit);
		}),
		{numRuns: 2000},
	);
});

function minutes(...ago: readonly number[]): (readonly [minutesAgo: number, category: Category])[] {
	return ago.map(one => [one, 'timeout']);
}
