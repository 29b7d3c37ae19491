import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {killGroup} from './process-kill.ts';
import {readPlace, readProcess} from './process-table.ts';

/** Every process group that this process has started and that may still run. */
export interface Ledger {
	/** Notes a group; its leader must be running. */
	add(pgid: number, command: string): void;
	remove(pgid: number): void;
	/** Kills all of them at once and without waiting. Also happens by itself when this process exits. */
	killAllGroups(): void;
	/** Why the groups could not be written down, or null. */
	readonly problem: string | null;
}

/** What is written down, for whoever has to clean up after a monitor that was killed. */
export interface LedgerFile {
	readonly version: 1;
	readonly pid: number;
	readonly startTime: number | null;
	readonly place: string | null;
	readonly children: readonly {readonly pgid: number; readonly startTime: number | null; readonly command: string}[];
}

/**
 * @param folder where `PID.json` is kept (folder 0700, file 0600) for as long as there are groups; null keeps them in
 * memory only.
 */
export function createLedger(folder: string | null): Ledger {
	const children = new Map<number, LedgerFile['children'][number]>();
	const self = {pid: process.pid, startTime: readProcess('self')?.startTime ?? null, place: readPlace()};
	let problem: string | null = null;

	function killAllGroups(): void {
		for (const pgid of children.keys()) killGroup(pgid, 'SIGKILL');
		children.clear();
		write();
	}

	function write(): void {
		if (folder === null) return;
		try {
			const file: LedgerFile = {version: 1, ...self, children: [...children.values()]};
			writeLedger(folder, file);
			problem = null;
		} catch (error) {
			problem = `started processes cannot be written down: ${error instanceof Error ? error.message : String(error)}`;
		}
	}

	return {
		add(pgid, command) {
			if (children.size === 0) process.on('exit', killAllGroups);
			children.set(pgid, {pgid, startTime: readProcess(pgid)?.startTime ?? null, command});
			write();
		},
		remove(pgid) {
			if (!children.delete(pgid)) return;
			if (children.size === 0) process.off('exit', killAllGroups);
			write();
		},
		killAllGroups,
		get problem() {
			return problem;
		},
	};
}

function writeLedger(folder: string, file: LedgerFile): void {
	const path = join(folder, `${file.pid}.json`);
	if (file.children.length === 0) {
		rmSync(path, {force: true});
		return;
	}
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const temporary = `${path}.tmp`;
	writeFileSync(temporary, JSON.stringify(file), {mode: 0o600});
	renameSync(temporary, path);
}
