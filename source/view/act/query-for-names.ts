/** A query that is true for exactly these servers: `name:redis-mcp | name:"two words"`. */
export const queryForNames = (names: readonly string[]): string =>
	names.map(name => `name:${quoted(name)}`).join(' | ');

/** A word of the query language, whatever is in it. */
export function quoted(word: string): string {
	// What stands between two colons reads as a comparison.
	const isPlain = /^[^\s|()"'!]+$/.test(word) && !/^(?:gte?|lte?|eq|ne):/.test(word);
	if (isPlain) return word;
	// Each kind of quote stands between those of the other kind.
	return word
		.split(/("+)/)
		.filter(part => part !== '')
		.map(part => (part.startsWith('"') ? `'${part}'` : `"${part}"`))
		.join('');
}
