import type {AgentProcess, AgentProcessEnd} from '../domain/agent-process.ts';
import {plural} from '../domain/format.ts';
import type {Cancel, Clock, CreateAgentWatch} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	readonly createAgentWatch?: CreateAgentWatch;
}

const lookEveryMs = 3000;
/** Memory and CPU move all the time; the screen is told of them no oftener than this. */
const refreshEveryMs = 15_000;

/** Looks at the agents' own processes from time to time and tells the watchers of their servers. */
export function watchAgents(servers: readonly Server[], watchers: ReadonlyMap<string, Watcher>, parts: Parts): Cancel {
	const names = servers.filter(({transport, enabled}) => transport === 'stdio' && enabled).map(({name}) => name);
	if (!parts.createAgentWatch || names.length === 0) return () => {};
	const {clock} = parts;
	const lost = new Map<string, AgentProcessEnd>();
	const told = new Map<string, {readonly text: string; readonly at: number}>();
	const watch = parts.createAgentWatch(servers, (server, end) => lost.set(server, end));
	let cancelTimer: Cancel = () => {};
	let isStopped = false;

	async function round(): Promise<void> {
		await watch.look();
		if (isStopped) return;
		for (const name of names) tell(name, watch.processes(name));
		cancelTimer = clock.after(lookEveryMs, () => void round());
	}

	function tell(name: string, processes: readonly AgentProcess[]): void {
		const end = lost.get(name);
		if (end && isOver(end, processes)) lost.delete(name);
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
	const isOver = ({process, endedAt}: AgentProcessEnd, processes: readonly AgentProcess[]): boolean =>
		processes.some(({startedAt}) => startedAt >= endedAt - lookEveryMs) || !watch.isRunning(process.parentPid);

	void round();
	return () => {
		isStopped = true;
		cancelTimer();
		watch.close();
	};
}

function describeLoss({process, evidence}: AgentProcessEnd): string {
	const {pid, parentName, parentPid} = process;
	const suspicion = evidence
		? `; the kernel killed ${plural(evidence.oomKills, 'process', 'processes')} for want of memory`
		: '';
	return `${parentName} (${parentPid}) has lost its own copy, process ${pid}, and runs on without it${suspicion}`;
}
