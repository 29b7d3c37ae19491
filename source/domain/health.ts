import {type Category, factsOf} from './categories.ts';
import {addTurn, isFlapping} from './flapping.ts';
import type {Failure} from './probe-result.ts';
import type {Limits} from './server.ts';
import {type SymptomKind, symptomKinds} from './symptoms.ts';

/** The five statuses, gravest first. */
export const statuses = ['down', 'stale', 'degraded', 'unknown', 'up'] as const;
export type Status = (typeof statuses)[number];

/** Why a server that answers is not simply up, in the order in which they are told. */
export const degradations = ['schema_drift', ...symptomKinds, 'slow', 'flapping', 'error_rate'] as const;
export type Degradation = (typeof degradations)[number];

/** Why the status is what it is. */
export type Reason = Category | Degradation | 'not_checked';

/** What a check means for health. */
export type Outcome =
	| {readonly verdict: 'good'; readonly at: number; readonly latencyMs: number}
	| {readonly verdict: 'failed'; readonly at: number; readonly failure: Failure};

/** What else bears on the status, known outside of this machine. */
export interface Conditions {
	/** The schema differs from its baseline in a way that breaks callers, and nobody has accepted it. */
	readonly hasBreakingDrift: boolean;
	/** What is wrong beside the checks themselves; absent is nothing. */
	readonly symptoms?: readonly SymptomKind[];
	/** More checks fail here and there than may; absent is no. */
	readonly hasHighErrorRate?: boolean;
}

/** What the outcomes so far have settled; `degraded` is laid over `up` afterwards. */
type Standing = 'unknown' | 'up' | 'stale' | 'down';

interface Run {
	readonly verdict: Outcome['verdict'];
	readonly count: number;
	readonly startedAt: number;
}

/** A server's health: its status with the evidence behind it. Plain data, kept across restarts. */
export interface Health {
	readonly status: Status;
	/** Since when the status holds, ms since the epoch: an outage counts from its first failed check. */
	readonly since: number | null;
	readonly reasons: readonly Reason[];
	/** The cause of the outage, or of the failures that are not confirmed yet. */
	readonly failure: Failure | null;
	/** A change that is not settled yet: `failing 1 of 3`, `recovering 1 of 2`. */
	readonly pending: {readonly kind: 'failing' | 'recovering'; readonly count: number; readonly of: number} | null;
	readonly standing: Standing;
	/** The equal outcomes in a row that end with the last one. */
	readonly run: Run | null;
	/** The slow answers in a row that end with the last one. */
	readonly slow: {readonly count: number; readonly startedAt: number} | null;
	/** Enough of them to say so. */
	readonly isSlow: boolean;
	/** The last latency is over the critical limit. */
	readonly isCriticallySlow: boolean;
	/** It has been up before, so a 401 now means that its credentials ended. */
	readonly wasUp: boolean;
	/** When it last went from answering to failing or back, newest last, at most a flapping's worth. */
	readonly turns: readonly number[];
}

export const unknownHealth: Health = {
	status: 'unknown',
	since: null,
	reasons: [],
	failure: null,
	pending: null,
	standing: 'unknown',
	run: null,
	slow: null,
	isSlow: false,
	isCriticallySlow: false,
	wasUp: false,
	turns: [],
};

const permanentFailures = 2;

/** Takes one outcome into account. A failure changes nothing until it is confirmed, so one lost packet pages nobody. */
export function nextHealth(health: Health, outcome: Outcome, limits: Limits, conditions: Conditions): Health {
	const run = extend(health, outcome);
	const needed = neededToSettle(health, outcome, limits);
	const isSettled = run.count >= needed;
	const standing = isSettled ? settle(health, outcome) : health.standing;
	const hasTurned = health.standing !== 'unknown' && isOutage(health.standing) !== isOutage(standing);
	const slow = slowAfter(health, outcome, limits);
	const next: Health = {
		...health,
		standing,
		run,
		slow,
		turns: hasTurned ? addTurn(health.turns, run.startedAt) : health.turns,
		isSlow: isSlowAfter(health, outcome, standing, slow, limits),
		isCriticallySlow: outcome.verdict === 'good' && outcome.latencyMs > limits.latencyCriticalMs,
		wasUp: health.wasUp || standing === 'up',
		failure: outcome.verdict === 'failed' ? outcome.failure : standing === 'up' ? null : health.failure,
		pending:
			isSettled || agrees(health.standing, outcome) ? null : {kind: pendingKind(outcome), count: run.count, of: needed},
	};
	return withStatus(next, conditions, outcome.at);
}

/** Works the status out again after something other than a check has changed, such as an accepted drift. */
export function withStatus(health: Health, conditions: Conditions, at: number): Health {
	const reasons = reasonsOf(health, conditions, at);
	const status = statusOf(health.standing, reasons);
	const since = status === health.status && health.since !== null ? health.since : began(health, status, reasons, at);
	// A status never begins before the one that it follows, nor in the future of a clock that went back.
	return {...health, status, reasons, since: Math.min(at, Math.max(since, health.since ?? since))};
}

/** What becomes of a status that nothing confirms any more because the checks stopped: the laptop slept, say. */
export function lapse(health: Health, lastCheckedAt: number): Health {
	if (health.status === 'unknown') return {...health, pending: null, run: null};
	return {
		...health,
		status: 'unknown',
		standing: 'unknown',
		reasons: ['not_checked'],
		since: Math.max(lastCheckedAt, health.since ?? lastCheckedAt),
		pending: null,
		run: null,
	};
}

/** True once a server that never let us in has said so often enough: neither up nor an outage. */
export const isLockedOut = (health: Health): boolean =>
	health.standing === 'unknown' && health.pending === null && health.run?.verdict === 'failed';

/** True while the first failure of an outage waits for its confirmation, or for the respawn to fail too. */
export const isUnsettled = (health: Health): boolean =>
	health.pending !== null || (health.run?.verdict === 'failed' && health.run.count === 1);

function extend(health: Health, outcome: Outcome): Run {
	const {run} = health;
	// Refused logins are no failures that another kind of failure could be added to.
	const isOfItsKind = !isLockedOut(health) || isLockout(health, outcome);
	return run?.verdict === outcome.verdict && isOfItsKind
		? {...run, count: run.count + 1}
		: {verdict: outcome.verdict, count: 1, startedAt: outcome.at};
}

function neededToSettle(health: Health, outcome: Outcome, limits: Limits): number {
	if (outcome.verdict === 'good') {
		return isOutage(health.standing) ? limits.consecutiveSuccessesBeforeUp : 1;
	}
	const limit = limits.consecutiveFailuresBeforeDown;
	if (factsOf(outcome.failure.category).isProof) return 1;
	const wasTransient = health.run?.verdict === 'failed' && health.failure?.transient === true;
	return outcome.failure.transient || wasTransient ? limit : Math.min(permanentFailures, limit);
}

function settle(health: Health, outcome: Outcome): Standing {
	if (outcome.verdict === 'good') return 'up';
	if (isLockout(health, outcome)) return 'unknown';
	if (outcome.failure.category === 'stream_stalled') return health.standing === 'down' ? 'down' : 'stale';
	return 'down';
}

const isLockout = (health: Health, outcome: Outcome): boolean =>
	outcome.verdict === 'failed' && outcome.failure.category === 'auth_required' && !health.wasUp;

const agrees = (standing: Standing, outcome: Outcome): boolean => isOutage(standing) && outcome.verdict === 'failed';

const pendingKind = (outcome: Outcome) => (outcome.verdict === 'good' ? 'recovering' : 'failing');

function slowAfter(health: Health, outcome: Outcome, limits: Limits): Health['slow'] {
	if (outcome.verdict === 'failed' || outcome.latencyMs <= limits.latencyWarningMs) return null;
	return health.slow ? {...health.slow, count: health.slow.count + 1} : {count: 1, startedAt: outcome.at};
}

/** Slow until a fast answer or an outage; a failure that is not confirmed says nothing about it. */
function isSlowAfter(health: Health, outcome: Outcome, standing: Standing, slow: Health['slow'], limits: Limits) {
	if (outcome.verdict === 'failed') return health.isSlow && standing === 'up';
	return slow !== null && (health.isSlow || slow.count >= limits.consecutiveSlowBeforeDegraded);
}

const isOutage = (standing: Standing): boolean => standing === 'down' || standing === 'stale';

function reasonsOf(health: Health, conditions: Conditions, at: number): readonly Reason[] {
	// Nothing new was learned since the checks stopped, or since the start.
	const held = new Set<Degradation>(conditions.symptoms);
	if (health.standing === 'unknown' && health.run === null) {
		const told: readonly Reason[] = symptomKinds;
		return [...health.reasons.filter(reason => !told.includes(reason)), ...symptomKinds.filter(kind => held.has(kind))];
	}
	if (conditions.hasBreakingDrift) held.add('schema_drift');
	if (health.isSlow) held.add('slow');
	if (isFlapping(health.turns, health.reasons.includes('flapping'), at)) held.add('flapping');
	if (conditions.hasHighErrorRate) held.add('error_rate');
	const degraded = degradations.filter(reason => held.has(reason));
	const isFailed = isOutage(health.standing) || isLockedOut(health);
	return isFailed && health.failure ? [health.failure.category, ...degraded] : degraded;
}

/** What is wrong beside the checks shows even where nothing is checked: of such a server only agents' processes and calls are seen. */
function statusOf(standing: Standing, reasons: readonly Reason[]): Status {
	const isDegraded =
		standing === 'up' ? reasons.length > 0 : standing === 'unknown' && reasons.some(reason => isSeenApart(reason));
	return isDegraded ? 'degraded' : standing;
}

const isSeenApart = (reason: Reason): boolean => reason === 'agent_process_gone' || reason === 'agents_failing';

/** When a status that is new began: with the outcomes that settled it, or else with what changed beside them. */
function began(health: Health, status: Status, reasons: readonly Reason[], at: number): number {
	const wasAnswering = health.status === 'up' || health.status === 'degraded';
	if (!wasAnswering || isOutage(health.standing)) return health.run?.startedAt ?? at;
	return status === 'degraded' && reasons[0] === 'slow' && health.slow ? health.slow.startedAt : at;
}
