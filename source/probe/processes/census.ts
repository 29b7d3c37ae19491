import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../../domain/ports.ts';
import {
	listPids,
	readArguments,
	readFolder,
	readStat,
	readUptimeSeconds,
	type Stat,
	ticksPerSecond,
} from './read-process.ts';

/** A process at one look, and what was made of its command line. */
export interface Sighting<T> {
	readonly pid: number;
	/** Pid and start time: its name for good. */
	readonly key: string;
	readonly stat: Stat;
	readonly verdict: T;
}

export type Table<T> = ReadonlyMap<number, Sighting<T>>;

/** What a command line is judged by. */
export interface CommandLine {
	readonly argv: readonly string[];
	readonly comm: string;
	/** Looked up when it is asked for. */
	readonly cwd: string | null;
}

interface Entry<T> extends Sighting<T> {
	readonly isRead: boolean;
}

/** Processes whose arguments do not come within this time are taken for nobody's. */
const readDeadlineMs = 1000;
/** Each read that does not come back holds a thread of a pool that all files share. */
const mostStuckReads = 2;
/** Where an exec cannot be seen, arguments are read again until it must have happened. */
const youngSeconds = 5;
/** Processes that are looked at before others of our work may go on. */
const atOnce = 500;

/**
 * Counts all processes, and reads the command lines of those that are new or that run another program than before.
 * @param judge is given the verdict of before when it is still the same program, which has only changed its title.
 */
export function createCensus<T>(root: string, clock: Clock, judge: (line: CommandLine, before: T | null) => T) {
	let table = new Map<number, Entry<T>>();
	/** Processes whose arguments came too late, and so can be read again. */
	const unstuck = new Set<number>();
	let stuckReads = 0;

	async function readBounded(pid: number): Promise<readonly string[] | null> {
		let cancel = (): void => {};
		const deadline = new Promise<'late'>(resolve => {
			cancel = clock.after(readDeadlineMs, () => resolve('late'));
		});
		const read = readArguments(root, pid);
		const first = await Promise.race([read, deadline]);
		cancel();
		if (first !== 'late') return first;
		stuckReads++;
		void read.then(() => {
			stuckReads--;
			unstuck.add(pid);
		});
		return null;
	}

	/** What is known of a process, as long as it holds. */
	function recall(before: Entry<T>, stat: Stat, uptimeSeconds: number | null): Entry<T> | null {
		// What ends has neither arguments nor an image any more.
		if (stat.isEnding) return {...before, stat};
		if (!before.isRead || unstuck.has(before.pid)) return null;
		if (stat.image === '' && isYoung(stat, uptimeSeconds)) return null;
		// Most processes have done nothing since.
		if (before.stat === stat) return before;
		const hasChanged = before.stat.image !== stat.image || before.stat.comm !== stat.comm;
		return hasChanged ? null : {...before, stat};
	}

	async function meet(pid: number, stat: Stat, before: Entry<T> | undefined): Promise<Entry<T>> {
		const isRead = stuckReads < mostStuckReads;
		if (isRead) unstuck.delete(pid);
		const argv = isRead && !stat.isEnding ? ((await readBounded(pid)) ?? []) : [];
		const line = {
			argv,
			comm: stat.comm,
			get cwd() {
				return readFolder(root, pid);
			},
		};
		const isSameProgram = stat.image !== '' && before?.stat.image === stat.image;
		const verdict = judge(line, isSameProgram ? before.verdict : null);
		return {pid, key: `${pid} ${stat.startTime}`, stat, verdict, isRead};
	}

	return {
		/** Not to be called twice at a time. */
		async take(): Promise<Table<T>> {
			const uptimeSeconds = readUptimeSeconds(root);
			const next = new Map<number, Entry<T>>();
			let looked = 0;
			for (const pid of listPids(root)) {
				const known = table.get(pid);
				const stat = readStat(root, pid, known?.stat);
				if (stat === null) continue;
				const before = known?.stat.startTime === stat.startTime ? known : undefined;
				const entry = before && recall(before, stat, uptimeSeconds);
				next.set(pid, entry ?? (await meet(pid, stat, before)));
				if (++looked % atOnce === 0) await setImmediate();
			}
			table = next;
			return next;
		},
	};
}

const isYoung = (stat: Stat, uptimeSeconds: number | null): boolean =>
	uptimeSeconds !== null && uptimeSeconds - stat.startTime / ticksPerSecond < youngSeconds;
