import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Clock} from '../domain/ports.ts';
import {killGroup} from './process-kill.ts';
import type {Ledger} from './process-ledger.ts';

/** What to start. */
export interface Program {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string | null;
}

export interface ExitStatus {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/** A program running as the leader of a process group of its own, so that whatever it starts can be ended with it. */
export interface Group {
	readonly child: ChildProcessWithoutNullStreams;
	/** Resolves when the leader is gone; what was left of its group has been killed by then. */
	readonly exited: Promise<ExitStatus>;
	/** Ends the group: closes stdin, then SIGTERM, then SIGKILL, each with its time. Resolves within 2.5 s. */
	end(): Promise<void>;
}

const eofGraceMs = 500;
const termGraceMs = 1000;
/** A process that is stuck in the kernel outlives even SIGKILL; it stays in the ledger. */
const killGraceMs = 1000;

/** Starts a program. Rejects with the system's error (`code` as in errno) when it cannot be started. */
export async function spawnGroup(program: Program, clock: Clock, ledger: Ledger): Promise<Group> {
	const {command, args, env, cwd} = program;
	const child = spawn(command, [...args], {
		cwd: cwd ?? undefined,
		env: {...env},
		detached: process.platform !== 'win32',
		shell: false,
		stdio: 'pipe',
		windowsHide: true,
	});
	const {pid} = child;
	if (pid === undefined) throw await spawnError(child);

	// Pipes of a child that is gone fail late and often; its exit says more.
	for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
	ledger.add(pid, command);
	const exited = new Promise<ExitStatus>(resolve => {
		child.once('exit', (code, signal) => {
			killGroup(pid, 'SIGKILL');
			ledger.remove(pid);
			resolve({code, signal});
		});
	});
	child.on('error', () => {});
	return {child, exited, end: () => endGroup(child, pid, exited, clock)};
}

async function spawnError(child: ChildProcessWithoutNullStreams): Promise<unknown> {
	const [error] = await once(child, 'error');
	return error;
}

async function endGroup(
	child: ChildProcessWithoutNullStreams,
	pgid: number,
	exited: Promise<ExitStatus>,
	clock: Clock,
): Promise<void> {
	child.stdin.end();
	if (await settlesWithin(exited, eofGraceMs, clock)) return;
	killGroup(pgid, 'SIGTERM');
	if (await settlesWithin(exited, termGraceMs, clock)) return;
	killGroup(pgid, 'SIGKILL');
	await settlesWithin(exited, killGraceMs, clock);
}

/** True when `event` has happened before the time is over. */
export function settlesWithin(event: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
	return new Promise(resolve => {
		const cancel = clock.after(ms, () => resolve(false));
		event.then(() => {
			cancel();
			resolve(true);
		});
	});
}
