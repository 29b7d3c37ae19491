import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {plainText} from '../domain/plain-text.ts';
import type {Clock, ProgramEnd, ProgramRun, RunProgram} from '../domain/ports.ts';
import {killGroup} from './process-kill.ts';
import type {Ledger} from './process-ledger.ts';
import {environmentFor} from './stdio-environment.ts';

/** Of what a program says, the end is kept. */
const keptLength = 2000;
const shownLength = 200;

/** Makes a way to run programs; the ledger sees to it that none outlives a killed monitor. */
export const createRunProgram =
	(clock: Clock, ledger: Ledger): RunProgram =>
	(run, signal) =>
		new Promise(resolve => {
			let said = '';
			let verdict: string | null = null;
			const child = start(run);
			const {pid} = child;
			const kill = (why: string) => {
				verdict ??= why;
				if (pid !== undefined) killGroup(pid, 'SIGKILL');
			};
			const abort = () => kill('it was stopped');
			const cancelTimer = clock.after(run.timeoutMs, () =>
				kill(`it did not end within ${Math.round(run.timeoutMs / 1000)}s`),
			);
			const settle = (end: ProgramEnd) => {
				cancelTimer();
				signal.removeEventListener('abort', abort);
				if (pid !== undefined) {
					// What it has left running in its group goes with it.
					killGroup(pid, 'SIGKILL');
					ledger.remove(pid);
				}
				child.stdout.destroy();
				child.stderr.destroy();
				resolve(end);
			};
			const listen = (chunk: Buffer) => {
				said = (said + chunk.toString('utf8')).slice(-keptLength);
			};
			if (pid !== undefined) ledger.add(pid, run.command[0]);
			child.stdout.on('data', listen).on('error', () => {});
			child.stderr.on('data', listen).on('error', () => {});
			// It may end without having read anything.
			child.stdin.on('error', () => {});
			child.stdin.end(run.input);
			child.on('error', error => settle({code: null, message: wordStart(error)}));
			// Not `close`: a grandchild may hold the pipes.
			child.on('exit', (code, killedBy) =>
				setImmediate(() => settle(verdict === null ? wordEnd(code, killedBy, said) : {code: null, message: verdict})),
			);
			signal.addEventListener('abort', abort, {once: true});
			if (signal.aborted) abort();
		});

function start({command: [program, ...args], cwd}: ProgramRun): ChildProcessByStdio<Writable, Readable, Readable> {
	return spawn(program, args, {
		cwd,
		env: environmentFor({}),
		stdio: ['pipe', 'pipe', 'pipe'],
		detached: process.platform !== 'win32',
		shell: false,
		windowsHide: true,
	});
}

function wordStart(error: Error): string {
	const code = 'code' in error ? String(error.code) : error.message;
	if (code === 'ENOENT') return 'the program, or its folder, does not exist';
	return code === 'EACCES' ? 'the program may not be run' : `it could not be started (${plainText(code, 60)})`;
}

function wordEnd(code: number | null, killedBy: NodeJS.Signals | null, said: string): ProgramEnd {
	const last = plainText(said.trimEnd().split('\n').at(-1) ?? '', shownLength);
	const how = code === null ? `ended by ${killedBy}` : `exit code ${code}`;
	return {code, message: last ? `${how}: ${last}` : how};
}
