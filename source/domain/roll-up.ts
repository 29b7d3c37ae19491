import {type Cursor, judge, moveOn, type Stretch} from './availability.ts';
import type {Category} from './categories.ts';
import {type Incident, isOutage} from './incident.ts';
import {addLatency} from './latency-histogram.ts';
import type {Sample} from './probe-result.ts';
import {type Span, spanMs} from './span.ts';
import {changeHour, startOf} from './spans.ts';

/** One server's past in hours and days. Plain data. */
export interface RollUp {
	/** Days, then hours (UTC), each oldest first; the last is under way. */
	readonly spans: readonly Span[];
	/** Null before the first check. */
	readonly cursor: Cursor | null;
}

export type {Cursor} from './availability.ts';

export const emptyRollUp: RollUp = {spans: [], cursor: null};

/**
 * Takes one check into account: it counts in its hour, and the time since the check before it in the hours that this
 * covers. A gap longer than `longestGapMs` is time that nobody watched.
 */
export function rollUpSample(rollUp: RollUp, sample: Sample, longestGapMs: number): RollUp {
	const wasGood = rollUp.cursor === null && rollUp.spans.some(({availableMs}) => availableMs > 0);
	const spans = [...rollUp.spans];
	changeHour(spans, sample.at, span => addCheck(span, sample));
	const stretch = judge(rollUp.cursor, sample, longestGapMs);
	if (stretch) addStretch(spans, stretch);
	return {spans, cursor: moveOn(rollUp.cursor, sample, longestGapMs, wasGood)};
}

/**
 * Counts the outages that began and those that were repaired between two states of a server's incidents, in the hours
 * when they did. One that only got worse goes on in the incident that follows it.
 */
export function rollUpOutages(rollUp: RollUp, before: readonly Incident[], after: readonly Incident[]): RollUp {
	if (before === after) return rollUp;
	const known = new Map(before.map(incident => [keyOf(incident), incident]));
	const outages = after.filter(({kind}) => isOutage(kind));
	const began = outages.filter(incident => !known.has(keyOf(incident)) && !goesOn(incident, outages));
	const repaired = outages.filter(incident => isRepaired(incident) && !isRepaired(known.get(keyOf(incident))));
	if (began.length + repaired.length === 0) return rollUp;
	const spans = [...rollUp.spans];
	for (const {startedAt} of began) changeHour(spans, startedAt, span => ({...span, outages: span.outages + 1}));
	for (const {startedAt, endedAt} of repaired) {
		const lastedMs = Math.max(0, (endedAt ?? startedAt) - startedAt);
		changeHour(spans, endedAt ?? startedAt, span => ({
			...span,
			repairs: span.repairs + 1,
			repairMs: span.repairMs + lastedMs,
		}));
	}
	return {...rollUp, spans};
}

function addCheck(span: Span, {category, latencyMs, counted, calls}: Sample): Span {
	const isCounted = category === null && counted && latencyMs !== null;
	return {
		...span,
		checks: span.checks + 1,
		errors: countError(span.errors, category),
		calls: span.calls + (calls?.total ?? 0),
		failedCalls: span.failedCalls + (calls?.failed ?? 0),
		latencies: isCounted ? addLatency(span.latencies, latencyMs) : span.latencies,
	};
}

const countError = (errors: Span['errors'], category: Category | null): Span['errors'] =>
	category === null ? errors : {...errors, [category]: (errors[category] ?? 0) + 1};

/** Splits it at full hours. */
function addStretch(spans: Span[], [begin, end, watch]: Stretch): void {
	const key = `${watch}Ms` as const;
	for (let from = begin; from < end; ) {
		const to = Math.min(end, startOf('hour', from) + spanMs.hour);
		const ms = to - from;
		changeHour(spans, from, span => ({...span, [key]: span[key] + ms}));
		from = to;
	}
}

const keyOf = ({kind, startedAt}: Incident): string => `${kind} ${startedAt}`;

const isRepaired = (incident: Incident | undefined): boolean => incident?.ending === 'recovered';

/** A stall that turned out to be worse is the same outage. */
const goesOn = (incident: Incident, outages: readonly Incident[]): boolean =>
	outages.some(
		({kind, startedAt, endedAt, ending}) =>
			kind !== incident.kind &&
			ending === 'worsened' &&
			startedAt <= incident.startedAt &&
			incident.startedAt <= (endedAt ?? startedAt),
	);
