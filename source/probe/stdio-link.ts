import {accessSync, statSync} from 'node:fs';
import {classifyExit, classifyMissingFolder, classifySpawn, failure} from '../domain/classify.ts';
import {plural} from '../domain/format.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure} from '../domain/probe-result.ts';
import type {StdioServer} from '../domain/server.ts';
import {DeadlineError} from './deadline.ts';
import {explainError} from './explain-error.ts';
import type {Link} from './link.ts';
import {type ExitStatus, type Group, settlesWithin, spawnGroup} from './process-groups.ts';
import type {Ledger} from './process-ledger.ts';
import {countOomKills} from './process-table.ts';
import {environmentFor} from './stdio-environment.ts';
import {pickLastWords} from './stdio-last-words.ts';
import {createStderrLog} from './stdio-log.ts';
import {createRedact} from './stdio-secrets.ts';
import {describeStuck} from './stdio-stuck.ts';
import {createStdioTransport, maxAnswerBytes} from './stdio-transport.ts';

/** What a process wrote just before its end is still in the pipes when the end is noticed. */
const drainMs = 250;
/** A process that closes its stdout is usually about to exit, which says more. */
const exitGraceMs = 250;

/** The link to a server that we start: pipes to a process group of its own. */
export function createStdioLink(server: StdioServer, clock: Clock, ledger: Ledger): Link {
	const redact = createRedact(server.env);
	const log = createStderrLog(redact);
	let group: Group | null = null;
	let ending: Failure | null = null;
	let closing: Promise<void> | null = null;
	let isClosing = false;
	let strayLines = 0;
	let strayLinesTold = 0;

	const transport = createStdioTransport({
		start,
		polluted: () => {
			strayLines++;
		},
		tooLarge: () => endWith(tooLarge),
		close,
	});

	async function start(): Promise<Group> {
		const oomKillsBefore = countOomKills();
		try {
			if (server.cwd !== null && !isFolder(server.cwd)) throw new Error('no working folder');
			const {command, args, cwd} = server;
			group = await spawnGroup({command, args, cwd, env: environmentFor(server.env)}, clock, ledger);
		} catch (error) {
			ending = explainSpawn(server, error);
			throw error;
		}
		watch(group, oomKillsBefore);
		if (isClosing) await group.end();
		return group;
	}

	function watch({child, exited}: Group, oomKillsBefore: number | null): void {
		child.stderr.on('data', log.write);
		const drained = new Promise(resolve => child.once('close', resolve));
		exited.then(async status => {
			await settlesWithin(drained, drainMs, clock);
			for (const stream of [child.stdout, child.stderr]) stream.destroy();
			endWith(explainExit(status, oomKillsBefore, log.lines()));
		});
		child.stdout.once('end', async () => {
			if (!(await settlesWithin(exited, exitGraceMs, clock))) endWith(muted);
		});
	}

	/** The first reason is the one that counts; what follows from it, such as our own kill, does not. */
	function endWith(reason: Failure): void {
		if (ending !== null || isClosing) return;
		ending = reason;
		transport.end();
		link.onEnded?.(reason);
		void close();
	}

	function close(): Promise<void> {
		isClosing = true;
		transport.end();
		closing ??= group?.end() ?? null;
		return closing ?? Promise.resolve();
	}

	const timeoutHint = (waitedMs: number): string =>
		strayLines > 0
			? 'it prints other text to stdout, which can swallow an answer: logs belong on stderr'
			: (describeStuck(group?.child.pid, waitedMs) ??
				'its process runs but does not answer; see its log, or raise its timeout');

	const link: Link = {
		transport,
		redact,
		explain(error, phase) {
			if (ending) return {...ending, phase};
			const found = explainError(error, phase, error instanceof DeadlineError ? timeoutHint(error.afterMs) : null);
			return {...found, message: redact(found.message)};
		},
		abortRequests() {},
		takeNotes() {
			const fresh = strayLines - strayLinesTold;
			strayLinesTold = strayLines;
			return fresh === 0 ? [] : [`${plural(fresh, 'line')} on stdout ${fresh === 1 ? 'is' : 'are'} not JSON-RPC`];
		},
		log: log.lines,
		close,
	};
	return link;
}

const tooLarge = failure('too_large', 'list_tools', `an answer is over ${maxAnswerBytes / 1024 / 1024} MiB`, {
	hint: 'agents would give up on it too; the server should list its tools in pages',
});

const muted = failure('connection_reset', 'list_tools', 'closed its stdout but still runs', {
	hint: 'nothing that it answers can arrive any more; see its log, and restart it',
});

function explainSpawn({command, cwd}: StdioServer, error: unknown): Failure {
	if (cwd !== null && !isFolder(cwd)) return classifyMissingFolder(cwd);
	const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
	return classifySpawn({code, command, hasFile: command.includes('/') && isThere(command)});
}

function explainExit({code, signal}: ExitStatus, oomKillsBefore: number | null, stderr: readonly string[]): Failure {
	const oomKills = countOomKills();
	const hasGrown = oomKills !== null && oomKillsBefore !== null && oomKills > oomKillsBefore;
	// A shell reports a killed child as 128 + 9.
	const isOutOfMemory = hasGrown && (signal === 'SIGKILL' || code === 137);
	return classifyExit({code, signal, isOutOfMemory, lastWords: pickLastWords(stderr)}, 'list_tools');
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

function isThere(path: string): boolean {
	try {
		accessSync(path);
		return true;
	} catch {
		return false;
	}
}
