import {closeSync, opendirSync, openSync, readlinkSync, readSync} from 'node:fs';
import {open} from 'node:fs/promises';

/** What `/proc/PID/stat` says of a process (proc_pid_stat(5)), as far as it is needed here. */
export interface Stat {
	/** As the process calls itself: foreign text, at most 15 bytes unless it is the kernel's. */
	readonly comm: string;
	readonly parentPid: number;
	/** A zombie, or on its way to become one. */
	readonly isEnding: boolean;
	readonly cpuTicks: number;
	/** Clock ticks since boot; with the pid it names a process for good. */
	readonly startTime: number;
	/** Where its arguments and stack lie: another place after each exec, empty where it may not be known. */
	readonly image: string;
	/** All of it, as it was read. */
	readonly text: string;
}

/** Clock ticks a second in /proc, which Linux has fixed for programs (USER_HZ). */
export const ticksPerSecond = 100;

/** Far more than one machine runs; what comes after is not looked at. */
const mostProcesses = 50_000;
const mostArgumentBytes = 64 * 1024;

/** Flag of a process that has begun to exit: giving back much memory takes it a while. */
const exiting = 0x4;

const page = Buffer.allocUnsafe(16 * 1024);

/** Pids of all processes; none where there is no such folder. */
export function listPids(root: string): number[] {
	const pids: number[] = [];
	try {
		const folder = opendirSync(root, {bufferSize: 1024});
		try {
			for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
				if (isPid(entry.name) && pids.push(Number(entry.name)) >= mostProcesses) break;
			}
		} finally {
			folder.closeSync();
		}
	} catch {}
	return pids;
}

const isPid = (name: string): boolean => {
	const first = name.charCodeAt(0);
	return first >= 0x31 && first <= 0x39 && /^\d{1,10}$/.test(name);
};

/**
 * Null when it is gone, or may not be looked at.
 * @param before comes back when nothing has changed.
 */
export function readStat(root: string, pid: number, before?: Stat): Stat | null {
	const text = readPage(`${root}/${pid}/stat`);
	if (text === null) return null;
	if (before?.text === text) return before;
	// The name in parentheses may itself hold spaces, parentheses and line breaks.
	const end = text.lastIndexOf(')');
	if (end === -1) return null;
	const fields = text.slice(end + 2).split(' ');
	const number = (at: number): number => Number(fields[at] ?? 0);
	const [state = ''] = fields;
	return {
		comm: text.slice(text.indexOf('(') + 1, end),
		parentPid: number(1),
		isEnding: state === 'Z' || state === 'X' || state === 'x' || (number(6) & exiting) !== 0,
		cpuTicks: number(11) + number(12),
		startTime: number(19),
		image: number(45) === 0 ? '' : `${fields[25]} ${fields[45]}`,
		text,
	};
}

/** The first 16 KiB of a file that the kernel makes; null when it cannot be read. */
export function readPage(path: string): string | null {
	let file: number | null = null;
	try {
		file = openSync(path, 'r');
		return page.toString('latin1', 0, readSync(file, page, 0, page.length, 0));
	} catch {
		return null;
	} finally {
		if (file !== null) closeSync(file);
	}
}

/**
 * The arguments of a process, at most 64 KiB of them; null when they may not be read. They lie in the memory of the
 * process, so that reading them can block for as long as that does: never on our own thread.
 */
export async function readArguments(root: string, pid: number): Promise<readonly string[] | null> {
	try {
		const file = await open(`${root}/${pid}/cmdline`, 'r');
		try {
			let bytes = Buffer.allocUnsafe(4096);
			let length = 0;
			for (;;) {
				const {bytesRead} = await file.read(bytes, length, bytes.length - length);
				length += bytesRead;
				if (bytesRead === 0 || length >= mostArgumentBytes) break;
				if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(length * 2, mostArgumentBytes));
			}
			// A process title leaves nothing but NULs behind itself.
			const text = bytes.subarray(0, length).toString('utf8').replace(/\0+$/, '');
			return text === '' ? [] : text.split('\0');
		} finally {
			await file.close();
		}
	} catch {
		return null;
	}
}

/** The working folder; null when it may not be known. */
export function readFolder(root: string, pid: number): string | null {
	try {
		return readlinkSync(`${root}/${pid}/cwd`);
	} catch {
		return null;
	}
}

/** Memory that is in RAM, in bytes; 0 when it cannot be known. */
export function readRssBytes(root: string, pid: number): number {
	const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(readPage(`${root}/${pid}/status`) ?? '') ?? [];
	return Number(kilobytes ?? 0) * 1024;
}

/** Seconds since boot, by the clock that start times are counted in; null where it is not told. */
export function readUptimeSeconds(root: string): number | null {
	const [seconds = ''] = (readPage(`${root}/uptime`) ?? '').split(' ');
	const uptime = Number.parseFloat(seconds);
	return Number.isFinite(uptime) ? uptime : null;
}
