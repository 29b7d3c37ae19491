import {createGate} from './in-turn.ts';
import {createServerHistory} from './server-history.ts';
import {reasonOf, type StoreParts} from './stored-file.ts';
import {findStoredServers, removeStoredServer} from './stored-servers.ts';

/**
 * Tidies up after servers that have left the fleet: closes their incidents, and removes those that were last seen
 * before an instant (ms since the epoch; null removes none). Never rejects.
 */
export async function tidyLeft(
	names: readonly string[],
	seenBefore: number | null,
	parts: StoreParts & {readonly folder: string},
): Promise<void> {
	const gate = createGate(8);
	const left = await findStoredServers(parts.folder, names);
	await Promise.all(
		left.map(stored =>
			gate(async () => {
				if (seenBefore !== null && stored.seenAt < seenBefore) {
					await removeStoredServer(stored).catch(error => parts.problem.writeFailed(stored.path, reasonOf(error)));
					return;
				}
				const history = createServerHistory({...parts, server: stored.server, target: null, isLink: false});
				await history.read();
				history.leave();
				await history.write();
			}),
		),
	);
}
