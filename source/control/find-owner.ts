import {askOwner} from './door.ts';
import {newestSocket} from './socket-folder.ts';

/**
 * The process that owns a store, by what its socket says to anybody, whatever its version; `pid` is null where it does
 * not say. Null when nobody owns the store.
 */
export async function findOwner(store: string): Promise<{readonly pid: number | null} | null> {
	const path = await newestSocket(store);
	if (path === null) return null;
	const {isAlive, pid} = await askOwner(path);
	return isAlive ? {pid} : null;
}
