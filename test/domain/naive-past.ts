import fc from 'fast-check';
import type {Category} from '../../source/domain/categories.ts';
import type {Incident} from '../../source/domain/incident.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {emptyRollUp, type RollUp, rollUpOutages, rollUpSample} from '../../source/domain/roll-up.ts';
import {type WindowName, type WindowStats, windowMs} from '../../source/domain/stats.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A check, with what the interval then allowed as a gap, and what became of the incidents right after it. */
export interface Step {
	readonly sample: Sample;
	readonly longestGapMs: number;
	readonly incidents: readonly Incident[];
}

export const sampleAt = (at: number, category: Category | null = null, latencyMs = 40): Sample => ({
	at,
	latencyMs: category === null ? latencyMs : null,
	category,
	counted: category === null,
});

export const outage = (startedAt: number, endedAt: number | null, changes: Partial<Incident> = {}): Incident => ({
	kind: 'down',
	startedAt,
	endedAt,
	cause: 'timed out',
	category: 'timeout',
	ending: endedAt === null ? null : 'recovered',
	announcedAt: startedAt,
	acknowledgement: null,
	...changes,
});

/** The past as it is kept. `between`: what is done to it after each step, such as a restart. */
export function keep(steps: readonly Step[], between: (rollUp: RollUp) => RollUp = rollUp => rollUp): RollUp {
	let rollUp = emptyRollUp;
	let before: readonly Incident[] = [];
	for (const {sample, longestGapMs, incidents} of steps) {
		rollUp = between(rollUpOutages(rollUpSample(rollUp, sample, longestGapMs), before, incidents));
		before = incidents;
	}
	return rollUp;
}

/** The same figures from every raw check there ever was. */
export function naiveStats(steps: readonly Step[], window: WindowName, now: number): WindowStats {
	const unitMs = window === '30d' || window === '90d' ? dayMs : hourMs;
	const begin = now - windowMs[window];
	const wide = {from: floor(begin, unitMs), to: floor(now, hourMs) + hourMs - 1};
	const narrow = window === '1h' ? {from: begin, to: now} : wide;
	const within = steps.map(({sample}) => sample).filter(({at}) => at >= narrow.from && at <= narrow.to);
	const errors: Partial<Record<Category, number>> = {};
	for (const {category} of within) if (category) errors[category] = (errors[category] ?? 0) + 1;
	const failed = within.filter(({category}) => category !== null).length;
	const latencies = within
		.flatMap(({latencyMs, counted, category}) =>
			counted && category === null && latencyMs !== null ? [latencyMs] : [],
		)
		.sort((a, b) => a - b);
	const edge = window === '1h' ? narrow : {from: wide.from, to: wide.to + 1};
	const availableMs = naiveTime(steps, 'available', edge.from, edge.to);
	const watchedMs = availableMs + naiveTime(steps, 'unavailable', edge.from, edge.to);
	const incidents = steps.at(-1)?.incidents ?? [];
	const coarse = (at: number | null): boolean => at !== null && at >= floor(begin, unitMs) && at <= wide.to;
	const outages = incidents.filter(({startedAt}) => coarse(startedAt)).length;
	const repaired = incidents.filter(({endedAt}) => coarse(endedAt));
	const repairMs = repaired.reduce((sum, {startedAt, endedAt}) => sum + Math.max(0, (endedAt ?? 0) - startedAt), 0);
	return {
		checks: within.length,
		p50Ms: nearestRank(latencies, 0.5),
		p95Ms: nearestRank(latencies, 0.95),
		p99Ms: nearestRank(latencies, 0.99),
		uptime: watchedMs > 0 ? availableMs / watchedMs : null,
		watchedMs,
		errors,
		errorRate: within.length > 0 ? failed / within.length : null,
		toolCalls: {
			total: within.reduce((sum, {calls}) => sum + (calls?.total ?? 0), 0),
			failed: within.reduce((sum, {calls}) => sum + (calls?.failed ?? 0), 0),
		},
		outages,
		mtbfMs: outages > 0 ? availableMs / outages : null,
		mttrMs: repaired.length > 0 ? repairMs / repaired.length : null,
	};
}

/** How long the server was so, between two instants, over all pairs of checks that follow each other. */
export function naiveTime(
	steps: readonly Step[],
	asked: 'available' | 'unavailable' | 'unknown',
	from: number,
	to: number,
): number {
	let ms = 0;
	let hasBeenGood = false;
	for (const [index, {sample: earlier}] of steps.entries()) {
		const next = steps[index + 1];
		const previous = steps[index - 1];
		const isLocked = earlier.category === 'auth_required' && !hasBeenGood;
		const wasLocked = previous?.sample.category === 'auth_required' && !hasBeenGood;
		hasBeenGood ||= earlier.category === null;
		if (!next || next.sample.at <= earlier.at || next.sample.at - earlier.at > next.longestGapMs) continue;
		const isFirstAnswer =
			previous !== undefined &&
			previous.sample.category !== null &&
			!wasLocked &&
			earlier.at - previous.sample.at <= (steps[index]?.longestGapMs ?? 0);
		const isDown = earlier.category !== null || (isFirstAnswer && next.sample.category !== null);
		const kind = isLocked ? 'unknown' : isDown ? 'unavailable' : 'available';
		if (kind === asked) ms += Math.max(0, Math.min(next.sample.at, to) - Math.max(earlier.at, from));
	}
	return ms;
}

export const nearestRank = (sorted: readonly number[], share: number): number | null =>
	sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null;

const floor = (at: number, unitMs: number): number => Math.floor(at / unitMs) * unitMs;

/** The clock has been put back by so much that the last hour by the clock is not the one that passed last. */
export const wasPutFarBack = (steps: readonly Step[]): boolean =>
	steps.some(({sample}, index) => {
		const backMs = (steps[index - 1]?.sample.at ?? 0) - sample.at;
		return backMs > 45 * minuteMs && backMs < dayMs;
	});

/** How the time moves on from one check to the next. */
const moves = ['regular', 'hurried', 'gap', 'long gap', 'back', 'ahead and back'] as const;

const stretch = fc.record({
	checks: fc.integer({min: 1, max: 40}),
	intervalMs: fc.constantFrom(10_000, 30_000, 5 * minuteMs, hourMs, 5 * hourMs),
	move: fc.constantFrom(...moves),
	moveMs: fc.integer({min: 1, max: 5 * hourMs}),
	mood: fc.constantFrom<Mood>('well', 'well', 'flapping', 'failing', 'locked'),
	noise: fc.array(fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true}), {minLength: 1, maxLength: 20}),
	hasOutage: fc.boolean(),
});
type Mood = 'well' | 'flapping' | 'failing' | 'locked';

/** Lives of servers: minutes to months, with pauses, changed intervals, outages and clocks that jump. */
export const pasts: fc.Arbitrary<readonly Step[]> = fc
	.record({
		start: fc.integer({min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 10, 30)}),
		stretches: fc.array(stretch, {minLength: 1, maxLength: 24}),
	})
	.map(({start, stretches}) => {
		const steps: Step[] = [];
		let at = start;
		let incidents: readonly Incident[] = [];
		let jumps = 2;
		for (const {checks, intervalMs, move, moveMs, mood, noise, hasOutage} of stretches) {
			const longestGapMs = Math.max(3 * intervalMs, 6 * minuteMs);
			const add = (time: number, index: number) => {
				const random = noise[index % noise.length] ?? 0;
				const sample = {...sampleOf(time, mood, random), counted: random < 0.9};
				steps.push({sample, longestGapMs, incidents});
			};
			const canJump = (move === 'back' || move === 'ahead and back') && jumps-- > 0;
			if (move === 'gap') at += moveMs;
			if (move === 'long gap') at += 12 * moveMs;
			if (move === 'back' && canJump) at -= moveMs;
			if (move === 'ahead and back' && canJump) for (const days of [150, 150, 151]) add(at + days * dayMs, 0);
			const canBegin = incidents.every(({startedAt, endedAt}) => endedAt !== null && startedAt !== at);
			if (hasOutage && canBegin) incidents = [outage(at, null), ...incidents];
			for (let index = 0; index < checks; index++) {
				at += move === 'hurried' ? 1500 : Math.round(intervalMs * (0.9 + 0.2 * (noise[index % noise.length] ?? 0)));
				add(at, index);
			}
			if (hasOutage && mood !== 'failing') {
				const ended = at;
				incidents = incidents.map(one => (one.endedAt === null ? {...one, endedAt: ended, ending: 'recovered'} : one));
			}
		}
		const last = steps.at(-1);
		return last ? [...steps, {...last, sample: sampleAt(at + 1000), incidents}] : steps;
	});

function sampleOf(at: number, mood: Mood, random: number): Sample {
	const latencyMs = Math.exp(8 * random);
	const calls = {total: 2, failed: random > 0.8 ? 1 : 0};
	switch (mood) {
		case 'well':
			return {...sampleAt(at, random > 0.97 ? 'timeout' : null, latencyMs), calls};
		case 'flapping':
			return sampleAt(at, random > 0.5 ? 'connection_refused' : null, latencyMs);
		case 'failing':
			return sampleAt(at, random > 0.1 ? 'dns' : null, latencyMs);
		case 'locked':
			return sampleAt(at, random > 0.05 ? 'auth_required' : 'timeout');
	}
}
