import {formatDuration, plural} from '../format.ts';
import {gradeAtLeast, type Scale} from '../grade.ts';
import {type Dimension, graded, ungraded} from './dimension.ts';
import {describeTooLittle, percent, type Signals} from './signals.ts';

/** Shares of watched time in which a server has to be available. */
const scale: Scale = [0.999, 0.995, 0.99, 0.95];

/** Grades the share of the watched time of 7 days in which the server was available. */
export function gradeAvailability(signals: Signals): Dimension {
	const missing = describeTooLittle(signals);
	if (missing !== null) return ungraded(missing);
	const {watchedMs, outages} = signals.stats['7d'];
	const uptime = signals.stats['7d'].uptime ?? 0;
	const grade = gradeAtLeast(uptime, scale);
	const why = `available ${percent(uptime)} of ${formatDuration(watchedMs)} watched`;
	if (grade === 'A') return graded(grade, why, []);
	return graded(grade, why, [
		{
			text: `available ${percent(uptime)} of the time, and an A takes ${percent(scale[0])}`,
			evidence: `unavailable for ${formatDuration(Math.round(watchedMs * (1 - uptime)))} of ${formatDuration(watchedMs)} watched, ${plural(outages, 'outage')} began`,
			remedy: 'see what its incidents have in common, and mend that first',
		},
	]);
}
