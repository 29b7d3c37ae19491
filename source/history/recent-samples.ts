import type {Sample} from '../domain/probe-result.ts';

const hourMs = 3_600_000;
/** More checks than one in a second of the last hour. */
const mostSamples = 5000;
const mostFailures = 20;

/**
 * Adds a check to the recent ones: those of the last hour, and the one before them, for it says how the hour began.
 * What a clock that went back has put into the future goes.
 */
export function addRecent(samples: readonly Sample[], sample: Sample): readonly Sample[] {
	const isInOrder = (samples.at(-1)?.at ?? 0) <= sample.at;
	const past = isInOrder ? samples : samples.filter(({at}) => at <= sample.at);
	const within = past.findIndex(({at}) => sample.at - at < hourMs);
	const from = Math.max(0, (within < 0 ? past.length : within) - 1, past.length - mostSamples + 1);
	return [...(from > 0 ? past.slice(from) : past), sample];
}

/** Adds a check to the last failed ones if it failed. */
export const addFailure = (failures: readonly Sample[], sample: Sample): readonly Sample[] =>
	sample.category === null ? failures : [...failures.slice(1 - mostFailures), sample];
