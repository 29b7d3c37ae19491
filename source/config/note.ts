import {formatPath, type Path} from './mistake.ts';
import type {Config} from './parse-config.ts';

/** Something in a valid config that its writer should know. */
export interface Note {
	/** As in a mistake. */
	readonly path: string;
	readonly line: number;
	/** Follows the path in a sentence. */
	readonly message: string;
}

/** A note with its place. */
export const noteAt = (config: Config, path: Path, message: string): Note => ({
	path: formatPath(path),
	line: config.positionOf(path).line,
	message,
});
