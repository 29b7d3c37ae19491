import {plainText} from '../domain/plain-text.ts';

const longestName = 64;
const longestReason = 300;
const longestLine = 200;
const longestList = 5;

/** Who asked for something, fit to be kept and shown: whatever process may write to the monitor's socket can say it. */
export const toWho = (by: string): string => plainText(by, longestName) || 'somebody';

/** Why, in the same way; null where nothing was said. */
export const toReason = (reason: string | null): string | null => (reason && plainText(reason, longestReason)) || null;

/** Words of an action that come back in its answer. */
export const toLine = (text: string): string => plainText(text, longestLine);

/** "a, b, c, d and 8 more" */
export function listNames(names: readonly string[]): string {
	const shown = names.slice(0, longestList).map(name => plainText(name, longestName));
	const more = names.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
