import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {UserError} from '../domain/errors.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';

/** The process that hosts the HTTP servers of the demo. */
export interface HostProcess {
	readonly port: number;
	/** Ends it, in bounded time. */
	stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const longestStartMs = 10_000;
const longestEndMs = 1000;
/** How much of what it prints is kept, in characters. */
const maxPrinted = 4096;

/** Starts the host and waits until it listens. Throws a UserError when it does not. */
export async function spawnHost(program: string, args: readonly string[], clock: Clock): Promise<HostProcess> {
	const child = spawn(process.execPath, [program, ...args], {
		stdio: ['pipe', 'pipe', 'pipe'],
		// Ctrl+C in the terminal is for us; the host ends when its stdin does.
		detached: true,
		windowsHide: true,
		// Nothing of ours is its business, NODE_OPTIONS least of all; Windows cannot open a socket without this one.
		env: {SystemRoot: process.env.SystemRoot},
	});
	// Writing to it when it is gone is no news.
	child.stdin.on('error', () => {});
	const ended = new Promise<void>(resolve => {
		child.once('close', () => resolve()).once('error', () => resolve());
	});
	const stop = async () => {
		child.stdin.end();
		const cancel = clock.after(longestEndMs, () => child.kill('SIGKILL'));
		await ended;
		cancel();
	};
	try {
		return {port: await readPort(child, ended, clock), stop};
	} catch (error) {
		await stop();
		throw error;
	}
}

function readPort(child: Child, ended: Promise<void>, clock: Clock): Promise<number> {
	const printed = {stdout: '', stderr: ''};
	return new Promise((resolve, reject) => {
		const cancel = clock.after(longestStartMs, () => fail(`did not answer within ${longestStartMs / 1000}s`));
		const fail = (problem: string) => {
			cancel();
			const details = printed.stderr.split('\n').map(line => plainText(line, 200));
			const said = details.filter(Boolean).slice(0, 8);
			reject(new UserError(`The demo's servers ${problem}`, 'Build the program again: npm run build', said));
		};
		for (const name of ['stdout', 'stderr'] as const) {
			child[name].setEncoding('utf8').on('data', (text: string) => {
				// What comes after the port is read, so that the host never waits for us, and thrown away.
				printed[name] = (printed[name] + text).slice(0, maxPrinted);
				const port = /^port (\d{1,5})\n/m.exec(printed.stdout)?.[1];
				if (port === undefined) return;
				cancel();
				resolve(Number(port));
			});
		}
		child.once('error', error => fail(`could not be started: ${plainText(error.message, 200)}`));
		void ended.then(() => fail('ended before they were ready'));
	});
}
