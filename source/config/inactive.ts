import {formatPath, type Path} from './mistake.ts';
import type {Config} from './parse-config.ts';
import {valueAt} from './word-issues.ts';

/** Something in a valid config that its writer should know. */
export interface Note {
	/** As in a mistake. */
	readonly path: string;
	readonly line: number;
	/** Follows the path in a sentence. */
	readonly message: string;
}

const untouched = 'is not used yet';

/** Keys that this version understands and does not act on, with what that means. `*` is any entry. */
const inactive: readonly (readonly [pattern: string, message: string])[] = [
	['otlp', `${untouched}: no traces are received`],
	['agents', `${untouched}: name a server's agents in its used_by`],
];

/** Says of each key that has no effect in this version where it stands and what happens instead, by line. */
export function inactiveKeys(config: Config): Note[] {
	const {data} = config;
	return inactive
		.flatMap(([pattern, message]) => expand(data, pattern.split('.')).map(path => noteAt(config, path, message)))
		.sort((a, b) => a.line - b.line);
}

/** A note with its place. */
export const noteAt = (config: Config, path: Path, message: string): Note => ({
	path: formatPath(path),
	line: config.positionOf(path).line,
	message,
});

/** The paths of a pattern that are in the data. */
function expand(data: unknown, pattern: readonly string[]): Path[] {
	let paths: Path[] = [[]];
	for (const step of pattern) {
		paths = paths.flatMap(path => {
			const value = valueAt(data, path);
			if (step === '*') return Array.isArray(value) ? value.map((_item, index) => [...path, index]) : [];
			return [[...path, step]];
		});
	}
	return paths.filter(path => {
		const value = valueAt(data, path);
		return value !== undefined && !(Array.isArray(value) && value.length === 0);
	});
}
