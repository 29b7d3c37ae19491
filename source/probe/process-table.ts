import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** One process, from `/proc/PID/stat` (proc_pid_stat(5)). */
export interface ProcessFacts {
	readonly pid: number;
	/** One letter, `Z` for a zombie. */
	readonly state: string;
	readonly group: number;
	readonly session: number;
	/** Clock ticks since boot; with the pid it names a process for good. */
	readonly startTime: number;
	/** CPU time of all its threads so far, in clock ticks. */
	readonly cpuTicks: number;
}

/** Looks one process up; null when it is gone or this system has no /proc. */
export function readProcess(pid: number | 'self'): ProcessFacts | null {
	const text = readText(`/proc/${pid}/stat`);
	if (text === null) return null;
	// The name in parentheses may itself hold spaces and parentheses.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const [state = ''] = fields;
	const [group = 0, session = 0, user = 0, system = 0, startTime = 0] = [2, 3, 11, 12, 19].map(at =>
		Number(fields[at]),
	);
	return {pid: Number.parseInt(text, 10), state, group, session, startTime, cpuTicks: user + system};
}

/** Members of a process group that still run. */
export const readGroup = (group: number): readonly ProcessFacts[] =>
	readPids()
		.map(readProcess)
		.filter(facts => facts !== null)
		.filter(facts => facts.group === group && facts.state !== 'Z');

/** Names this boot and this PID namespace: pids and start times mean nothing outside of them. */
export function readPlace(): string | null {
	const boot = readText('/proc/sys/kernel/random/boot_id');
	try {
		return boot === null ? null : `${boot.trim()} ${readlinkSync('/proc/self/ns/pid')}`;
	} catch {
		return null;
	}
}

/** How many processes the kernel has killed for want of memory since boot; null where it does not say. */
export function countOomKills(): number | null {
	const count = readText('/proc/vmstat')?.match(/^oom_kill (\d+)$/m)?.[1];
	return count === undefined ? null : Number(count);
}

function readPids(): number[] {
	try {
		return readdirSync('/proc')
			.filter(name => /^\d+$/.test(name))
			.map(Number);
	} catch {
		return [];
	}
}

function readText(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}
