import {formatCount, formatDuration} from '../format.ts';
import type {SecurityFinding} from '../security-finding.ts';
import type {Server} from '../server.ts';
import type {DriftEvent, SchemaState} from '../snapshot.ts';
import type {Span} from '../span.ts';
import {startOf} from '../spans.ts';
import {type Stats, windowMs} from '../stats.ts';

/** What a server is graded by. */
export interface Signals {
	readonly server: Server;
	/** Hours; those of the last 7 days count, whatever else is among them. */
	readonly spans: readonly Span[];
	readonly stats: Stats;
	readonly schema: SchemaState;
	/** When its tools changed, as far as that is kept; absent where it is not known. */
	readonly drifts?: readonly DriftEvent[];
	/** Null while the security checks have not run. */
	readonly security: readonly SecurityFinding[] | null;
	/** Ms since the epoch. */
	readonly now: number;
}

/** What is watched for less is not graded: a free A would be worth nothing. */
const leastWatchedMs = 24 * 3_600_000;

/** Why a server has not been watched for long enough, in words; null when it has. */
export function describeTooLittle({server, stats, spans}: Signals): string | null {
	const {watchedMs, uptime} = stats['7d'];
	if (watchedMs >= leastWatchedMs && uptime !== null) return null;
	if (server.transport === 'stdio' && server.probe === 'off') return 'it is not probed (probe: off)';
	if (watchedMs === 0 && spans.some(({unknownMs}) => unknownMs > 0))
		return 'it has never let us in, so there is nothing to judge it by';
	return `watched for ${formatDuration(watchedMs)} in 7 days, and a grade takes 24h`;
}

/** The hours of the last 7 days. */
export function hoursOf({spans, now}: Signals): readonly Span[] {
	const from = startOf('hour', now - windowMs['7d']);
	return spans.filter(({size, start}) => size === 'hour' && start >= from && start <= now);
}

/** "20,160 checks" */
export const manyOf = (count: number, noun: string): string =>
	`${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;

/** A share as percent with two decimals at most, rounded down so that only perfection reads as 100%. */
export const percent = (share: number): string => `${Math.floor(share * 10_000 + 1e-9) / 100}%`;

/** A share that should be small as percent, rounded up so that only none reads as 0%. */
export const percentOver = (share: number): string => `${Math.ceil(share * 10_000 - 1e-9) / 100}%`;
