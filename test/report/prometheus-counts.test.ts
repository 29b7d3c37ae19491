import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import type {Fleet, ServerState} from '../../source/domain/fleet.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {
	type Counts,
	countChanges,
	latencyEdges,
	noCounts,
	noServerCounts,
	type ServerCounts,
} from '../../source/report/prometheus/counts.ts';
import {alertOf, fleetOf, noon, unknownState} from '../helpers/fleet.ts';

const sample = (changes: Partial<Sample> = {}): Sample => ({
	at: noon,
	latencyMs: 42,
	category: null,
	counted: true,
	...changes,
});
const failed = (category: Category, at = noon): Sample => sample({at, latencyMs: null, category, counted: false});

/** What a walk through these fleets has counted. */
const walk = (...fleets: readonly Fleet[]): Counts =>
	fleets.slice(1).reduce((counts, next, index) => countChanges(counts, fleets[index] ?? next, next), noCounts);

const withSamples = (...samples: readonly Sample[]): ServerState => unknownState('a', {samples});
const countsOf = (...states: readonly ServerState[]): ServerCounts =>
	walk(...states.map(state => fleetOf([state]))).servers.get('a') ?? noServerCounts;

describe('counters', () => {
	test('count what the checks come to, from the first fleet on', () => {
		const [old, first, second] = [sample(), sample({latencyMs: 7}), failed('timeout')];
		expect(countsOf(withSamples(old), withSamples(old, first), withSamples(old, first, second))).toEqual({
			...noServerCounts,
			good: 1,
			failed: 1,
			errors: {timeout: 1},
			latency: {atMost: latencyEdges.map(edge => Number(edge >= 0.007)), count: 1, sumSeconds: 0.007},
		});
	});

	test.each<[story: string, before: readonly Sample[], after: readonly Sample[], checks: number]>([
		['several at once count each', [], [sample(), sample(), sample()], 3],
		['a clock that was put back hides none', [sample()], [sample({at: noon - 3_600_000})], 0],
		['samples that were read anew are not counted again', [sample()], [{...sample()}], 0],
		['of those only later ones are', [sample()], [{...sample()}, sample({at: noon + 1})], 1],
	])('%s', (_story, before, after, checks) => {
		const {good} = countsOf(withSamples(...before), withSamples(...after));
		expect(good).toBe(checks);
	});

	test('a clock that was put back hides no check of the same list', () => {
		const first = sample();
		expect(countsOf(withSamples(first), withSamples(first, sample({at: noon - 3_600_000}))).good).toBe(1);
	});

	test('the first list of a session counts as a session and in no percentile', () => {
		const opening = sample({counted: false});
		expect(countsOf(withSamples(), withSamples(opening))).toMatchObject({good: 1, sessions: 1, latency: {count: 0}});
	});

	test('tool calls, lost sessions and changed tools', () => {
		const before = unknownState('a');
		const called = unknownState('a', {
			samples: [sample({calls: {total: 3, failed: 1}})],
			reinitialisations: 2,
			schema: {...before.schema, state: 'drifted', changedAt: noon},
		});
		const restarted = {...called, reinitialisations: 1};
		expect(countsOf(before, called, restarted)).toMatchObject({
			calls: 3,
			failedCalls: 1,
			reinitialisations: 3,
			schemaChanges: 1,
		});
	});

	test('alerts count when they are raised, not when they close', () => {
		const down = alertOf('a', {id: '1'});
		const recovery = alertOf('a', {id: '2', kind: 'recovery', phase: 'closed'});
		const again = alertOf('b', {id: '3'});
		const fleets = [[down], [recovery, down], [again, recovery, down]].map(alerts => fleetOf([], {alerts}));
		expect(walk(fleetOf([]), ...fleets).alerts).toEqual({down: 2});
		expect(walk(...fleets).alerts).toEqual({down: 1});
	});

	test('a server that left is forgotten, one that came has no past', () => {
		const first = sample();
		const before = fleetOf([withSamples(), unknownState('b')]);
		const during = fleetOf([withSamples(first), unknownState('b')]);
		const after = fleetOf([unknownState('b'), unknownState('c', {samples: [first, first]})]);
		expect([...walk(before, during).servers.keys()]).toEqual(['a']);
		expect([...walk(before, during, after).servers.keys()]).toEqual([]);
	});

	test('nothing new is the same value', () => {
		const fleet = fleetOf([withSamples(sample())]);
		const checking = fleetOf(fleet.servers.map(state => ({...state, isChecking: true})));
		expect(countChanges(noCounts, fleet, checking)).toBe(noCounts);
	});
});

describe('whatever the fleet does', () => {
	const samples = fc.array(
		fc.record({
			at: fc.integer({min: 0, max: 1000}),
			latencyMs: fc.option(fc.double({min: 0, max: 20_000, noNaN: true}), {nil: null}),
			category: fc.option(fc.constantFrom<Category>('timeout', 'dns'), {nil: null}),
			counted: fc.boolean(),
			calls: fc.record({total: fc.integer({min: 1, max: 3}), failed: fc.integer({min: 0, max: 1})}),
		}),
		{maxLength: 6},
	);
	const state = fc
		.record({
			name: fc.constantFrom('a', 'b', 'c'),
			samples,
			reinitialisations: fc.nat(5),
			changedAt: fc.option(fc.nat(3), {nil: null}),
		})
		.map(({name, changedAt, ...rest}) =>
			unknownState(name, {...rest, schema: {...unknownState(name).schema, changedAt}}),
		);
	const fleets = fc
		.array(fc.uniqueArray(state, {maxLength: 3, selector: ({server}) => server.name}), {minLength: 2, maxLength: 12})
		.map(list => list.map(servers => fleetOf(servers)));

	/** Every figure of a server, flat. */
	const figuresOf = ({errors, latency, ...rest}: ServerCounts): readonly number[] => [
		...Object.values(rest),
		errors.timeout ?? 0,
		errors.dns ?? 0,
		latency.count,
		latency.sumSeconds,
		...latency.atMost,
	];

	test('no counter of a server that stays ever falls, and none of one that left is kept', () => {
		fc.assert(
			fc.property(fleets, walked => {
				let counts = noCounts;
				for (const [index, next] of walked.slice(1).entries()) {
					const after = countChanges(counts, walked[index] ?? next, next);
					const names = next.servers.map(({server}) => server.name);
					expect([...after.servers.keys()].filter(name => !names.includes(name))).toEqual([]);
					const fallen = names.filter(name => {
						const before = figuresOf(counts.servers.get(name) ?? noServerCounts);
						const figures = figuresOf(after.servers.get(name) ?? noServerCounts);
						return figures.some((figure, place) => figure < (before[place] ?? 0));
					});
					expect(fallen).toEqual([]);
					counts = after;
				}
			}),
			{numRuns: 200},
		);
	});

	test('the buckets of the histogram never fall from one to the next, nor exceed the count', () => {
		fc.assert(
			fc.property(samples, given => {
				const {latency} = countsOf(withSamples(), withSamples(...given));
				const all = [0, ...latency.atMost, latency.count];
				expect(all).toEqual([...all].sort((a, b) => a - b));
			}),
			{numRuns: 200},
		);
	});
});
