import type {Sample} from '../../domain/probe-result.ts';

const missedIntervals = 3;

/** The checks, oldest first, with a null wherever nobody watched for a while. */
export const withGaps = (samples: readonly Sample[], intervalMs: number): readonly (Sample | null)[] =>
	samples.flatMap((sample, index) => {
		const before = samples[index - 1];
		const isGap = before !== undefined && sample.at - before.at > missedIntervals * intervalMs;
		return isGap ? [null, sample] : [sample];
	});
