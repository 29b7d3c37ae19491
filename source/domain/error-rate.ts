import {type Category, factsOf} from './categories.ts';
import {plural} from './format.ts';
import type {Incident} from './incident.ts';
import type {Sample} from './probe-result.ts';

/** Shares of checks that may fail in an hour, 0 to 1, for failures that pass by themselves and for those that do not. */
export interface ErrorRateLimits {
	readonly transient: number;
	readonly permanent: number;
}

export const usualErrorRate: ErrorRateLimits = {transient: 0.02, permanent: 0.001};

/** More checks than it should have failed in the hour before, all in one of the two ways. */
export interface HighErrorRate {
	readonly checks: number;
	readonly failed: number;
	readonly errors: Readonly<Partial<Record<Category, number>>>;
	/** The limit it is over, 0 to 1. */
	readonly limit: number;
}

/** What the rule needs to know beside the checks of the hour. */
export interface RateSituation {
	readonly limits: ErrorRateLimits;
	readonly incidents: readonly Incident[];
	/** Since when every check has failed: an outage in the making, or one already; null when the last one was good. */
	readonly failingSince: number | null;
	readonly at: number;
}

const hourMs = 3_600_000;
const fewestChecks = 20;
const fewestFailures = 2;
/** After so long without a failure it is over. */
const quietMs = 15 * 60_000;
const kinds = ['permanent', 'transient'] as const;

/**
 * Failures here and there that make no outage and are too many all the same; null while they are few. It begins over
 * the limit and ends at half of it, or after a quiet quarter of an hour, so that it does not come and go at the edge.
 * What fails in an outage is that outage's.
 */
export function findHighErrorRate(checks: readonly Sample[], situation: RateSituation): HighErrorRate | null {
	const failures = checks.filter(sample => sample.category !== null && isByItself(sample, situation));
	if (failures.length === 0) return null;
	const inOutages = checks.filter(sample => sample.category !== null).length - failures.length;
	const counted = checks.length - inOutages;
	for (const kind of kinds) {
		const own = failures.filter(({category}) => category !== null && isOfKind(category, kind));
		const limit = situation.limits[kind];
		if (isHigh(own, counted, limit, situation))
			return {checks: counted, failed: own.length, errors: countErrors(own), limit};
	}
	return null;
}

/** "3 of 120 checks failed in the last hour (2.5%, limit 2%): timeout 2, server_error 1" */
export function describeErrorRate({checks, failed, errors, limit}: HighErrorRate): string {
	const causes = Object.entries(errors).sort(([, a], [, b]) => b - a);
	const told = causes.map(([category, count]) => `${category} ${count}`).join(', ');
	const shares = `${formatShare(failed / checks)}, limit ${formatShare(limit)}`;
	return `${failed} of ${plural(checks, 'check')} failed in the last hour (${shares}): ${told}`;
}

/** The checks of the hour that ends at `at`. A clock that went back leaves checks of the future: those go, too. */
export const lastHour = (checks: readonly Sample[], at: number): readonly Sample[] =>
	checks.filter(sample => sample.at <= at && at - sample.at < hourMs).slice(-mostChecks);

/** An hour of the shortest interval, with room for the quick tries between. */
const mostChecks = 4000;

function isByItself({at}: Sample, {incidents, failingSince}: RateSituation): boolean {
	if (failingSince !== null && at >= failingSince) return false;
	return !incidents.some(
		({kind, startedAt, endedAt}) =>
			(kind === 'down' || kind === 'stale') && at >= startedAt && (endedAt === null || at < endedAt),
	);
}

const isOfKind = (category: Category, kind: (typeof kinds)[number]): boolean =>
	factsOf(category).transient === (kind === 'transient');

function isHigh(failures: readonly Sample[], checks: number, limit: number, situation: RateSituation): boolean {
	const last = failures.at(-1);
	if (!last || situation.at - last.at >= quietMs) return false;
	const told = situation.incidents.find(({kind}) => kind === 'error_rate');
	if (told && told.endedAt === null) return failures.length > (checks * limit) / 2;
	const since = told?.endedAt ?? Number.NEGATIVE_INFINITY;
	const fresh = failures.filter(({at}) => at >= since);
	return fresh.length >= fewestFailures && checks >= fewestChecks && failures.length > checks * limit;
}

function countErrors(failures: readonly Sample[]): HighErrorRate['errors'] {
	const errors: Partial<Record<Category, number>> = {};
	for (const {category} of failures) if (category !== null) errors[category] = (errors[category] ?? 0) + 1;
	return errors;
}

/** Percent with two decimals at most: limits are small. */
const formatShare = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
