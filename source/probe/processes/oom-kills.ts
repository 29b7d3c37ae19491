import {readFileSync} from 'node:fs';
import {readPage} from './read-process.ts';

/** How many processes the kernel has killed for want of memory. */
interface Counts {
	/** On the whole machine; null where it does not say. */
	readonly machine: number | null;
	/** In control groups, by the file that counts them. */
	readonly groups: Map<string, number>;
}

/** Compares the kernel's counts of kills with those of the look before. */
export function createOomWatch(procRoot: string, groupRoot: string) {
	let before: Counts = {machine: null, groups: new Map()};
	let now = before;

	return {
		/** To be called before each look, so that no kill falls between two of them. */
		count(groupFiles: Iterable<string | null>): void {
			before = now;
			now = {machine: countIn(`${procRoot}/vmstat`), groups: new Map()};
			for (const file of groupFiles) if (file !== null) note(now, file);
		},
		/** The file that counts for a process's control group, or null; it is counted from now on. */
		fileOf(pid: number): string | null {
			const file = findGroupFile(procRoot, groupRoot, pid);
			if (file !== null) note(now, file);
			return file;
		},
		/** Kills since the look before: in a control group where it counts its own, else on the machine. */
		killsIn(file: string | null): number {
			const first = before.groups.get(file ?? '');
			const last = file === null ? null : countIn(file);
			if (first !== undefined && last !== null) return Math.max(0, last - first);
			const machine = countIn(`${procRoot}/vmstat`);
			return machine === null || before.machine === null ? 0 : Math.max(0, machine - before.machine);
		},
	};
}

function note({groups}: Counts, file: string): void {
	const count = groups.has(file) ? null : countIn(file);
	if (count !== null) groups.set(file, count);
}

/**
 * The file that counts the kills of a process's control group: `memory.events` (cgroups(7), version 2) or
 * `memory.oom_control` (version 1). Null for the group of all, which has none.
 */
function findGroupFile(procRoot: string, groupRoot: string, pid: number): string | null {
	const lines = (readPage(`${procRoot}/${pid}/cgroup`) ?? '').split('\n');
	const old = pathOf(lines.find(line => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:/.test(line)));
	if (old !== null) return `${groupRoot}/memory${old}/memory.oom_control`;
	const path = pathOf(lines.find(line => line.startsWith('0::')));
	return path === null ? null : `${groupRoot}${path}/memory.events`;
}

/** A group outside of our own view of them is told as a path upwards. */
function pathOf(line: string | undefined): string | null {
	const path = line?.replace(/^\d+:[^:]*:/, '') ?? '/';
	return path === '/' || !path.startsWith('/') || path.includes('/..') ? null : path;
}

function countIn(file: string): number | null {
	try {
		const [, count] = /^oom_kill (\d+)$/m.exec(readFileSync(file, 'latin1')) ?? [];
		return count === undefined ? null : Number(count);
	} catch {
		return null;
	}
}
