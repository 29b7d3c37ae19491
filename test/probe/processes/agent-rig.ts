import {type ChildProcess, spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, vi} from 'vitest';
import type {AgentProcessEnd} from '../../../source/domain/agent-process.ts';
import type {StdioServer} from '../../../source/domain/server.ts';
import {type AgentWatchOptions, createAgentWatch} from '../../../source/probe/processes/watch-agents.ts';
import {createFakeClock} from '../../helpers/clock.ts';
import {stdioServer} from '../../helpers/fleet.ts';
import {serverScript} from '../stdio-fixture.ts';

export const agentScript = fileURLToPath(new URL('../../../fixtures/fake-agent.mjs', import.meta.url));
export const waitUntil = {timeout: 20_000, interval: 20};

/** A configured server that no other test runs. */
export function uniqueServer(name: string, changes: Partial<StdioServer> = {}): StdioServer {
	return stdioServer(name, {command: 'node', args: [serverScript, `mark=${randomUUID()}`], ...changes});
}

export const wordsOf = ({command, args}: StdioServer): string[] => [command, ...args];

export interface FakeAgent {
	readonly pid: number;
	/** Pids of what it has started, oldest first. */
	readonly started: readonly number[];
	readonly child: ChildProcess;
	tell(order: 'start' | 'restart' | 'exit'): void;
}

/** Starts an agent, and waits until it has started its server. */
export async function startAgent(words: readonly string[], ...options: string[]): Promise<FakeAgent> {
	return attend(spawn('node', [agentScript, ...options, '--', ...words], {stdio: ['pipe', 'pipe', 'inherit']}));
}

/** Waits for the first server of an agent that somebody has started. */
export async function attend(child: ChildProcess): Promise<FakeAgent> {
	const started: number[] = [];
	createInterface({input: child.stdout!}).on('line', line => started.push(Number(line)));
	onTestFinished(() => {
		child.stdin?.end();
		child.kill('SIGKILL');
		for (const pid of started) end(pid);
	});
	await vi.waitFor(() => expect(started).toHaveLength(1), waitUntil);
	return {pid: child.pid!, started, child, tell: order => child.stdin?.write(`${order}\n`)};
}

/** Kills a process, or with a negative pid its group. It may be gone already. */
export function end(pid: number | undefined): void {
	if (!pid) return;
	try {
		process.kill(pid, 'SIGKILL');
	} catch {}
}

/** A watch over the real processes of this machine, whose time is the test's. */
export function watchFor(servers: readonly StdioServer[], options: Partial<AgentWatchOptions> = {}) {
	const clock = createFakeClock();
	const gone: {readonly server: string; readonly end: AgentProcessEnd}[] = [];
	const changes: string[] = [];
	const watch = createAgentWatch({
		clock,
		servers,
		isOurs: () => false,
		onChange: server => changes.push(server),
		onGone: (server, one) => gone.push({server, end: one}),
		...options,
	});
	onTestFinished(() => watch.close());
	const [name = ''] = servers.map(one => one.name);
	const pids = () => watch.processes(name).map(({pid}) => pid);
	return {
		...{watch, clock, gone, changes, pids},
		/** Lets time pass, with a look each second. */
		async pass(seconds: number): Promise<void> {
			for (let second = 0; second < seconds; second++) {
				await clock.advance(1000);
				await watch.look();
			}
		},
		/** Looks, without any time passing, until the first server has these processes. */
		async until(expected: readonly (number | undefined)[]): Promise<void> {
			await vi.waitFor(async () => {
				await watch.look();
				expect(pids()).toEqual(expected);
			}, waitUntil);
		},
	};
}
