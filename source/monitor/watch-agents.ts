import {isDeepStrictEqual} from 'node:util';
import type {AgentProcessEnd} from '../domain/agent-process.ts';
import {plural} from '../domain/format.ts';
import type {AgentWatch, Cancel, Clock, CreateAgentWatch} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	readonly createAgentWatch?: CreateAgentWatch;
}

const lookEveryMs = 3000;
/** Memory and CPU move all the time; the screen is told of them no oftener than this. */
const refreshEveryMs = 15_000;

/** A look at the agents' own processes, from time to time. */
export interface AgentLooks {
	/** These are the servers from now on. What was found of those that stay the same goes on. */
	watch(servers: readonly Server[]): void;
	stop: Cancel;
}

/** Looks at the agents' own processes from time to time and tells the watchers of their servers. */
export function watchAgents(watchers: ReadonlyMap<string, Watcher>, {clock, createAgentWatch}: Parts): AgentLooks {
	const lost = new Map<string, AgentProcessEnd>();
	const told = new Map<string, {readonly text: string; readonly at: number}>();
	let watched: readonly Server[] = [];
	let cancel: Cancel = () => {};

	function look(create: CreateAgentWatch): Cancel {
		const watch = create(watched, (server, end) => lost.set(server, end));
		let cancelTimer: Cancel = () => {};
		let isStopped = false;
		async function round(): Promise<void> {
			await watch.look();
			if (isStopped) return;
			for (const {name} of watched) tell(name, watch);
			cancelTimer = clock.after(lookEveryMs, () => void round());
		}
		void round();
		return () => {
			isStopped = true;
			cancelTimer();
			watch.close();
		};
	}

	function tell(name: string, watch: AgentWatch): void {
		const processes = watch.processes(name);
		const end = lost.get(name);
		if (end && isOver(name, end, watch)) lost.delete(name);
		const loss = lost.get(name);
		const words = loss ? describeLoss(loss) : null;
		const text = [words, ...processes.map(({pid}) => pid)].join(' ');
		const before = told.get(name);
		const isOld = processes.length > 0 && clock.ticks() - (before?.at ?? 0) >= refreshEveryMs;
		if (text === (before?.text ?? '') && !isOld) return;
		told.set(name, {text, at: clock.ticks()});
		watchers.get(name)?.account.seeAgents(processes, words);
	}

	/** Some agent runs it again, or the agent that lost it has ended. */
	function isOver(name: string, {process, endedAt}: AgentProcessEnd, watch: AgentWatch): boolean {
		const isBack = watch.processes(name).some(({startedAt}) => startedAt >= endedAt - lookEveryMs);
		return isBack || !watch.isRunning(process.parentPid);
	}

	return {
		watch(servers) {
			const next = servers.filter(({transport, enabled}) => transport === 'stdio' && enabled);
			if (!createAgentWatch || isDeepStrictEqual(next, watched)) return;
			for (const server of watched) {
				if (next.some(other => isDeepStrictEqual(other, server))) continue;
				lost.delete(server.name);
				told.delete(server.name);
			}
			cancel();
			watched = next;
			cancel = next.length > 0 ? look(createAgentWatch) : () => {};
		},
		stop: () => cancel(),
	};
}

function describeLoss({process, evidence}: AgentProcessEnd): string {
	const {pid, parentName, parentPid} = process;
	const suspicion = evidence
		? `; the kernel killed ${plural(evidence.oomKills, 'process', 'processes')} for want of memory`
		: '';
	return `${parentName} (${parentPid}) has lost its own copy, process ${pid}, and runs on without it${suspicion}`;
}
