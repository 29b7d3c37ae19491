/** Steps from the top of a config to a value: keys and list indexes. */
export type Path = readonly (string | number)[];

/** A place in a text. Both count from 1. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** Something wrong at a path; it becomes a mistake once its place is known. */
export interface Finding {
	readonly path: Path;
	/** Follows the path in a sentence: "must be true or false". */
	readonly message: string;
	readonly hint?: string;
}

/** One thing to mend in a config file. Never holds a value of the file, for that may be a secret. */
export interface Mistake extends Position {
	/** As the caller named it. */
	readonly file: string;
	/** `servers[1].url`; empty for the file as a whole. */
	readonly path: string;
	readonly message: string;
	readonly hint?: string;
}

/** `.langsight.yaml:7  servers[1].url must be an http:// or https:// address`. */
export function formatMistake({file, line, path, message, hint}: Mistake): string {
	const sentence = [path, message].filter(Boolean).join(' ');
	return `${file}:${line}  ${sentence}${hint ? ` (${hint})` : ''}`;
}

/** Writes a path as a person would: `servers[1].env["a b"]`. Safe to print whatever the keys are. */
export function formatPath(path: Path): string {
	const text = path.map(step => (typeof step === 'number' ? `[${step}]` : formatKey(step))).join('');
	return text.startsWith('.') ? text.slice(1) : text;
}

const shownKeyLength = 40;

/** Letters, digits, `_` and `-` stand as they are; anything else is quoted, escaped and cut. */
function formatKey(key: string): string {
	if (/^[\w-]{1,64}$/.test(key)) return `.${key}`;
	const shown = key.length > shownKeyLength ? `${key.slice(0, shownKeyLength)}…` : key;
	return `[${escapeText(JSON.stringify(shown))}]`;
}

/** Replaces what could steer a terminal or hide text by its code. */
export const escapeText = (text: string): string =>
	text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, char => `\\u{${char.codePointAt(0)!.toString(16)}}`);

/** By place, and within one place by path. */
export const compareMistakes = (a: Mistake, b: Mistake): number =>
	a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
