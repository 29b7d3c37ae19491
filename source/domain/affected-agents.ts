import type {AlertDetails, Caller} from './alert.ts';
import type {ServerState} from './fleet.ts';

const mostAgents = 20;

/** The agents that a server's trouble touches: those that are configured, and those whose traces show that they call it. */
export function affectedAgents({server, traffic}: Pick<ServerState, 'server' | 'traffic'>): readonly string[] {
	const traced = (traffic?.agents ?? []).map(({agent}) => agent).filter(agent => agent !== null);
	return [...new Set([...server.usedBy, ...traced.slice(0, mostAgents)])];
}

/** How often those that are traced called it within the last day, those that call most first; none where none did. */
export function callersOf({traffic}: Pick<ServerState, 'traffic'>): Pick<AlertDetails, 'callers'> {
	const callers: Caller[] = [];
	for (const {agent, windows, lastAt} of traffic?.agents ?? []) {
		const {calls, failed} = windows['24h'];
		if (agent !== null && calls > 0) callers.push({agent, calls, failed, lastAt});
	}
	return callers.length === 0 ? {} : {callers: callers.slice(0, mostAgents)};
}
