import {parseArgsStringToArgv} from 'string-argv';

/**
 * Splits a command line into words: spaces separate, single and double quotes hold together, a backslash is a
 * backslash. No shell is involved. A word that begins with `~/` keeps it.
 */
export const splitCommand = (line: string): string[] => parseArgsStringToArgv(line);

/** True when a quote is opened and not closed. */
export function hasOpenQuote(line: string): boolean {
	let quote: string | null = null;
	for (const char of line) {
		if (quote) quote = char === quote ? null : quote;
		else if (char === '"' || char === "'") quote = char;
	}
	return quote !== null;
}
