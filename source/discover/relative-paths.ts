/** True where the words of a command mean another thing in another folder, as far as one can tell from them. */
export const hasRelativePath = (words: readonly string[]): boolean => words.some(isRelativePath);

const isRelativePath = (word: string): boolean =>
	/^\.{1,2}(?:[\\/]|$)/.test(word) ||
	(fileEnding.test(word) && !/^(?:[\\/~@-]|\$\{|[A-Za-z]:[\\/]|[a-z][a-z\d+.-]*:)/.test(word));

/** Of programs and their settings. */
const fileEnding = /^[\w./\\ -]+\.(?:[cm]?[jt]s|py|rb|php|pl|sh|jar|exe|json|ya?ml|toml)$/i;
