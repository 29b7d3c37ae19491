/** Stands where something secret was. */
export const hidden = '***';

const names = 'token|secret|passw|pwd|api[-_]?key|access[-_]?key|private[-_]?key|auth|credential|cookie|session[-_]?id';
const secretName = new RegExp(names, 'i');

/** True for the name of a variable, an option or a header whose value is most likely secret. */
export const namesSecret = (name: string): boolean => secretName.test(name);

/**
 * A command's arguments without what is secret in them: after an option or in an assignment whose name says so, or
 * where the value itself shows it. Doing it twice is doing it once.
 */
export const hideInArguments = (args: readonly string[]): readonly string[] => args.map(hideInArgument);

/** A text without credentials, however they stand in it: assigned, in an address, or bare in a well-known form. */
export const hideInText = (text: string): string =>
	text
		.replace(assignment, `$1$2${hidden}`)
		.replace(option, `$1 ${hidden}`)
		.replace(scheme, `$1 ${hidden}`)
		.replace(slashedUserInfo, `$1${hidden}@`)
		.replace(userInfo, `$1${hidden}@`)
		.replace(query, '$1')
		.replace(wellKnown, hidden)
		.replace(longWord, word => (isRandom(word) ? hidden : word));

/** Scheme, host, port and path of an address; null for what is none. */
export function plainAddress(address: string): string | null {
	if (!URL.canParse(address)) return null;
	const {protocol, host, pathname} = new URL(address);
	return `${protocol}//${host}${hideInText(pathname)}`;
}

function hideInArgument(argument: string, index: number, all: readonly string[]): string {
	const before = all[index - 1] ?? '';
	if (/^-[^=]*$/.test(before) && namesSecret(before)) return hidden;
	const [, name = '', sign = ''] = /^(-{0,2}[\w.-]+)(=|:\s*)/.exec(argument) ?? [];
	return namesSecret(name) ? `${name}${sign}${hidden}` : hideInText(argument);
}

// Every repetition is bounded or begins at the edge of a word, so that long texts take no more than linear time.
const value = `(?:(?:bearer|basic)\\s+)?(?:"[^"]*"?|'[^']*'?|\\S+)`;
const nameAhead = `(?=[\\w.-]{0,200}?(?:${names}))`;
const assignment = new RegExp(`(?<![\\w.-])${nameAhead}([\\w.-]{1,200})(["']?\\s{0,3}[=:]\\s{0,3})${value}`, 'gi');
const option = new RegExp(`(?<![\\w-])${nameAhead}(--?[\\w-]{1,200})\\s+${value}`, 'gi');
const scheme = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
const userInfo = /(\b[a-z][a-z\d+.-]{0,30}:\/\/)[^/\s"']{0,2000}@/gi;
/** A password with a slash in it: what stands before the slash would be no port. */
const slashedUserInfo = /(\b[a-z][a-z\d+.-]{0,30}:\/\/)[^\s/:@"']{0,200}:(?!\d+\/)[^\s"']{0,2000}@/gi;
const query = /(\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s?#]{0,4000})[?#]\S*/gi;
/** How the tokens of well-known services begin. */
const wellKnown =
	/\b(?:sk-|[sr]k_(?:live|test)_|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|A[KS]IA|AIza|hf_|npm_(?=\w{30})|eyJ|ntn_|lin_api_)[\w.-]{8,}/g;
const longWord = /(?<![\w+=-])[\w+=-]{20,}/g;

/** Keys and identifiers made by chance go between letters and digits often; what people name things does not. */
const isRandom = (word: string): boolean => (word.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= 5;
