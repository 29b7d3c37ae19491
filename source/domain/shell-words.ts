/** A plain word, a quoted part without substitutions, or an escaped character. */
const part = /[^\s'"\\;&|<>()`$*?[\]{}~#!]+|'[^']*'|"(?:[^"\\$`]|\\[\s\S])*"|\\[\s\S]/y;
const gap = /[ \t]*/y;

/**
 * The words of a shell's command line; null where it is more than one plain command, for then only a shell can tell
 * what it runs. Rules as POSIX has them (Shell Command Language, 2.2 Quoting).
 */
export function splitShellWords(text: string): readonly string[] | null {
	const line = text.trim();
	const words: string[] = [];
	let at = 0;
	while (at < line.length) {
		at = endOf(gap, line, at) ?? at;
		if (at >= line.length) break;
		let word = '';
		while (at < line.length && !/[ \t]/.test(line[at] ?? '')) {
			const end = endOf(part, line, at);
			if (end === null) return null;
			word += unquote(line.slice(at, end));
			at = end;
		}
		words.push(word);
	}
	return words;
}

function endOf(pattern: RegExp, line: string, at: number): number | null {
	pattern.lastIndex = at;
	return pattern.test(line) ? pattern.lastIndex : null;
}

function unquote(text: string): string {
	if (text.startsWith("'")) return text.slice(1, -1);
	if (text.startsWith('"')) return text.slice(1, -1).replaceAll(/\\(["\\$`\n])/g, '$1');
	return text.startsWith('\\') ? text.slice(1) : text;
}
