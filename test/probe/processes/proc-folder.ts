import {execFileSync} from 'node:child_process';
import {closeSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {onTestFinished} from 'vitest';
import {temporaryFolder} from '../stdio-fixture.ts';

/** What of a process differs from that of a plain one. */
export interface Made {
	readonly parent?: number;
	readonly comm?: string;
	/** Null: its arguments may not be read. */
	readonly argv?: readonly string[] | null;
	readonly state?: string;
	readonly flags?: number;
	readonly cpuTicks?: number;
	/** Clock ticks since boot. */
	readonly startTime?: number;
	/** Where its stack lies; 0 where that may not be known. */
	readonly stack?: number;
	/** 0 for a process without such a figure. */
	readonly rssKilobytes?: number;
	readonly cwd?: string;
	readonly cgroup?: string;
	/** Put in place of the whole of `stat`. */
	readonly stat?: string;
}

/** A folder in the form of /proc, in a machine that has been up for 1,000 seconds. */
export function createProcFolder() {
	const root = temporaryFolder();
	const proc = join(root, 'proc');
	const cgroups = join(root, 'cgroup');
	mkdirSync(proc);
	const write = (path: string, text: string): void => {
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, text);
	};
	const setUptime = (seconds: number): void => write(join(proc, 'uptime'), `${seconds.toFixed(2)} 1.00\n`);
	setUptime(1000);

	return {
		proc,
		cgroups,
		setUptime,
		/** Makes a process, or another one of the same pid. */
		put(pid: number, made: Made = {}): void {
			const folder = join(proc, String(pid));
			rmSync(folder, {recursive: true, force: true});
			write(join(folder, 'stat'), made.stat ?? statOf(pid, made));
			if (made.argv !== null)
				write(join(folder, 'cmdline'), (made.argv ?? ['sleep']).map(word => `${word}\0`).join(''));
			if (made.rssKilobytes !== 0)
				write(join(folder, 'status'), `Name:\tx\\nVmRSS: 1 kB\nVmRSS:\t  ${made.rssKilobytes ?? 2048} kB\n`);
			if (made.cgroup !== undefined) write(join(folder, 'cgroup'), made.cgroup);
			if (made.cwd !== undefined) symlinkSync(made.cwd, join(folder, 'cwd'));
		},
		remove: (pid: number): void => rmSync(join(proc, String(pid)), {recursive: true, force: true}),
		setMachineKills: (count: number): void => write(join(proc, 'vmstat'), `pgfault 7\noom_kill ${count}\nswpin 0\n`),
		setGroupKills: (path: string, count: number): void =>
			write(join(cgroups, path), `oom_kill_disable 0\noom 9\noom_kill ${count}\n`),
		/** Makes the arguments of a process hang whoever reads them, until they are let go. */
		hang(pid: number): () => void {
			const path = join(proc, String(pid), 'cmdline');
			rmSync(path, {force: true});
			execFileSync('mkfifo', [path]);
			const release = (): void => closeSync(openSync(path, 'r+'));
			onTestFinished(release);
			return release;
		},
	};
}

function statOf(pid: number, made: Made): string {
	const {parent = 1, comm = 'sleep', state = 'S', flags = 0, cpuTicks = 0, startTime = 100, stack = 140_000} = made;
	const fields: (string | number)[] = Array.from({length: 50}, () => 0);
	fields[0] = state;
	fields[1] = parent;
	fields[6] = flags;
	fields[11] = cpuTicks;
	fields[19] = startTime;
	fields[25] = stack;
	fields[45] = stack;
	return `${pid} (${comm}) ${fields.join(' ')}\n`;
}
