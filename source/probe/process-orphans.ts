import {lstatSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import * as z from 'zod';
import {killGroup} from './process-kill.ts';
import type {LedgerFile} from './process-ledger.ts';
import {readGroup, readPlace, readProcess} from './process-table.ts';

const longestFileBytes = 1024 * 1024;

const ledgerFile = z.object({
	version: z.literal(1),
	pid: z.int().min(1),
	startTime: z.int().nullable(),
	place: z.string().nullable(),
	children: z.array(z.object({pgid: z.int().min(2), startTime: z.int().nullable(), command: z.string()})),
});

/**
 * Kills what monitors that are no longer alive have left running, by the ledgers in `folder`. A group is only touched if
 * start times prove that it is the recorded one. Resolves to the number of groups killed; never rejects.
 */
export async function reapOrphans(folder: string): Promise<number> {
	const place = readPlace();
	let killed = 0;
	for (const path of ledgersIn(folder)) {
		const ledger = readLedger(path);
		if (ledger === null ? isAlive(path) : isMonitorAlive(ledger, place)) continue;
		if (ledger !== null && ledger.place === place) {
			const orphans = ledger.children.filter(isStillRunning);
			for (const {pgid} of orphans) killGroup(pgid, 'SIGKILL');
			killed += orphans.length;
		}
		remove(path);
	}
	return killed;
}

function ledgersIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter(name => /^\d+\.json(\.tmp)?$/.test(name))
			.map(name => join(folder, name));
	} catch {
		return [];
	}
}

function remove(path: string): void {
	try {
		rmSync(path, {force: true});
	} catch {
		// Somebody else's, or a read-only store: it can wait for the next start.
	}
}

/** Null for what cannot be one of our ledgers: broken, too long, or writable by somebody else. */
function readLedger(path: string): LedgerFile | null {
	try {
		const {mode, uid, size} = lstatSync(path);
		const isOurs = uid === process.getuid?.() && (mode & 0o022) === 0;
		if (!isOurs || size > longestFileBytes) return null;
		return ledgerFile.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		return null;
	}
}

/** For a file that says nothing: by its name. It may be in the middle of being written. */
const isAlive = (path: string): boolean => readProcess(Number.parseInt(basename(path), 10)) !== null;

const isMonitorAlive = ({pid, startTime, place}: LedgerFile, here: string | null): boolean =>
	place === here && startTime !== null && readProcess(pid)?.startTime === startTime;

/**
 * The leader is the one recorded; or it is gone, and others of its group, which the system gives to nobody else as long
 * as one of them lives, are younger than it.
 */
function isStillRunning({pgid, startTime}: LedgerFile['children'][number]): boolean {
	if (startTime === null) return false;
	const leader = readProcess(pgid);
	if (leader !== null && leader.state !== 'Z') return leader.startTime === startTime && leader.group === pgid;
	return readGroup(pgid).some(member => member.session === pgid && member.startTime >= startTime);
}
