import type {Alert} from '../../domain/alert.ts';
import type {Clock} from '../../domain/ports.ts';
import type {Output} from './screen-writer.ts';

/** Rings the terminal's bell. */
export interface Bell {
	/** Takes the fleet's alerts, and rings when one that was not among those of before is critical. */
	hear(alerts: readonly Alert[]): void;
}

const isLoud = ({severity, isSilenced}: Alert): boolean => severity === 'critical' && !isSilenced;

const shortestPauseMs = 10_000;

/**
 * Makes a bell. Alerts of before the first hearing are old news; of those that come within 10 s of the last ring none
 * rings, for whoever heard that one is looking already.
 */
export function createBell(output: Pick<Output, 'write'>, clock: Clock): Bell {
	let heard: ReadonlySet<string> | null = null;
	let list: readonly Alert[] | null = null;
	let rungAt = Number.NEGATIVE_INFINITY;
	return {
		hear(alerts) {
			if (alerts === list) return;
			const before = heard;
			list = alerts;
			heard = new Set(alerts.map(({id}) => id));
			const isNew = before !== null && alerts.some(alert => isLoud(alert) && !before.has(alert.id));
			if (!isNew || clock.ticks() - rungAt < shortestPauseMs) return;
			rungAt = clock.ticks();
			output.write('\x07');
		},
	};
}
