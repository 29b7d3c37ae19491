import {homedir} from 'node:os';
import type {Environment} from './interpolate.ts';

/** Puts the home folder in place of a leading `~`, as a shell does; `~name` stays as it is. */
export function expandHome(path: string, env: Environment): string {
	if (path !== '~' && !path.startsWith('~/')) return path;
	return (env.HOME || homedir()) + path.slice(1);
}
