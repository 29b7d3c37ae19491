import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Category, categories, factsOf} from '../../source/domain/categories.ts';
import {degradations, type Health, lapse, nextHealth, type Outcome, unknownHealth} from '../../source/domain/health.ts';
import {failure, usualLimits} from '../helpers/fleet.ts';

type Event =
	| {readonly kind: 'good'; readonly latencyMs: number}
	| {readonly kind: 'failed'; readonly category: Category}
	| {readonly kind: 'lapse'};

interface Step {
	readonly before: Health;
	readonly after: Health;
	readonly at: number;
	readonly event: Event;
}

const event: fc.Arbitrary<Event> = fc.oneof(
	{weight: 5, arbitrary: fc.record({kind: fc.constant('good' as const), latencyMs: fc.constantFrom(40, 4000, 12_000)})},
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('failed' as const),
			category: fc.constantFrom(...(Object.keys(categories) as Category[])),
		}),
	},
	{weight: 1, arbitrary: fc.constant({kind: 'lapse' as const})},
);
const story = fc.array(
	fc.record({event, afterMs: fc.integer({min: 1, max: 400_000}), hasBreakingDrift: fc.boolean()}),
	{
		minLength: 1,
		maxLength: 40,
	},
);

function live(events: typeof story extends fc.Arbitrary<infer T> ? T : never): Step[] {
	const steps: Step[] = [];
	let health = unknownHealth;
	let at = 1_000_000;
	for (const {event: one, afterMs, hasBreakingDrift} of events) {
		const lastAt = at;
		at += afterMs;
		const before = health;
		health =
			one.kind === 'lapse'
				? lapse(health, lastAt)
				: nextHealth(health, toOutcome(one, at), usualLimits, {hasBreakingDrift});
		steps.push({before, after: health, at, event: one});
	}
	return steps;
}

function toOutcome(one: Exclude<Event, {kind: 'lapse'}>, at: number): Outcome {
	if (one.kind === 'good') return {verdict: 'good', at, latencyMs: one.latencyMs};
	const {category} = one;
	return {verdict: 'failed', at, failure: failure({category, transient: factsOf(category).transient})};
}

const everyStep = (holds: (step: Step, earlier: readonly Step[]) => void) =>
	fc.assert(
		fc.property(story, events => {
			const steps = live(events);
			for (const [index, step] of steps.entries()) holds(step, steps.slice(0, index + 1));
		}),
		{numRuns: 500},
	);

const isOutage = ({status}: Health) => status === 'down' || status === 'stale';

describe('whatever happens to a server', () => {
	test('its status agrees with what is settled and with its reasons', () =>
		everyStep(({after}) => {
			if (after.standing === 'up') expect(after.status).toBe(after.reasons.length > 0 ? 'degraded' : 'up');
			else expect(after.status).toBe(after.standing);
			if (isOutage(after)) expect(after.reasons[0]).toBe(after.failure?.category);
			if (after.status === 'degraded') expect(degradations).toContain(after.reasons[0]);
		}));

	test('it goes down only after the failures in a row that this takes, the last of a kind that takes them', () =>
		everyStep(({before, after, event: one}, steps) => {
			if (isOutage(before) || !isOutage(after) || one.kind !== 'failed') return;
			const inARow = steps.length - 1 - steps.findLastIndex(step => step.event.kind !== 'failed');
			const {isProof, transient} = factsOf(one.category);
			expect(inARow).toBeGreaterThanOrEqual(isProof ? 1 : transient ? 3 : 2);
		}));

	test('it leaves an outage only by good checks in a row, by missing credentials or by a lapse', () =>
		everyStep(({before, after, event: one}, steps) => {
			if (!isOutage(before) || isOutage(after) || one.kind !== 'good') return;
			expect(steps.slice(-2).map(step => step.event.kind)).toEqual(['good', 'good']);
		}));

	test('since is never in the future and never goes back', () =>
		everyStep(({before, after, at}) => {
			if (after.since === null) return;
			expect(after.since).toBeLessThanOrEqual(at);
			expect(after.since).toBeGreaterThanOrEqual(before.since ?? 0);
		}));

	test('since stays while the status stays', () =>
		everyStep(({before, after}) => {
			if (before.status === after.status && before.since !== null) expect(after.since).toBe(before.since);
		}));

	test('something is pending only while a change is not settled, and never as much as it takes', () =>
		everyStep(({after}) => {
			if (!after.pending) return;
			expect(after.pending.count).toBeLessThan(after.pending.of);
			expect(after.pending.kind === 'recovering').toBe(isOutage(after));
		}));

	test('it remembers no more than it needs', () =>
		everyStep(({after}) => {
			expect(after.turns.length).toBeLessThanOrEqual(4);
			expect(JSON.stringify(after).length).toBeLessThan(1500);
		}));

	test('it is the same after a restart', () =>
		everyStep(({after}) => expect(JSON.parse(JSON.stringify(after))).toEqual(after)));
});
