import {relative, resolve} from 'node:path';
import {UserError} from '../domain/errors.ts';
import {expandHome} from './expand-home.ts';
import type {Environment} from './interpolate.ts';
import {formatMistake} from './mistake.ts';
import {type Config, type Parsed, parseConfig} from './parse-config.ts';
import {readConfigFile} from './read-config-file.ts';

/** Reads and checks a config. Throws a `UserError`: for mistakes in it, with one line of `details` each. */
export async function loadConfig(path: string, env: Environment): Promise<Config> {
	const parsed = await inspectConfig(path, env);
	if ('config' in parsed) return parsed.config;
	const {mistakes} = parsed;
	const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
	throw new UserError(`${mistakes[0]?.file ?? path} has ${count}`, undefined, mistakes.map(formatMistake));
}

/** Reads a config, and gives its mistakes as values. Throws a `UserError` when the file cannot be read at all. */
export async function inspectConfig(path: string, env: Environment): Promise<Parsed> {
	const absolute = resolve(expandHome(path, env));
	return parseConfig(await readConfigFile(absolute), shorten(absolute));
}

/** Relative to here where that is shorter, so that an editor finds the file from a line of output. */
function shorten(path: string): string {
	const near = relative(process.cwd(), path);
	return near === '' || near.startsWith('..') ? path : near;
}
