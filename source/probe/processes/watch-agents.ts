import {realpathSync} from 'node:fs';
import type {AgentProcess, AgentProcessEnd} from '../../domain/agent-process.ts';
import {readLaunch} from '../../domain/launch.ts';
import {createMatcher} from '../../domain/match-command.ts';
import type {Clock} from '../../domain/ports.ts';
import type {Server} from '../../domain/server.ts';
import {toAgentProcess} from './agent-copy.ts';
import {createCensus, type Table} from './census.ts';
import {ancestorsOf, findCopies, type Process} from './find-copies.ts';
import {createFollower} from './follow-copies.ts';
import {createJudge, type Verdict} from './judge-line.ts';
import {createOomWatch} from './oom-kills.ts';
import {readUptimeSeconds} from './read-process.ts';

export interface AgentWatchOptions {
	readonly clock: Clock;
	/** Only the stdio servers that are enabled are watched. */
	readonly servers: readonly Server[];
	/** Whether we have started this process ourselves; then what descends from it is ours as well. */
	isOurs(pid: number): boolean;
	/** Copies of this server came or went. */
	onChange(server: string): void;
	/** A copy vanished while its agent lives, and nothing took its place in time. Told once. */
	onGone(server: string, end: AgentProcessEnd): void;
	readonly procRoot?: string;
	readonly cgroupRoot?: string;
	readonly platform?: NodeJS.Platform;
}

/** Watches the processes of servers that agents run for themselves. */
export interface AgentWatch {
	/** False where the system does not tell; then nothing happens. */
	readonly isSupported: boolean;
	/** As of the last look, oldest first. */
	processes(server: string): readonly AgentProcess[];
	/** Copies that took the place of one that had ended, so far. */
	restarts(server: string): number;
	/** Looks at all processes once. Never rejects; a call during another one waits for that. */
	look(): Promise<void>;
	/** Nothing is told any more. */
	close(): void;
}

export function createAgentWatch({
	clock,
	servers,
	isOurs,
	onChange,
	onGone,
	procRoot = '/proc',
	cgroupRoot = '/sys/fs/cgroup',
	platform = process.platform,
}: AgentWatchOptions): AgentWatch {
	const isSupported = platform === 'linux';
	const commands = servers
		.filter(server => server.transport === 'stdio')
		.filter(({enabled}) => enabled)
		.map(({name, command, args, cwd}) => ({name, command, args, cwd: cwd === null ? null : realPath(cwd)}));
	const argsOf = new Map(commands.map(({name, command, args}) => [name, readLaunch([command, ...args])?.args ?? args]));
	const census = createCensus(procRoot, clock, createJudge(createMatcher(commands, process.cwd())));
	const oomKills = createOomWatch(procRoot, cgroupRoot);
	const follower = createFollower(oomKills);
	let ours = new Set<string>();
	let ticksBefore = clock.ticks();
	let isClosed = false;
	let underWay: Promise<void> | null = null;

	async function run(): Promise<void> {
		oomKills.count(follower.copies().map(({groupFile}) => groupFile));
		const table = await census.take();
		if (isClosed) return;
		const found = findCopies(
			table,
			one => isAmongOurs(one, table),
			name => argsOf.get(name) ?? [],
		);
		const ticks = clock.ticks();
		const moment = {procRoot, at: clock.now(), ticks, ticksBefore, uptimeSeconds: readUptimeSeconds(procRoot)};
		const {changed, gone} = follower.update(table, found, moment);
		ticksBefore = ticks;
		ours = new Set([...ours].filter(key => table.get(Number.parseInt(key, 10))?.key === key));
		for (const server of changed) onChange(server);
		for (const {server, end} of gone) onGone(server, end);
	}

	/** Once ours, always ours: a child that we have lost is handed to init. */
	function isAmongOurs(one: Process, table: Table<Verdict>): boolean {
		if (ours.has(one.key)) return true;
		const line = ancestorsOf(one, table);
		const isFound = [one, ...line].some(({pid}) => isOurs(pid)) || line.some(({verdict}) => verdict.isMonitor);
		if (isFound) ours.add(one.key);
		return isFound;
	}

	return {
		isSupported,
		processes: server =>
			follower
				.copies()
				.filter(copy => copy.servers.includes(server))
				.map(copy => toAgentProcess(copy, server))
				.sort((one, other) => one.startedAt - other.startedAt || one.pid - other.pid),
		restarts: follower.restarts,
		look() {
			if (!isSupported || isClosed || commands.length === 0) return Promise.resolve();
			underWay ??= run().finally(() => {
				underWay = null;
			});
			return underWay;
		},
		close() {
			isClosed = true;
		},
	};
}

/** The kernel tells working folders with their links resolved. */
function realPath(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		return folder;
	}
}
