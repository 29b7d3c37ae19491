import {dirname, resolve} from 'node:path';
import {expandHome} from './expand-home.ts';
import {type Environment, interpolate} from './interpolate.ts';
import {readConfigFile} from './read-config-file.ts';
import {readYaml} from './read-yaml.ts';
import {valueAt} from './word-issues.ts';

/**
 * The absolute folder that a configuration names for its history, whatever else is wrong with it; null where it names
 * none, or cannot be read at all. Never rejects.
 */
export async function findStoragePath(path: string, env: Environment): Promise<string | null> {
	const text = await readConfigFile(resolve(path)).catch(() => null);
	const written = text === null ? undefined : valueAt(readYaml(text).value, ['storage', 'path']);
	if (typeof written !== 'string' || written === '') return null;
	const missing = new Set<string>();
	const folder = interpolate(written, env, missing);
	return missing.size > 0 ? null : resolve(dirname(resolve(path)), expandHome(folder, env));
}
