import type {Incident} from '../domain/incident.ts';
import {rollUpOutages} from '../domain/roll-up.ts';
import type {Span} from '../domain/span.ts';
import type {Tail} from './format/files.ts';

/**
 * Puts a past together from its two files. The roll-up is never written before a tail that says the same, so where both
 * hold a span the tail is right, and hours before those that the tail knows of have gone into days.
 */
export function joinSpans(rolledUp: readonly Span[], {spans, hoursFrom}: Pick<Tail, 'spans' | 'hoursFrom'>): Span[] {
	const joined = new Map(
		rolledUp
			.filter(({size, start}) => size === 'day' || start >= (hoursFrom ?? Number.POSITIVE_INFINITY))
			.map(span => [keyOf(span), span]),
	);
	for (const span of spans) {
		const older = joined.get(keyOf(span));
		// The same object, so that it is known not to need writing again.
		if (!older || !isSame(older, span)) joined.set(keyOf(span), span);
	}
	return [...joined.values()].sort(inOrder);
}

/** Where hours begin; null without any. */
export const hoursFrom = (spans: readonly Span[]): number | null =>
	spans.find(({size}) => size === 'hour')?.start ?? null;

const inOrder = (a: Span, b: Span): number =>
	Number(a.size === 'hour') - Number(b.size === 'hour') || a.start - b.start;

/** Days begin when hours do. */
const keyOf = ({size, start}: Span): number => (size === 'day' ? -1 - start : start);

/**
 * Counts outages again from the hours of the tail on: incidents are written before it, so a kill between the two leaves
 * it behind.
 */
export function recount(
	spans: readonly Span[],
	tail: readonly Span[],
	incidents: readonly Incident[],
): readonly Span[] {
	const from = hoursFrom(tail) ?? spans.at(-1)?.start ?? 0;
	const counted = rollUpOutages({spans: [], cursor: null}, [], incidents).spans;
	return counted
		.filter(({size, start, outages, repairs}) => size === 'hour' && start >= from && outages + repairs > 0)
		.reduce(withAtLeast, spans);
}

function withAtLeast(spans: readonly Span[], counted: Span): readonly Span[] {
	const index = spans.findIndex(span => keyOf(span) === keyOf(counted));
	const found = spans[index];
	if (!found) return [...spans, counted].sort(inOrder);
	if (found.outages >= counted.outages && found.repairs >= counted.repairs) return spans;
	return spans.with(index, {
		...found,
		outages: Math.max(found.outages, counted.outages),
		repairs: Math.max(found.repairs, counted.repairs),
		repairMs: Math.max(found.repairMs, counted.repairMs),
	});
}

const isSame = (one: Span, other: Span): boolean =>
	(Object.keys(one) as (keyof Span)[]).every(key =>
		key === 'errors' ? JSON.stringify(one.errors) === JSON.stringify(other.errors) : one[key] === other[key],
	);
