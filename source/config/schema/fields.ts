import * as z from 'zod';
import {hasReference, isVariableName} from '../interpolate.ts';

/** Text of at least one character. */
export const text = (maxLength = 4096, words = 'must be text') =>
	z.string(words).min(1, 'must not be empty').max(maxLength, `must be at most ${maxLength} characters`);

export const flag = z.boolean('must be true or false');

export const seconds = (min: number, max: number) =>
	z
		.number('must be a number of seconds')
		.min(min, `must be at least ${min} ${min === 1 ? 'second' : 'seconds'}`)
		.max(max, `must be at most ${max} seconds`);

export const milliseconds = z
	.number('must be a number of milliseconds')
	.min(1, 'must be at least 1 ms')
	.max(3_600_000, 'must be at most 3600000 ms, which is an hour');

export const count = (min: number, max: number) =>
	z
		.number('must be a whole number')
		.int('must be a whole number')
		.min(min, `must be at least ${min}`)
		.max(max, `must be at most ${max}`);

export const port = z
	.number('must be a port number')
	.int('must be a whole port number')
	.min(1, 'must be at least 1')
	.max(65_535, 'must be at most 65535');

/** True for an address over HTTP, whatever it holds beside the host. */
export const isHttpUrl = (value: string): boolean =>
	URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && /^https?:\/\//i.test(value);

/** True for an address that can be fetched as it stands. */
export const isAddress = (value: string): boolean =>
	isHttpUrl(value) && !new URL(value).username && !new URL(value).password;

export const addressWords = 'must be an http:// or https:// address';

/** An address; one with a variable in it is judged when the variable is known. */
export const address = text(2048, addressWords)
	.refine(value => hasReference(value) || isHttpUrl(value), addressWords)
	.refine(
		value => hasReference(value) || !isHttpUrl(value) || isAddress(value),
		'must not hold a user name or password: they belong under auth or headers',
	);

/** The address of a proxy, with a user name and a password if it wants them, or `none`. */
export const proxyAddress = text(2048, 'must be none, or an http:// or https:// address').refine(
	value => value === 'none' || hasReference(value) || isHttpUrl(value),
	'must be none, or an http:// or https:// address',
);

/** An address, or the name of the `LANGSIGHT_…` variable that holds it. */
export const channelAddress = text(2048, addressWords).refine(
	value => isVariableName(value) || hasReference(value) || isHttpUrl(value),
	`${addressWords}, or the name of a LANGSIGHT_… variable`,
);

/** A regular expression; one with a variable in it is judged when it is used. */
export const pattern = text().refine(
	value => hasReference(value) || isPattern(value),
	'must be a regular expression, as JavaScript has them',
);

function isPattern(value: string): boolean {
	try {
		return new RegExp(value) instanceof RegExp;
	} catch {
		return false;
	}
}

/**
 * A share in percent: `2%`, `0.1%`; as a number only below 1, where it is no question that 0.02 means 2%: 2 could be
 * meant as 2 % or as 200 %.
 */
export const percent = z.preprocess(
	value => (typeof value === 'number' && value >= 0 && value < 1 ? `${Number((value * 100).toFixed(4))}%` : value),
	z
		.string('must be a percentage such as 2%')
		.regex(/^(100|\d{1,2}(\.\d{1,4})?)%$/, 'must be a percentage from 0% to 100%, such as 2%'),
);

export const duration = z
	.string('must be a duration such as 30s, 15m, 4h or 1d')
	.regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a duration such as 30s, 15m, 4h or 1d');

export const list = <T extends z.ZodType>(item: T, words: string, maxLength = 1000) =>
	z.array(item, words).max(maxLength, `must have at most ${maxLength} entries`);

export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
	z.enum(words, `must be ${joinWords(words)}`);

const joinWords = (words: readonly string[]): string =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** A group of known keys. */
export const section = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, 'must be a group of keys');

/** HTTP headers. Names as RFC 9110 §5.1 has them. */
export const headers = z.record(
	z.string().regex(/^[!#$%&'*+.^_`|~\w-]{1,128}$/, 'is not a name that a header can have'),
	z.string('must be text').max(8192, 'must be at most 8192 characters'),
	'must be a group of header names and values',
);

export const environment = z.record(
	z.string().regex(/^[^=\s]{1,256}$/, 'is not a name that a variable can have'),
	z.string('must be text').max(32_768, 'must be at most 32768 characters'),
	'must be a group of variable names and values',
);

/** A word, or `key:value`. */
export const tag = text(64).regex(/^[^\s,|!"']+$/, 'must be one word, or key:value');

/** A command line as text, or program and arguments as a list. */
export const command = z.union(
	[text(), z.array(z.string().max(32_768)).min(1).max(1000)],
	'must be a command line, or a list of a program and its arguments, all text',
);
