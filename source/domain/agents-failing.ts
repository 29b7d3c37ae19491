import {type Category, factsOf} from './categories.ts';
import type {ErrorRateLimits} from './error-rate.ts';
import {formatPercent, plural} from './format.ts';
import type {Incident} from './incident.ts';
import {addErrors, failuresIn, joinCells, minuteMs, type TrafficCell, type TrafficSpan} from './traffic.ts';

/** Calls of agents fail more often than they may, all in one of the two ways, although the checks are fine. */
export interface FailingCalls {
	/** The minute of the first that failed, ms since the epoch. */
	readonly since: number;
	readonly calls: number;
	readonly failed: number;
	readonly errors: TrafficCell['errors'];
	/** The limit it is over, 0 to 1. */
	readonly limit: number;
	/** Whose calls fail, and of what; those that fail most first, bounded. */
	readonly agents: readonly string[];
	readonly tools: readonly string[];
	/** How the tools have changed, where that may be the reason; null where it is not. */
	readonly drift: string | null;
}

export interface CallSituation {
	readonly limits: ErrorRateLimits;
	readonly incidents: readonly Incident[];
	readonly at: number;
}

/** Over so long calls are looked at. */
export const lookBackMs = 10 * minuteMs;
const fewestCalls = 5;
const fewestFailures = 3;
/** After so long without a failing call it is over, whether anybody calls or not. */
const quietMs = 5 * minuteMs;
/** So many good calls in the minutes after the last failing one end it sooner, more where only some calls failed. */
const fewestGoodCalls = 5;
const mostNames = 5;
const kinds = ['permanent', 'transient'] as const;

/**
 * Calls that fail while the server answers its checks; null while they are few. It begins over the limit and ends at
 * half of it, when calls succeed again, or when nobody calls. What fails in an outage is that outage's.
 */
export function findFailingCalls(minutes: readonly TrafficSpan[], situation: CallSituation): FailingCalls | null {
	const {incidents, limits, at} = situation;
	const told = incidents.find(({kind}) => kind === 'tool_failing');
	const isTold = told?.endedAt === null;
	const looked = minutes.filter(({start}) => start > at - lookBackMs && !isInOutage(start, incidents));
	if (isOver(looked, at)) return null;
	const since = isTold ? 0 : (told?.endedAt ?? 0);
	const fresh = looked.filter(({start}) => start >= since);
	const cells = joinCells(looked.map(span => span.cells));
	const freshCells = joinCells(fresh.map(span => span.cells));
	const calls = callsIn(looked);
	for (const kind of kinds) {
		const limit = limits[kind];
		const failed = failedOf(cells, kind);
		const isHigh = isTold
			? failed > (calls * limit) / 2
			: calls >= fewestCalls && failedOf(freshCells, kind) >= fewestFailures && failed > calls * limit;
		const first = fresh.find(span => failedOf(span.cells, kind) > 0);
		if (isHigh) return {...describe(cells, calls, kind, limit), since: first?.start ?? at};
	}
	return null;
}

/** "12 of 40 calls by agents failed in the last 10 min (limit 2%): query 12; tool_error 12; by support-agent" */
export function describeFailingCalls({calls, failed, errors, tools, agents, limit, drift}: FailingCalls): string {
	const causes = Object.entries(errors).sort(([, a], [, b]) => b - a);
	const categories = causes.map(([category, count]) => `${category} ${count}`).join(', ');
	const by = agents.length === 0 ? '' : ` by ${agents.join(', ')}`;
	const changed = drift === null ? '' : `; its tools have changed: ${drift}`;
	const head = `${failed} of ${plural(calls, "agents' call")} failed in ${lookBackMs / minuteMs} min`;
	return `${head} (limit ${formatPercent(limit)}): ${tools.join(', ')}${by}: ${categories}${changed}`;
}

/** Failures that a change of the tools would explain. */
export const isOfDrift = ({errors}: Pick<FailingCalls, 'errors'>): boolean =>
	errors.tool_not_found !== undefined || errors.invalid_arguments !== undefined;

/** So many calls of tools that are not there, or with arguments that are refused, that the tools should be listed anew. */
export function hasUnfitCalls(minutes: readonly TrafficSpan[], limits: ErrorRateLimits, at: number): boolean {
	const looked = minutes.filter(({start}) => start > at - lookBackMs);
	const errors = addErrors(looked.flatMap(({cells}) => cells.map(cell => cell.errors)));
	const unfit = (errors.tool_not_found ?? 0) + (errors.invalid_arguments ?? 0);
	return unfit >= fewestFailures && unfit > callsIn(looked) * limits.permanent;
}

function isOver(minutes: readonly TrafficSpan[], at: number): boolean {
	const last = minutes.findLast(({cells}) => cells.some(cell => failuresIn(cell) > 0));
	if (!last || at - last.start >= quietMs + minuteMs) return true;
	const failed = minutes.flatMap(({cells}) => cells).reduce((sum, cell) => sum + failuresIn(cell), 0);
	const goodCalls = callsIn(minutes.filter(({start}) => start > last.start));
	return goodCalls >= Math.max(fewestGoodCalls, 3 * (callsIn(minutes) / failed));
}

const callsIn = (minutes: readonly TrafficSpan[]): number =>
	minutes.reduce((sum, {cells}) => sum + cells.reduce((calls, cell) => calls + cell.calls, 0), 0);

const isInOutage = (start: number, incidents: readonly Incident[]): boolean =>
	incidents.some(
		({kind, startedAt, endedAt}) =>
			(kind === 'down' || kind === 'stale') && startedAt < start + minuteMs && (endedAt === null || endedAt > start),
	);

const failedOf = (cells: readonly TrafficCell[], kind: (typeof kinds)[number]): number =>
	cells.reduce((sum, cell) => sum + failuresIn({errors: ofKind(cell.errors, kind)}), 0);

const ofKind = (errors: TrafficCell['errors'], kind: (typeof kinds)[number]): TrafficCell['errors'] =>
	Object.fromEntries(
		Object.entries(errors).filter(([name]) => factsOf(name as Category).transient === (kind === 'transient')),
	);

function describe(
	cells: readonly TrafficCell[],
	calls: number,
	kind: (typeof kinds)[number],
	limit: number,
): Omit<FailingCalls, 'since'> {
	const failing = cells
		.map(cell => ({...cell, errors: ofKind(cell.errors, kind)}))
		.filter(cell => failuresIn(cell) > 0)
		.sort((a, b) => failuresIn(b) - failuresIn(a));
	const errors = addErrors(failing.map(cell => cell.errors));
	return {
		calls,
		failed: failuresIn({errors}),
		errors,
		limit,
		agents: [...new Set(failing.map(({agent}) => agent))].filter(agent => agent !== null).slice(0, mostNames),
		tools: [...new Set(failing.map(({tool}) => tool))].slice(0, mostNames),
		drift: null,
	};
}
