import {randomBytes} from 'node:crypto';
import {chmod, link, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {askOwner, type Door, openDoor} from './door.ts';
import {socketFolder, socketNumbers, socketPath} from './socket-folder.ts';

/** Whether this process may write a store. A bound socket is the lock: it ends with its process, however that ends. */
export type Claim =
	| OwnedStore
	/** `pid` of the monitor that owns the store; null where it could not be asked, or the folder cannot be written. */
	| {readonly isOwner: false; readonly pid: number | null};

/** A store that is ours, with the door at which others learn so. */
export interface OwnedStore {
	readonly isOwner: true;
	readonly door: Door;
	/** Gives it up. Releasing twice does no harm. */
	release(): Promise<void>;
}

const nobody: Claim = {isOwner: false, pid: null};

/** Times that others may come first between our looking and our taking. */
const mostTries = 100;

/**
 * Claims a store's folder, which is made if need be.
 *
 * A socket that a killed monitor left behind cannot be removed safely: between asking and removing, its name may have
 * become somebody else's. So none is ever removed while it is the newest. Each owner takes the next number, as a hard
 * link, which only one can make and which appears with its socket already listening; whoever then finds a higher
 * number than its own came too late.
 */
export async function claimStore(store: string): Promise<Claim> {
	let door: Door | null = null;
	try {
		const folder = await socketFolder(store);
		for (let tries = 0; tries < mostTries; tries++) {
			const newest = Math.max(0, ...(await socketNumbers(folder)));
			const owner = newest > 0 ? await askOwner(socketPath(folder, newest)) : {isAlive: false, pid: null};
			if (owner.isAlive) {
				await door?.close();
				return {isOwner: false, pid: owner.pid};
			}
			door ??= await openDoorIn(folder);
			if (await take(door, folder, newest + 1)) return {isOwner: true, door, release: door.close};
		}
	} catch {
		// The folder cannot be written, or sockets cannot be made there.
	}
	await door?.close();
	return nobody;
}

async function openDoorIn(folder: string): Promise<Door> {
	const path = join(folder, `claim-${randomBytes(8).toString('hex')}.sock`);
	const door = await openDoor(path);
	await chmod(path, 0o600);
	return door;
}

/** Gives our socket that number; false where somebody else was faster. */
async function take(door: Door, folder: string, number: number): Promise<boolean> {
	try {
		await link(door.path, socketPath(folder, number));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
	const numbers = await socketNumbers(folder);
	const isNewest = numbers.every(other => other <= number);
	const useless = isNewest ? numbers.filter(other => other < number) : [number];
	const paths = useless.map(other => socketPath(folder, other));
	// What cannot be removed does no harm.
	for (const path of isNewest ? [...paths, door.path] : paths) await rm(path, {force: true}).catch(() => {});
	return isNewest;
}
