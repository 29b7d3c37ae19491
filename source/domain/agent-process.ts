/** One process of an MCP server that an agent runs for itself, as it was last looked at. */
export interface AgentProcess {
	readonly pid: number;
	/** Ms since the epoch. */
	readonly startedAt: number;
	/** The agent: who started it, with launchers such as npx and `sh -c` left out. */
	readonly parentPid: number;
	/** What the agent is called, fit to print: its script or program without the path. */
	readonly parentName: string;
	readonly rssBytes: number;
	/** CPU time since the look before, as a share of one core (over 1 when several threads are busy); null at first. */
	readonly cpuShare: number | null;
	readonly ageMs: number;
	/** Names of other servers that it may as well belong to, because only their environment tells them apart. */
	readonly sharedWith: readonly string[];
}

/** A server's process that vanished while its agent lives, and that nothing replaced. */
export interface AgentProcessEnd {
	/** As it was at the last look at which it ran. */
	readonly process: AgentProcess;
	/** When its end was noticed, ms since the epoch. */
	readonly endedAt: number;
	/** Processes that the kernel killed for want of memory since the look before; null when it counted none. */
	readonly evidence: {readonly oomKills: number} | null;
}
