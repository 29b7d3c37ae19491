import type {AgentProcessEnd} from '../../domain/agent-process.ts';

/** A copy has ended; whether anybody misses it is not known yet. */
interface Vacancy {
	readonly server: string;
	readonly agentKey: string;
	readonly end: AgentProcessEnd;
	/** Ticks of the clock. */
	readonly since: number;
}

/** Time in which an agent that has lost a server starts another one, or ends itself. */
export const replacementMs = 10_000;

/** Waits for what follows the end of a copy: another one, the end of its agent, or nothing. */
export function createVacancies() {
	const open = new Set<Vacancy>();
	return {
		add(server: string, agentKey: string, end: AgentProcessEnd, since: number): void {
			open.add({server, agentKey, end, since});
		},
		/** A new copy takes the place of the one that ended first; false where none had. */
		fill(server: string, agentKey: string): boolean {
			for (const one of open) {
				if (one.server === server && one.agentKey === agentKey) return open.delete(one);
			}
			return false;
		},
		/** Ends that have waited long enough while their agent lives; each comes back once. */
		takeGone(isAlive: (key: string) => boolean, ticks: number): {server: string; end: AgentProcessEnd}[] {
			const gone: Vacancy[] = [];
			for (const one of open) {
				const isOver = ticks - one.since >= replacementMs;
				if (isOver || !isAlive(one.agentKey)) open.delete(one);
				if (isOver && isAlive(one.agentKey)) gone.push(one);
			}
			return gone.map(({server, end}) => ({server, end}));
		},
	};
}
