import type {AgentProcessEnd} from '../../domain/agent-process.ts';
import {type AgentCopy, lifeKeyOf, type Moment, takeFigures, toAgentProcess} from './agent-copy.ts';
import type {Table} from './census.ts';
import type {FoundCopy, Process} from './find-copies.ts';
import type {Verdict} from './judge-line.ts';
import {createVacancies, replacementMs} from './vacancies.ts';

/** What one look has brought. */
export interface News {
	readonly changed: ReadonlySet<string>;
	readonly gone: readonly {readonly server: string; readonly end: AgentProcessEnd}[];
}

export interface Evidence {
	/** The file that counts the kills of a process's control group. */
	fileOf(pid: number): string | null;
	/** Kills for want of memory since the look before. */
	killsIn(file: string | null): number;
}

/** Follows copies from look to look: who came, who went, and whether anybody misses them. */
export function createFollower(evidence: Evidence) {
	const copies = new Map<string, AgentCopy>();
	/** Launchers that have outlived their server: what else they run is none. */
	const spent = new Set<string>();
	const vacancies = createVacancies();
	const restarts = new Map<string, number>();
	let looks = 0;

	function update(table: Table<Verdict>, found: readonly FoundCopy[], moment: Moment): News {
		looks++;
		const isAlive = (key: string): boolean => findAlive(table, key) !== null;
		const changed = new Set<string>();
		for (const copy of [...copies.values()]) {
			if (isAlive(copy.lifeKey)) continue;
			copies.delete(copy.lifeKey);
			if (copy.isKnownByItself) spent.add(copy.root.key);
			for (const server of copy.servers) changed.add(server);
			if (copy.agentKey !== null && isAlive(copy.agentKey)) settleEnd(copy, copy.agentKey, moment);
		}
		for (const key of spent) if (!isAlive(key)) spent.delete(key);
		for (const copy of copies.values()) copies.set(copy.lifeKey, refresh(copy, table, moment));
		for (const one of found) {
			if (!one.isKnownByItself && spent.has(one.root.key)) continue;
			const known = copies.get(lifeKeyOf(one)) ?? (one.isKnownByItself ? copies.get(one.root.key) : undefined);
			if (known) {
				copies.delete(known.lifeKey);
				const copy = refind(known, one, moment);
				copies.set(copy.lifeKey, copy);
				for (const server of known.servers) if (!copy.servers.includes(server)) changed.add(server);
				for (const server of copy.servers) if (!known.servers.includes(server)) changed.add(server);
			} else {
				const copy = welcome(one, moment);
				copies.set(copy.lifeKey, copy);
				for (const server of copy.servers) changed.add(server);
			}
		}
		return {changed, gone: vacancies.takeGone(isAlive, moment.ticks)};
	}

	function settleEnd(copy: AgentCopy, agentKey: string, {at, ticks}: Moment): void {
		const oomKills = evidence.killsIn(copy.groupFile);
		for (const server of copy.servers) {
			const successor = copy.servers.length === 1 ? successorOf(copy, server, ticks) : undefined;
			if (successor) {
				copies.set(successor.lifeKey, {...successor, isReplacement: true});
				countRestart(server);
			} else {
				const end = {process: toAgentProcess(copy, server), endedAt: at, evidence: oomKills > 0 ? {oomKills} : null};
				vacancies.add(server, agentKey, end, ticks);
			}
		}
	}

	/** Some agents start the next copy before they end the last one. */
	const successorOf = (copy: AgentCopy, server: string, ticks: number): AgentCopy | undefined =>
		[...copies.values()].find(
			one =>
				one.servers.includes(server) &&
				one.agentKey === copy.agentKey &&
				one.seenAtLook > copy.seenAtLook &&
				ticks - one.seenAt <= replacementMs &&
				!one.isReplacement,
		);

	function welcome(found: FoundCopy, moment: Moment): AgentCopy {
		const {servers, process, root, agent, isKnownByItself} = found;
		const agentKey = agent.verdict.isNoAgent ? null : agent.key;
		const filled = servers.filter(server => agentKey !== null && vacancies.fill(server, agentKey));
		for (const server of filled) countRestart(server);
		return {
			...{servers, process, root, agent, agentKey, isKnownByItself},
			lifeKey: lifeKeyOf(found),
			seenAt: moment.ticks,
			seenAtLook: looks,
			isReplacement: filled.length > 0,
			figures: takeFigures(process, agent, null, moment),
			groupFile: evidence.fileOf(process.pid),
		};
	}

	/** The same copy, of which more may be known by now: the server has come out of its launcher. */
	function refind(known: AgentCopy, found: FoundCopy, moment: Moment): AgentCopy {
		const {servers, process, root, isKnownByItself} = found;
		const copy = {...known, servers, root, isKnownByItself, lifeKey: lifeKeyOf(found)};
		if (process.key === known.process.key) return copy;
		const figures = takeFigures(process, known.agent, null, moment);
		return {...copy, process, figures, groupFile: evidence.fileOf(process.pid)};
	}

	const countRestart = (server: string): void => {
		restarts.set(server, (restarts.get(server) ?? 0) + 1);
	};

	return {
		update,
		copies: (): readonly AgentCopy[] => [...copies.values()],
		restarts: (server: string): number => restarts.get(server) ?? 0,
	};
}

/** What is still there is the same copy, whatever its command line says by now. */
function refresh(copy: AgentCopy, table: Table<Verdict>, moment: Moment): AgentCopy {
	const process = findAlive(table, copy.process.key) ?? findAlive(table, copy.lifeKey) ?? copy.process;
	const agent = findAlive(table, copy.agent.key) ?? table.get(process.stat.parentPid) ?? copy.agent;
	return {...copy, process, agent, figures: takeFigures(process, agent, copy, moment)};
}

function findAlive(table: Table<Verdict>, key: string): Process | null {
	const one = table.get(Number.parseInt(key, 10));
	return one?.key === key && !one.stat.isEnding ? one : null;
}
