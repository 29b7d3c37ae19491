import {usualErrorRate} from '../domain/error-rate.ts';
import type {Limits} from '../domain/server.ts';
import type {ConfigData} from './schema.ts';

type Thresholds = ConfigData['thresholds'];

const builtIn = {warning: 3000, critical: 10_000};
const slowChecks = 3;

/**
 * Lays thresholds over each other, the most general first. A level that sets one of the two limits on the wrong side of
 * an inherited other one moves that with it, so that a warning always comes first.
 */
export function toLimits(monitoring: ConfigData['monitoring'], levels: readonly (Thresholds | undefined)[]): Limits {
	let {warning, critical} = builtIn;
	for (const level of levels) {
		const {latency_warning_ms: ownWarning, latency_critical_ms: ownCritical} = level ?? {};
		warning = ownWarning ?? Math.min(warning, ownCritical ?? warning);
		critical = ownCritical ?? Math.max(critical, warning);
	}
	return {
		consecutiveFailuresBeforeDown: monitoring.consecutive_failures_before_down,
		consecutiveSuccessesBeforeUp: monitoring.consecutive_successes_before_up,
		consecutiveSlowBeforeDegraded: slowChecks,
		latencyWarningMs: warning,
		latencyCriticalMs: critical,
		errorRate: {
			transient: toShare(levels, 'transient') ?? usualErrorRate.transient,
			permanent: toShare(levels, 'permanent') ?? usualErrorRate.permanent,
		},
	};
}

/** The nearest level's own share, 0 to 1; null where none sets it. */
function toShare(levels: readonly (Thresholds | undefined)[], kind: 'transient' | 'permanent'): number | null {
	const percent = levels.findLast(level => level?.error_rate?.[kind] !== undefined)?.error_rate?.[kind];
	return percent === undefined ? null : Number.parseFloat(percent) / 100;
}
