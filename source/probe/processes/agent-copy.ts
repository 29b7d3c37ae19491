import type {AgentProcess} from '../../domain/agent-process.ts';
import type {FoundCopy, Process} from './find-copies.ts';
import {readRssBytes, ticksPerSecond} from './read-process.ts';

/** A copy of a server that is followed from look to look. */
export interface AgentCopy {
	readonly servers: readonly string[];
	/** The process whose end is the end of the copy. */
	readonly lifeKey: string;
	readonly root: Process;
	/** Who is shown as its agent: its parent of today, when that is gone. */
	readonly agent: Process;
	/** Who would miss it; null where nobody would. */
	readonly agentKey: string | null;
	readonly isKnownByItself: boolean;
	/** Ticks of the clock, and the count of looks, when it was first seen. */
	readonly seenAt: number;
	readonly seenAtLook: number;
	/** It has taken the place of a copy that ended. */
	readonly isReplacement: boolean;
	readonly process: Process;
	readonly figures: Figures;
	/** The file that counts its control group's kills. */
	readonly groupFile: string | null;
}

/** All of `AgentProcess` but what depends on whose copy it is. */
export type Figures = Omit<AgentProcess, 'sharedWith'>;

/** When and where figures are taken. */
export interface Moment {
	readonly procRoot: string;
	/** Wall time, ms since the epoch. */
	readonly at: number;
	/** Ticks of the clock. */
	readonly ticks: number;
	readonly uptimeSeconds: number | null;
	/** Ticks of the clock at the look before. */
	readonly ticksBefore: number;
}

export const lifeKeyOf = ({isKnownByItself, process, root}: FoundCopy): string =>
	isKnownByItself ? process.key : root.key;

/** The copy as it is told of one of its servers. */
export const toAgentProcess = ({figures, servers}: AgentCopy, server: string): AgentProcess => ({
	...figures,
	sharedWith: servers.filter(name => name !== server),
});

/** @param before what was said of the same copy at the look before. */
export function takeFigures(
	process: Process,
	agent: Process,
	before: {readonly process: Process; readonly figures: Figures} | null,
	{procRoot, at, ticks, uptimeSeconds, ticksBefore}: Moment,
): Figures {
	const {pid, stat} = process;
	const last = before?.process.key === process.key ? before : null;
	const ageMs =
		uptimeSeconds === null ? 0 : Math.max(0, uptimeSeconds * 1000 - (stat.startTime / ticksPerSecond) * 1000);
	const elapsedSeconds = (ticks - ticksBefore) / 1000;
	const usedSeconds = last === null ? 0 : (stat.cpuTicks - last.process.stat.cpuTicks) / ticksPerSecond;
	return {
		pid,
		startedAt: last?.figures.startedAt ?? Math.round(at - ageMs),
		parentPid: agent.pid,
		parentName: agent.verdict.name,
		rssBytes: readRssBytes(procRoot, pid),
		cpuShare: last === null || elapsedSeconds <= 0 ? null : usedSeconds / elapsedSeconds,
		ageMs: Math.round(ageMs),
	};
}
