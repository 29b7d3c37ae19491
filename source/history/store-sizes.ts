import {lstat} from 'node:fs/promises';
import {alertsPath, type FileKind, silencesPath} from './paths.ts';
import {findStoredServers, removeStoredServer, type StoredPart, type StoredServer} from './stored-servers.ts';

/** How much room a store takes, in bytes. */
export interface StoreSizes {
	readonly totalBytes: number;
	/** Of the whole fleet. */
	readonly alertsBytes: number;
	readonly silencesBytes: number;
	/** The largest first. */
	readonly servers: readonly ServerSizes[];
}

export interface ServerSizes {
	readonly server: string;
	/** When it was last part of the fleet, ms since the epoch. */
	readonly seenAt: number;
	readonly bytes: Readonly<Record<StoredPart['kind'], number>>;
	readonly totalBytes: number;
}

/** Measures a store; one that is not there is empty. Never rejects. */
export async function storeSizes(folder: string): Promise<StoreSizes> {
	const servers = (await findStoredServers(folder)).map(measure).sort((a, b) => b.totalBytes - a.totalBytes);
	const [alertsBytes = 0, silencesBytes = 0] = await Promise.all(
		[alertsPath(folder), silencesPath(folder)].map(sizeOf),
	);
	const totalBytes = servers.reduce((sum, one) => sum + one.totalBytes, alertsBytes + silencesBytes);
	return {totalBytes, alertsBytes, silencesBytes, servers};
}

export interface PruneOptions {
	/** Only servers that were last part of the fleet before this, ms since the epoch; null takes all. */
	readonly seenBefore: number | null;
	/** Only says what would be removed. */
	readonly isDryRun: boolean;
}

/**
 * Removes what is kept of servers other than these, and says what it removed. The store must be owned. Rejects where a
 * file cannot be removed.
 */
export async function pruneStore(
	folder: string,
	keepNames: readonly string[],
	{seenBefore, isDryRun}: PruneOptions,
): Promise<readonly ServerSizes[]> {
	const left = await findStoredServers(folder, keepNames);
	const going = left.filter(({seenAt}) => seenBefore === null || seenAt < seenBefore);
	if (!isDryRun) for (const stored of going) await removeStoredServer(stored);
	return going.map(measure);
}

function measure({server, seenAt, files}: StoredServer): ServerSizes {
	const bytes = {...nothing};
	for (const file of files) bytes[file.kind] += file.bytes;
	return {server, seenAt, bytes, totalBytes: files.reduce((sum, file) => sum + file.bytes, 0)};
}

const nothing: Record<FileKind | 'version-1' | 'aside', number> = {
	tail: 0,
	'roll-up': 0,
	incidents: 0,
	schema: 0,
	traffic: 0,
	'traffic-hours': 0,
	'version-1': 0,
	aside: 0,
};

const sizeOf = (path: string): Promise<number> =>
	lstat(path).then(
		({size}) => size,
		() => 0,
	);
