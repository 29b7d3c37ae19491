import {dirname, resolve} from 'node:path';
import {findStoragePath} from '../config/storage-path.ts';
import type {Outside} from './command.ts';
import {defaultStore, findConfigFile} from './config-fleet.ts';
import type {Flags} from './flags.ts';

/**
 * The folder of the history that a configuration leads to, even if the configuration cannot be used as it stands: a
 * monitor that runs can be asked and ended all the same.
 */
export async function findStore(flags: Flags, outside: Outside): Promise<string> {
	if (flags.discover) {
		const {findDiscoveredStore} = await import('./discovered-fleet.ts');
		return findDiscoveredStore(flags, outside);
	}
	const path = resolve(findConfigFile(flags, outside));
	return (await findStoragePath(path, outside.env)) ?? defaultStore(dirname(path), outside);
}
